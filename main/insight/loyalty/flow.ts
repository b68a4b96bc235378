import { brandSteps } from '../ladder.ts'
import { brandPurchases, type Market } from '../purchases.ts'
import { ladderSteps } from '../types.ts'
import type { LadderFlow } from './types.ts'

/** Ladders stand as of the end of these purchases. */
export type Moment = Pick<Market, 'purchases' | 'scope'>

/** As of the end of what a market is compared with; null where the data do not reach. */
export function momentBefore({ ledger, filter, scope, before }: Market): Moment | null {
  if (!before) return null
  return {
    purchases: brandPurchases(ledger, filter, before.toDay),
    scope: { ...scope, windowDays: before.toDay - before.fromDay },
  }
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
