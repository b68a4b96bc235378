import { brandSteps } from '../ladder.ts'
import type { BrandPurchases, Scope } from '../purchases.ts'
import { ladderSteps } from '../types.ts'
import type { LadderFlow } from './types.ts'

/** A brand's ladder as of the end of these purchases. */
export interface Moment {
  purchases: BrandPurchases
  scope: Scope
}

/** Customers by the step they stood on then (rows: not yet a customer, then the ladder) and the one they stand on now. */
export function ladderFlow(then: Moment, now: Moment, brand: number): LadderFlow['counts'] {
  const counts = Array.from({ length: ladderSteps.length + 1 }, () => new Array<number>(ladderSteps.length).fill(0))
  const former = new Map<number, number>()
  for (const { user, step } of brandSteps(then.purchases, then.scope, brand))
    former.set(user, ladderSteps.indexOf(step) + 1)
  for (const { user, step } of brandSteps(now.purchases, now.scope, brand)) {
    counts[former.get(user) ?? 0][ladderSteps.indexOf(step)]++
  }
  return counts
}
