import type { BudgetPot, BudgetSums } from '../insight/loyalty/types.ts'
import type { Interval } from './format.ts'

const z95 = 1.959964

/** What the analyst takes for true, and what the run's predictions are known to be off by. */
export interface Assumption {
  /** Of contacted customers who would go, the share who stay: 0–1. */
  effect: number
  costPerContact: number
  /** Mean error of the predicted chances; 0 where unknown. */
  calibrationError: number
}

export const customersOf = ({ sums }: BudgetPot): number => sums.at(-1)?.contacts ?? 0

/** The sums over a pot's first customers; straight between the rows that are kept. */
export function sumsAt({ sums }: BudgetPot, contacts: number): BudgetSums {
  const last = sums[sums.length - 1]
  if (contacts >= last.contacts) return last
  let [low, high] = [0, sums.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (sums[middle].contacts <= contacts) low = middle
    else high = middle
  }
  const [from, to] = [sums[low], sums[high]]
  const share = (Math.max(0, contacts) - from.contacts) / (to.contacts - from.contacts)
  const mixed = (name: keyof BudgetSums) => from[name] + (to[name] - from[name]) * share
  return {
    ...{ contacts, value: mixed('value'), loss: mixed('loss') },
    ...{ squares: mixed('squares'), squaresOfLoss: mixed('squaresOfLoss') },
  }
}

const less = (to: BudgetSums, from: BudgetSums): BudgetSums => ({
  contacts: to.contacts - from.contacts,
  value: to.value - from.value,
  loss: to.loss - from.loss,
  squares: to.squares - from.squares,
  squaresOfLoss: to.squaresOfLoss - from.squaresOfLoss,
})

/**
 * Money that contacts keep, expected under an assumed effect e: each keeps v with chance e(1 − p), so the mean is e·Σv(1 − p) and the
 * variance Σ v²·e(1 − p)(1 − e(1 − p)). The 95% interval holds that chance and, added to each end, the run's calibration error
 * on p; that the effect may be another is not in it.
 */
export function keptMoney({ value, loss, squares, squaresOfLoss }: BudgetSums, assumption: Assumption): Interval {
  const { effect, calibrationError } = assumption
  const kept = effect * loss
  const spread = z95 * Math.sqrt(Math.max(0, effect * squares - effect * effect * squaresOfLoss))
  const off = spread + effect * calibrationError * value
  return { value: kept, low: Math.max(0, kept - off), high: Math.min(value, kept + off) }
}

/** As `keptMoney`, less what the contacts cost. */
export function keptNet(sums: BudgetSums, assumption: Assumption): Interval {
  const cost = sums.contacts * assumption.costPerContact
  const { value, low, high } = keptMoney(sums, assumption)
  const net = (money: number | null) => (money === null ? null : money - cost)
  return { value: net(value), low: net(low), high: net(high) }
}

/** The effect at which contacts keep what they cost; null where they have nothing to keep. Above 1 they never pay. */
export const breakEven = ({ contacts, loss }: BudgetSums, costPerContact: number): number | null =>
  contacts > 0 && loss > 0 ? (contacts * costPerContact) / loss : null

/** Contacts of each pot, in the order of the pots. */
export type Split = number[]

/** A budget spread over pots as their customers are, whole contacts that add up. */
export function evenSplit(pots: readonly BudgetPot[], contacts: number): Split {
  const customers = pots.map(customersOf)
  const all = customers.reduce((sum, count) => sum + count, 0)
  const wanted = Math.min(all, Math.max(0, Math.floor(contacts)))
  const split = customers.map((count) => (all === 0 ? 0 : Math.floor((wanted * count) / all)))
  let left = wanted - split.reduce((sum, count) => sum + count, 0)
  for (let i = 0; left > 0 && i < split.length; i++) {
    if (split[i] >= customers[i]) continue
    split[i]++
    left--
  }
  return split
}

export interface BudgetMove {
  from: number
  to: number
  contacts: number
}

/** As many contacts as the one pot has to give and the other has customers to take. */
export function movable(pots: readonly BudgetPot[], split: Split, { from, to, contacts }: BudgetMove): number {
  if (from === to) return 0
  return Math.max(0, Math.min(Math.floor(contacts), split[from], customersOf(pots[to]) - split[to]))
}

export interface MovedBudget {
  before: Split
  after: Split
  moved: number
  /** Kept by all contacts before and after, and the difference: of the customers alone who are contacted in one and not the other. */
  keptBefore: Interval
  keptAfter: Interval
  difference: Interval
}

/** What a move changes. Within a pot those who are expected to leave most behind are contacted first. */
export function moveBudget(
  pots: readonly BudgetPot[],
  contacts: number,
  move: BudgetMove,
  assumption: Assumption,
): MovedBudget {
  const before = evenSplit(pots, contacts)
  const moved = movable(pots, before, move)
  const after = before.map((count, i) => count + (i === move.to ? moved : 0) - (i === move.from ? moved : 0))
  const total = (split: Split) => keptMoney(added(split.map((count, i) => sumsAt(pots[i], count))), assumption)
  const gained = less(sumsAt(pots[move.to], after[move.to]), sumsAt(pots[move.to], before[move.to]))
  const lost = less(sumsAt(pots[move.from], before[move.from]), sumsAt(pots[move.from], after[move.from]))
  return {
    ...{ before, after, moved, keptBefore: total(before), keptAfter: total(after) },
    difference: moved === 0 ? { value: 0, low: 0, high: 0 } : differenceOf(gained, lost, assumption),
  }
}

/** Gained less lost: different customers, so that chances add in squares; the calibration error in full. */
function differenceOf(gained: BudgetSums, lost: BudgetSums, { effect, calibrationError }: Assumption): Interval {
  const value = effect * (gained.loss - lost.loss)
  const both = added([gained, lost])
  const spread = z95 * Math.sqrt(Math.max(0, effect * both.squares - effect * effect * both.squaresOfLoss))
  const off = spread + effect * calibrationError * both.value
  return { value, low: value - off, high: value + off }
}

function added(all: BudgetSums[]): BudgetSums {
  const sum: BudgetSums = { contacts: 0, value: 0, loss: 0, squares: 0, squaresOfLoss: 0 }
  for (const sums of all) for (const name of Object.keys(sum) as (keyof BudgetSums)[]) sum[name] += sums[name]
  return sum
}

/** How many contacts, best first, bring most beyond their cost; 0 where none pays. */
export function bestReach(pot: BudgetPot, assumption: Assumption): number {
  let [best, most] = [0, 0]
  for (const sums of pot.sums) {
    const net = keptNet(sums, assumption).value ?? 0
    if (net > most) [best, most] = [sums.contacts, net]
  }
  return best
}
