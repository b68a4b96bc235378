import type { Work } from '../../base/job.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { labelWindow } from '../labelSnapshot.ts'
import { dayOf, isoDay, resolveSetup } from '../setup.ts'
import type { TrainSetupInput } from '../setupInput.ts'
import { usersWithRow } from '../userRows.ts'
import { loadWorld, netAsOf } from '../world.ts'
import { createMatcher, createWindowSum } from './matching.ts'
import { windowTasks } from './ownTask.ts'
import type { OwnTaskInput } from './ownTaskInput.ts'
import type { OwnTaskCount } from './types.ts'

/**
 * How many customers with a row at the setup's cutoff fulfil a task in its window there, by the rules of its labels. Throws
 * what resolving the setup and loading throw.
 */
export function countOwnTask(
  project: OpenProject,
  { setup: input, own }: { setup: TrainSetupInput; own: OwnTaskInput },
  work: Work,
): OwnTaskCount {
  const { calendar } = project
  const setup = resolveSetup(project, { ...input, tasks: [], own: [own] })
  const [task] = windowTasks(setup)
  const world = loadWorld(project, work)
  const cutoffDay = dayOf(calendar, setup.cutoff)
  const window = labelWindow(world, { day: cutoffDay, observedDay: world.acts.endDay }, setup.horizonDays)
  const users = usersWithRow(world.acts, netAsOf(world, cutoffDay), cutoffDay)
  const sum = createWindowSum(world, task, createMatcher(world, task), window.net, window.worth)
  const [fromDay, toDay] = [cutoffDay + task.fromDay, cutoffDay + task.toDay]
  const figures = Array.from(users, (user) => sum(user, fromDay, toDay))
  return {
    cutoff: setup.cutoff,
    from: isoDay(calendar, fromDay),
    to: isoDay(calendar, toDay - 1),
    rows: users.length,
    positives: figures.filter((figure) => figure > 0).length,
    total: figures.reduce((total, figure) => total + figure, 0),
  }
}
