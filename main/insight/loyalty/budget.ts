import { riskyBelow } from '../store.ts'
import type { BudgetPot, BudgetSums, PredictedGroup } from './types.ts'

/** Whoever is less likely than this to buy again is as good as lost. */
export const lostBelow = 0.1

/** A customer of a brand: the chance to buy it again, and the money that goes to it within the horizon if they stay as they were. */
export interface Stake {
  p: number
  value: number
}

export const groupOf = (p: number): PredictedGroup => (p >= riskyBelow ? 'loyal' : p >= lostBelow ? 'atRisk' : 'lost')

/** A curve is drawn through so many rows at most. */
const mostRows = 160

/**
 * Customers in the order of what they are expected to leave behind, v(1 − p), most first, with running sums. A pot of more than
 * `mostRows` customers has rows at growing distances, so that the start of the curve, where it bends most, is exact.
 */
export function potOf(key: string, name: string, stakes: readonly Stake[]): BudgetPot {
  const ordered = stakes.toSorted(mostLost)
  const kept = rowsOf(ordered.length)
  const sums: BudgetSums[] = []
  const running: BudgetSums = { contacts: 0, value: 0, loss: 0, squares: 0, squaresOfLoss: 0 }
  for (const contacts of kept) {
    for (; running.contacts < contacts; running.contacts++) add(running, ordered[running.contacts])
    sums.push({ ...running })
  }
  return { key, name, sums }
}

/** Who is expected to leave most behind is contacted first. */
export const mostLost = (a: Stake, b: Stake): number => lossOf(b) - lossOf(a)

const lossOf = ({ p, value }: Stake): number => value * (1 - p)

function add(sums: BudgetSums, stake: Stake): void {
  const loss = lossOf(stake)
  sums.value += stake.value
  sums.loss += loss
  sums.squares += stake.value * loss
  sums.squaresOfLoss += loss * loss
}

/** How many customers each row counts, from none to all. */
function rowsOf(customers: number): number[] {
  if (customers < mostRows) return Array.from({ length: customers + 1 }, (_, i) => i)
  const last = mostRows - 1
  return Array.from({ length: mostRows }, (_, i) => Math.max(i, Math.round(customers * (i / last) ** 2)))
}
