import type { Matrix } from '../base/table.ts'
import type { Work } from '../base/job.ts'
import type { OpenProject } from '../storage/operation.ts'
import { lookFrom } from './asOf.ts'
import { everything } from './featureSet.ts'
import { marginRateOf } from './margin.ts'
import { indexSales } from './productRows.ts'
import { fitFeaturesOf } from './setupFeatures.ts'
import { takeSnapshot } from './snapshot.ts'
import type { TextEncoder } from './text/encoder.ts'
import type { InputGroup, TrainSetup } from './types.ts'
import { loadWorld } from './world.ts'

/** Customers' inputs as of several days, their columns fitted once, as of `fittedDay`: the same column means the same. */
export function userInputsAsOf(
  project: OpenProject,
  setup: TrainSetup,
  { fittedDay, days }: { fittedDay: number; days: number[] },
  work: Work,
  pretrained: TextEncoder | null,
): Record<InputGroup, Matrix>[] {
  const world = loadWorld(project, work)
  const features = fitFeaturesOf(setup, world, project.calendar, fittedDay, everything, pretrained)
  const rate = marginRateOf(world, setup, fittedDay)
  const sales = indexSales(world.acts, world.products.count)
  const alone = { products: false, pairs: false }
  return days.map((day, done) => {
    work.progress('buildFeatures', done, days.length)
    work.checkpoint()
    const asOf = lookFrom(world, features, day, project.calendar.dayStart(day), setup.horizonDays, rate)
    return takeSnapshot(asOf, sales, alone, { most: Infinity, spares: () => false }, false).users.table.inputs
  })
}
