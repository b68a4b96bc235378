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
  /** Whether too little after it is observed for anything but the nearer windows of customers: their rows alone. */
  usersOnly: boolean
}

/** The cutoffs of an evaluation: of a users split one, of a time split the test cutoff, then those learned from. */
export function evaluationCuts({ calendar }: OpenProject, world: World, parts: Parts, setup: TrainSetup): Cut[] {
  const testDay = dayOf(calendar, setup.cutoff)
  const { endDay } = world.acts
  if (setup.split === 'users') return [{ day: testDay, observedDay: endDay, parts, divided: true, usersOnly: false }]
  return [
    { day: testDay, observedDay: endDay, parts: everybody(world, part.test), ...whole },
    // What is learned from ends where the test begins: no return after it, as no act, is known yet.
    ...setup.trainingCutoffs.map((cutoff) => ({
      day: dayOf(calendar, cutoff),
      observedDay: testDay,
      parts,
      ...whole,
    })),
    ...nearerDays(setup, testDay).map((day) => ({ day, observedDay: testDay, parts, ...near })),
  ]
}

const whole = { divided: false, usersOnly: false }
const near = { divided: false, usersOnly: true }

/** Cutoffs from which only the shorter horizons are observed before a day, earliest last: what is nearest says most of them. */
const nearerDays = ({ horizons = [], horizonDays }: Pick<TrainSetup, 'horizons' | 'horizonDays'>, endDay: number) =>
  horizons.filter((days) => days < horizonDays).map((days) => endDay - days)

/** Every legal cutoff back from the end of the data, with everybody to learn from. */
export function refitCuts(world: World, setup: Pick<TrainSetup, 'horizons' | 'horizonDays'>): Cut[] {
  const parts = everybody(world, part.train)
  const shared = { observedDay: world.acts.endDay, parts }
  return [
    ...refitCutoffs(world.acts, setup.horizonDays).map((day) => ({ day, ...shared, ...whole })),
    ...nearerDays(setup, world.acts.endDay).map((day) => ({ day, ...shared, ...near })),
  ]
}

const everybody = ({ users, products }: World, one: number): Parts => ({
  users: new Uint8Array(users.count).fill(one),
  products: new Uint8Array(products.count).fill(one),
})
