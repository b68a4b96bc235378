import { AssayError } from '../../base/errors.ts'
import { meanOf, type Gaps } from './gaps.ts'
import type { Span } from '../filter/span.ts'
import type { CustomerTotals } from './totals.ts'
import { segmentNames, type SegmentName, type Thresholds } from './types.ts'

/** What segments are made of, by place in `ever`: the days since the last purchase, purchase days and spend of the judged span. */
export interface Recency {
  ever: CustomerTotals
  toDay: number
  days: Float64Array
  spend: Float64Array
}

const usualGap = 30

/**
 * The days after which the shop's median customer comes back: the median, over those who did, of the geometric mean of each
 * one's gaps, so that many purchases of a few do not speak for all; null where nobody came back.
 */
export function customersGap({ starts, logs }: Pick<Gaps, 'starts' | 'logs'>): number | null {
  const count = Math.max(0, starts.length - 1)
  if (count === 0) return null
  const sorted = Float64Array.from({ length: count }, (_, c) => Math.exp(meanOf(logs, starts[c], starts[c + 1]))).sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Two of the shop's usual gaps without a purchase are no longer recent, six are lost. */
export function defaultThresholds(gap: number | null): Thresholds {
  const recentDays = Math.max(7, Math.round(2 * (gap ?? usualGap)))
  return { recentDays, lostDays: 3 * recentDays, manyDays: 4, topShare: 0.2 }
}

/** Throws `input.invalid` where a customer would be lost before being out of the recent ones. */
export function completeThresholds(given: Partial<Thresholds>, gap: number | null): Thresholds {
  const used = { ...defaultThresholds(gap), ...given }
  if (given.lostDays === undefined) used.lostDays = Math.max(used.lostDays, used.recentDays + 1)
  if (used.lostDays <= used.recentDays) {
    const problem = `more days until lost than the ${used.recentDays} that are recent, not ${used.lostDays}`
    throw new AssayError('input.invalid', { field: 'thresholds', problem })
  }
  return used
}

/**
 * The days whose purchases say how often and for how much customers buy: the period's, and where that is shorter, as many up
 * to its end as it takes to be lost. Within fewer, whoever has been silent for a while would have bought nothing, and a
 * regular could not be told from somebody who came once.
 */
export const judgedSpan = (
  { startDay }: { startDay: number },
  { fromDay, toDay }: Span,
  { lostDays }: Pick<Thresholds, 'lostDays'>,
): Span => ({ fromDay: Math.min(fromDay, Math.max(startDay, toDay - lostDays)), toDay })

/** The spend that the top share reaches: those at or above it spend much. Infinite where nobody spent anything. */
export function highSpend(spend: Float64Array, topShare: number): number {
  const sorted = spend.filter((value) => value > 0).sort()
  return sorted.length === 0
    ? Infinity
    : sorted[Math.min(sorted.length - 1, Math.floor((1 - topShare) * sorted.length))]
}

/** The segment of every customer, as its place in `segmentNames`: the first whose words fit, so each is in exactly one. */
export function segmentsOf({ ever, toDay, days, spend }: Recency, thresholds: Thresholds): Uint8Array {
  const { recentDays, lostDays, manyDays, topShare } = thresholds
  const high = highSpend(spend, topShare)
  const code = (name: SegmentName) => segmentNames.indexOf(name)
  const codes = {
    champions: code('champions'),
    loyal: code('loyal'),
    bigSpenders: code('bigSpenders'),
    promising: code('promising'),
    new: code('new'),
    occasional: code('occasional'),
    atRisk: code('atRisk'),
    cooling: code('cooling'),
    lost: code('lost'),
  }
  const segments = new Uint8Array(ever.count)
  for (let k = 0; k < ever.count; k++) {
    const silent = toDay - ever.lastDay[k]
    if (silent > lostDays) segments[k] = codes.lost
    else if (silent > recentDays) segments[k] = days[k] >= 2 || spend[k] >= high ? codes.atRisk : codes.cooling
    else if (days[k] >= manyDays) segments[k] = spend[k] >= high ? codes.champions : codes.loyal
    else if (toDay - ever.firstDay[k] <= recentDays) segments[k] = codes.new
    else if (spend[k] >= high) segments[k] = codes.bigSpenders
    else segments[k] = days[k] >= 2 ? codes.promising : codes.occasional
  }
  return segments
}

/**
 * How many went from which segment to which: rows are the segments then, the last one those who were no customers yet;
 * columns are the segments now. Both sets of customers stand in the order of positions.
 */
export function movementOf(
  then: { ever: CustomerTotals; segments: Uint8Array },
  now: { ever: CustomerTotals; segments: Uint8Array },
): number[][] {
  const counts = Array.from({ length: segmentNames.length + 1 }, () => new Array<number>(segmentNames.length).fill(0))
  segmentsThen(then, now.ever).forEach((from, k) => counts[from][now.segments[k]]++)
  return counts
}

/** The segment then of those who are customers now, by place; one beyond the last of those who were not yet. */
export function segmentsThen(then: { ever: CustomerTotals; segments: Uint8Array }, now: CustomerTotals): Uint8Array {
  const found = new Uint8Array(now.count).fill(segmentNames.length)
  let a = 0
  for (let k = 0; k < now.count; k++) {
    while (a < then.ever.count && then.ever.user[a] < now.user[k]) a++
    if (a < then.ever.count && then.ever.user[a] === now.user[k]) found[k] = then.segments[a]
  }
  return found
}
