import type { OpenProject } from '../storage/operation.ts'
import { dayOf, refitCutoffs } from './setup.ts'
import type { Parts } from './split.ts'
import { part, type TrainSetup } from './types.ts'
import type { World } from './world.ts'

/** One cutoff of a training: who belongs to which part there, and how far its labels may look for returns. */
export interface Cut {
  day: number
  observedDay: number
  /** Parts by position. */
  parts: Parts
  /** Whether a product's units are counted over the users of its own part alone (users split). */
  divided: boolean
}

/** The cutoffs of an evaluation: of a users split one, of a time split the test cutoff, then those learned from. */
export function evaluationCuts({ calendar }: OpenProject, world: World, parts: Parts, setup: TrainSetup): Cut[] {
  const testDay = dayOf(calendar, setup.cutoff)
  const { endDay } = world.acts
  if (setup.split === 'users') return [{ day: testDay, observedDay: endDay, parts, divided: true }]
  return [
    { day: testDay, observedDay: endDay, parts: everybody(world, part.test), divided: false },
    // What is learned from ends where the test begins: no return after it, as no act, is known yet.
    ...setup.trainingCutoffs.map((cutoff) => ({
      day: dayOf(calendar, cutoff),
      observedDay: testDay,
      parts,
      divided: false,
    })),
  ]
}

/** Every legal cutoff back from the end of the data, with everybody to learn from. */
export function refitCuts(world: World, horizonDays: number): Cut[] {
  const parts = everybody(world, part.train)
  return refitCutoffs(world.acts, horizonDays).map((day) => ({
    day,
    observedDay: world.acts.endDay,
    parts,
    divided: false,
  }))
}

const everybody = ({ users, products }: World, one: number): Parts => ({
  users: new Uint8Array(users.count).fill(one),
  products: new Uint8Array(products.count).fill(one),
})
