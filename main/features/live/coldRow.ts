import type { OpenProject } from '../../storage/operation.ts'
import { createTable } from '../exampleTable.ts'
import { dayOf } from '../setup.ts'
import { fitFeaturesOf } from '../setupFeatures.ts'
import { createColdFiller } from '../side/coldRows.ts'
import { assignParts, fittedBy } from '../split.ts'
import type { TextEncoder } from '../text/encoder.ts'
import type { ExampleTable, TrainSetup } from '../types.ts'
import type { World } from '../world.ts'
import type { LiveDay } from './liveShop.ts'

/** The row of somebody who registered and has not bought; null of one who never registered. */
export type ReadCold = (day: LiveDay, user: number) => ExampleTable | null

/** Rows as the side table of cold people has them, whose columns are those of the evaluation: its model is not refitted. */
export function openCold(
  project: OpenProject,
  setup: TrainSetup,
  world: World,
  pretrained: TextEncoder | null,
): ReadCold {
  const { calendar } = project
  const fitted = fittedBy(assignParts(project, setup))
  const features = fitFeaturesOf(setup, world, calendar, dayOf(calendar, setup.cutoff), fitted, pretrained)
  const fillers = new WeakMap<LiveDay, ReturnType<typeof createColdFiller>>()
  return (day, user) => {
    if (!(world.people.registeredDay[user] < day.asOf.cutoffDay)) return null
    const fill = fillers.get(day) ?? createColdFiller({ ...day.asOf, features }, day.standing)
    fillers.set(day, fill)
    const table = createTable('user', 1, features, false)
    fill(table, 0, user)
    return table
  }
}
