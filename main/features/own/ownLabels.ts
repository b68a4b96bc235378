import type { LabelWindow } from '../labels.ts'
import { part, isOwn, kindOf, type ExampleTable, type SkippedTask, type Task } from '../types.ts'
import type { UserRows } from '../userRows.ts'
import type { World } from '../world.ts'
import { createWindowSum } from './matching.ts'
import type { WindowReader } from './ownColumns.ts'

/** What every user does within the windows of the tasks after the cutoff; NaN (masked) where a window is not wholly observed. */
export function labelWindows(
  world: World,
  { table, users }: Pick<UserRows, 'table' | 'users'>,
  readers: WindowReader[],
  { cutoffDay, observedDay, net, worth }: LabelWindow,
): void {
  for (const reader of readers) {
    const labels = table.labels[reader.task]
    const [fromDay, toDay] = [cutoffDay + reader.fromDay, cutoffDay + reader.toDay]
    if (toDay > observedDay) {
      labels.fill(NaN)
      continue
    }
    const sum = createWindowSum(world, reader, reader.matches, net, worth)
    for (let row = 0; row < table.rows; row++) labels[row] = sum(users[row], fromDay, toDay)
  }
}

/** The fewest customers who did it, and who did not, that an own task is learned, stopped by and judged with. */
export const fewestOwn = { train: 10, validation: 3, test: 3 } as const

/** Own tasks that too few customers fulfil, or too few do not. */
export function skipOwn(users: ExampleTable, tasks: Task[]): SkippedTask[] {
  return tasks.filter(isOwn).flatMap((task): SkippedTask[] => {
    const labels = users.labels[task]
    const counts = (['train', 'validation', 'test'] as const).map((place) => {
      let [positives, negatives] = [0, 0]
      for (let row = 0; row < users.rows; row++) {
        if (users.parts[row] !== part[place] || Number.isNaN(labels[row])) continue
        if (labels[row] > 0) positives++
        else negatives++
      }
      return { positives: positives < fewestOwn[place], negatives: negatives < fewestOwn[place] }
    })
    if (counts.some(({ positives }) => positives)) return [{ task, reason: 'tooFewPositives' }]
    const isCertain = kindOf(task) === 'yesNo' && counts.some(({ negatives }) => negatives)
    return isCertain ? [{ task, reason: 'tooFewNegatives' }] : []
  })
}
