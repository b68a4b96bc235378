import { nameIn } from '../../base/taskId.ts'
import type { AsOf } from '../asOf.ts'
import { specOf, type Column } from '../columns.ts'
import { isOwn, type FeatureSpec } from '../types.ts'
import type { World } from '../world.ts'
import { createMatcher, createWindowSum, type Matcher } from './matching.ts'
import type { WindowTask } from './types.ts'

/** The same acts in windows as long as the task's, before the cutoff. */
export interface OwnPast {
  /** In the last window; on the mean over as many as there are, at most four. */
  recent: number
  mean: number
  /** Acts in all, and days since the last one; 0 without any. */
  acts: number
  sinceDays: number
}

/** A window task with what tells its acts. */
export interface WindowReader extends WindowTask {
  matches: Matcher
  /** What the customer did of it before, as inputs; none of customer value, of which the other columns tell. */
  columns: Column<OwnPast>[]
}

/** Windows that are looked back over. */
const mostWindows = 4

export const createWindowReaders = (world: World, tasks: WindowTask[]): WindowReader[] =>
  tasks.map((task) => ({
    ...task,
    matches: createMatcher(world, task),
    columns: isOwn(task.task) ? columnsOf(task) : [],
  }))

/** Named `own NAME = …`, so that they count as one input. */
function columnsOf({ task, categories, brands }: WindowTask): Column<OwnPast>[] {
  const ofCatalogue = categories.length + brands.length > 0
  const column = (name: string, value: (past: OwnPast) => number): Column<OwnPast> => ({
    name: `own ${nameIn(task)} = ${name}`,
    group: 'behaviour',
    source: ofCatalogue ? 'products' : 'behaviour',
    transform: 'log1p',
    value,
  })
  return [
    column('last window', (past) => past.recent),
    column('mean window', (past) => past.mean),
    column('acts', (past) => past.acts),
    column('days since', (past) => past.sinceDays),
  ]
}

export const windowSpecs = (readers: WindowReader[]): FeatureSpec[] =>
  readers.flatMap(({ columns }) => columns.map(specOf))

/** Reads what a user did of one task before the cutoff. */
export function createPastReader(
  { world, net, worth, cutoffDay }: AsOf,
  reader: WindowReader,
): (user: number) => OwnPast {
  const { acts } = world
  const length = reader.toDay - reader.fromDay
  const sum = createWindowSum(world, reader, reader.matches, net, worth)
  const windows = Math.max(1, Math.min(mostWindows, Math.floor((cutoffDay - acts.startDay) / length)))
  return (user) => {
    const past: OwnPast = { recent: sum(user, cutoffDay - length, cutoffDay), mean: 0, acts: 0, sinceDays: 0 }
    for (let back = 0; back < windows; back++) {
      past.mean += sum(user, cutoffDay - (back + 1) * length, cutoffDay - back * length) / windows
    }
    for (let act = acts.starts[user]; act < acts.starts[user + 1] && acts.day[act] < cutoffDay; act++) {
      if (!reader.matches(acts, act, net)) continue
      past.acts++
      past.sinceDays = cutoffDay - acts.day[act]
    }
    return past
  }
}

/** The baseline column that says what customers did of a task in past windows. */
export const pastColumn = (task: string): string => `${task} past`
