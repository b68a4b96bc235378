import type { OpenProject } from '../../storage/operation.ts'
import { selectLines } from '../filter/select.ts'
import { shownSpan, type Span } from '../filter/span.ts'
import { totalsOf, type CustomerScope } from './scope.ts'
import { scoredWindow } from '../../model/store.ts'
import { scoreColumn } from './scoreStore.ts'
import type { ValueSpread } from './spreadTypes.ts'
import { byPosition, type CustomerTotals } from './totals.ts'

/** Five to a decade at nearly even ratios: Renard's preferred numbers (ISO 3), short enough for an axis. */
const ofDecade = [1, 1.6, 2.5, 4, 6.3]
/** What is less than a hundred-thousandth of the most stands in the first group. */
const decades = 5

/** Bounds of money from 0 to above `most`, each group five to a decade but the first, which begins at 0. */
export function moneyBounds(most: number): number[] {
  if (!(most > 0)) return [0, 1]
  const top = Math.floor(Math.log10(most))
  const bounds = [0]
  for (let decade = top - decades; decade <= top + 1; decade++)
    for (const step of ofDecade) bounds.push(Number(`${step}e${decade}`))
  return bounds.slice(0, bounds.findIndex((bound) => bound > most) + 1)
}

/** The group that a value lies in; amounts below 0 count as 0. */
export function groupOf(bounds: number[], value: number): number {
  let [low, high] = [0, bounds.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (value < bounds[middle]) high = middle
    else low = middle
  }
  return low
}

/** What a run predicts of customers by position, NaN where nothing, beside what they spent in as many days before its scores. */
export interface PastAndValue {
  horizonDays: number
  pastSpan: Span
  value: Float64Array
  past: Float64Array
}

/**
 * Null where the run tells no customer's value. Both are of all goods, whatever goods the filter names: a run predicts no
 * other, and what was spent on some of them would not compare.
 */
export function pastAndValue(
  { database, calendar }: OpenProject,
  scope: CustomerScope,
  runId: number | null,
): PastAndValue | null {
  const value = runId === null ? null : scoreColumn(database, scope.ledger, runId, 'ltv')
  const window = runId === null ? null : scoredWindow(database, runId)
  if (!value || !window) return null
  const toDay = calendar.dayNumber(window.scoredMs)
  const pastSpan = { fromDay: toDay - window.horizonDays, toDay }
  const totals = totalsOf(scope, selectLines(scope.ledger, { ...scope.filter, brands: [], categories: [] }, pastSpan))
  return { horizonDays: window.horizonDays, pastSpan, value, past: byPosition(totals, totals.spend, value.length) }
}

/** Of those who ever bought what the filter means; null where the run scored nobody of them. */
export function valueSpread(ever: CustomerTotals, both: PastAndValue): ValueSpread | null {
  const scored = ofScored(ever, both)
  const { count, values, most, least } = scored
  if (count === 0) return null
  const bounds = occupiedBounds(most, least)
  const { counts, sums } = countGroups(scored, bounds)
  const [sorted, size] = [values.slice(0, count).sort(), bounds.length - 1]
  const middle = count >> 1
  const rows = Array.from({ length: size }, (_, at) => at)
  const added = (of: (at: number) => number) => rows.reduce((sum, at) => sum + of(at), 0)
  return {
    customers: count,
    horizonDays: both.horizonDays,
    past: shownSpan(both.pastSpan),
    mean: sums.reduce((sum, value) => sum + value, 0) / count,
    median: count % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2,
    ...comparison(scored),
    bounds,
    groups: rows.map((at) => ({
      customers: added((past) => counts[past * size + at]),
      value: sums[at],
      past: added((value) => counts[at * size + value]),
    })),
    cells: Array.from(counts, (customers, at) => ({ past: Math.floor(at / size), value: at % size, customers })).filter(
      ({ customers }) => customers > 0,
    ),
  }
}

interface Scored {
  count: number
  /** The first `count` of each are filled. */
  values: Float64Array
  pasts: Float64Array
  /** Of both; the least above 0. */
  most: number
  least: number
}

function ofScored({ user, count: all }: CustomerTotals, { value, past }: PastAndValue): Scored {
  const [values, pasts] = [new Float64Array(all), new Float64Array(all)]
  let [count, most, least] = [0, 0, Infinity]
  for (let k = 0; k < all; k++) {
    const own = value[user[k]]
    if (Number.isNaN(own)) continue
    values[count] = Math.max(0, own)
    pasts[count] = past[user[k]]
    most = Math.max(most, own, pasts[count])
    if (own > 0 && own < least) least = own
    if (pasts[count] > 0 && pasts[count] < least) least = pasts[count]
    count++
  }
  return { count, values, pasts, most, least }
}

/** The lowest groups that nobody is in are one with the first. */
function occupiedBounds(most: number, least: number): number[] {
  const all = moneyBounds(most)
  const first = groupOf(all, least)
  return all.filter((_, at) => at === 0 || at >= first || at === all.length - 1)
}

/** Counts by group of past spend, then of value, and the sum of value by group of it. */
function countGroups({ count, values, pasts }: Scored, bounds: number[]) {
  const size = bounds.length - 1
  const [counts, sums] = [new Float64Array(size * size), new Float64Array(size)]
  for (let k = 0; k < count; k++) {
    const group = groupOf(bounds, values[k])
    counts[groupOf(bounds, pasts[k]) * size + group]++
    sums[group] += values[k]
  }
  return { counts, sums }
}

function comparison({ count, values, pasts }: Scored): Pick<ValueSpread, 'spent' | 'less' | 'silentMean'> {
  let [spent, less, silentSum] = [0, 0, 0]
  for (let k = 0; k < count; k++) {
    if (!(pasts[k] > 0)) silentSum += values[k]
    else {
      spent++
      if (values[k] < pasts[k]) less++
    }
  }
  return { spent, less, silentMean: count > spent ? silentSum / (count - spent) : null }
}
