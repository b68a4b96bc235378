import type { ActColumns } from '../actColumns.ts'
import { isoDay } from '../../../base/calendar.ts'
import type { Days } from '../days.ts'
import { spread } from '../textTally.ts'
import { reachOf, tellOf, type Evidence, type Found } from './found.ts'

/** A gap this improbable among the other days is told. */
const gapChance = 0.01

/**
 * Runs of days without any act that are improbable by the share of the other days that are empty: a shop that is closed
 * on Sundays has no gap on a Sunday.
 */
export function gaps({ days }: Evidence): Found | null {
  const runs = emptyRuns(days)
  const empty = runs.reduce((sum, { length }) => sum + length, 0)
  const odd = runs.filter(({ length }) => {
    const others = days.acts.length - length
    const share = (empty - length + 1) / (others + 2)
    return share ** length < gapChance
  })
  if (odd.length === 0) return null
  const missing = odd.reduce((sum, { length }) => sum + length, 0)
  const examples = odd
    .toSorted((a, b) => b.length - a.length)
    .slice(0, 5)
    .map(({ start, length }) => spanWords(start, length))
  return {
    ids: null,
    finding: {
      ...{ code: 'gaps', severity: missing >= 7 ? 'medium' : 'low', rows: 0, users: null, products: null, money: null },
      params: { gaps: odd.length, days: missing, of: days.acts.length, chance: gapChance },
      ...{ examples, filter: null, rule: null },
    },
  }
}

function emptyRuns({ acts, first }: Days): { start: number; length: number }[] {
  const runs: { start: number; length: number }[] = []
  acts.forEach((count, at) => {
    if (count > 0) return
    const last = runs.at(-1)
    if (last && last.start + last.length === first + at) last.length++
    else runs.push({ start: first + at, length: 1 })
  })
  return runs
}

const spanWords = (start: number, length: number) =>
  length === 1 ? isoDay(start) : `${isoDay(start)} – ${isoDay(start + length - 1)}`

const window = 14
const jumpFactor = 3
/** Fewer acts a day than this jump by chance. */
const leastPerDay = 20

/** Days from which on the shop has three times as many acts as before, or a third: the medians of two weeks each side. */
export function jumps({ days }: Evidence): Found | null {
  const found: { at: number; factor: number }[] = []
  for (let at = window; at + window <= days.acts.length; at++) {
    const before = median(days.acts.subarray(at - window, at))
    const after = median(days.acts.subarray(at, at + window))
    if (Math.min(before, after) < leastPerDay) continue
    const factor = after / before
    if (Math.max(factor, 1 / factor) < jumpFactor) continue
    const size = (jump: { factor: number }) => Math.abs(Math.log(jump.factor))
    const last = found.at(-1)
    if (!last || at - last.at > window) found.push({ at, factor })
    else if (size({ factor }) > size(last)) Object.assign(last, { at, factor })
  }
  if (found.length === 0) return null
  const largest = found.toSorted((a, b) => Math.abs(Math.log(b.factor)) - Math.abs(Math.log(a.factor)))
  const day = isoDay(days.first + largest[0].at)
  return {
    ids: null,
    finding: {
      ...{ code: 'jumps', severity: 'low', rows: 0, users: null, products: null, money: null, rule: null },
      params: { jumps: found.length, day, factor: Math.round(largest[0].factor * 100) / 100, threshold: jumpFactor, window }, // prettier-ignore
      examples: largest.slice(0, 5).map(({ at }) => isoDay(days.first + at)),
      filter: { table: 'acts', search: '', conditions: [{ kind: 'dates', column: 'time', from: day, to: day }] },
    },
  }
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Fewer rows than this may agree by chance. */
const leastRepeated = 20

/** Days whose acts are, one by one, those of an earlier day: user, product, kind, numbers and time of day. */
export function duplicatedDays(evidence: Evidence): Found | null {
  const { acts, days } = evidence
  const prints = dayPrints(acts, days)
  const firstWith = new Map<string, number>()
  const copies: { day: number; of: number }[] = []
  for (let at = 0; at < days.acts.length; at++) {
    if (days.acts[at] < leastRepeated) continue
    const print = `${days.acts[at]}/${prints.sum[at]}/${prints.mixed[at]}`
    const earlier = firstWith.get(print)
    if (earlier === undefined) firstWith.set(print, at)
    else copies.push({ day: days.first + at, of: days.first + earlier })
  }
  const confirmed = copies.filter(({ day, of }) => sameRows(evidence, day, of))
  if (confirmed.length === 0) return null
  const copied = new Set(confirmed.map(({ day }) => day))
  const rows: number[] = []
  for (let row = 0; row < acts.count; row++) if (copied.has(days.of[row])) rows.push(acts.id[row])
  return tellOf('duplicatedDays', 'row', rows, {
    severity: 'high',
    reach: reachOf(evidence, (row) => copied.has(days.of[row])),
    params: {
      days: confirmed.length,
      day: isoDay(confirmed[0].day),
      of: isoDay(confirmed[0].of),
      least: leastRepeated,
    },
    examples: confirmed.slice(0, 5).map(({ day, of }) => `${isoDay(day)} = ${isoDay(of)}`),
  })
}

/** Sums that are the same whatever the order of a day's rows. */
function dayPrints(acts: ActColumns, days: Days) {
  const sum = new Float64Array(days.acts.length)
  const mixed = new Float64Array(days.acts.length)
  for (let row = 0; row < acts.count; row++) {
    const hash = rowPrint(acts, row)
    const at = days.of[row] - days.first
    sum[at] = (sum[at] + hash) % 2 ** 48
    mixed[at] = (mixed[at] + spread(hash ^ 0x5bd1e995)) % 2 ** 48
  }
  return { sum, mixed }
}

/** Without the day and what is made anew each day, such as order numbers; the time of day as far as a minute tells. */
function rowPrint({ user, product, kind, units, money, time }: ActColumns, row: number): number {
  const minute = Math.floor(time[row] / 60_000) % 1440
  const money100 = Math.round(money[row] * 100) | 0
  let hash = spread(user[row] + Math.imul(product[row], 0x9e3779b1))
  hash = spread(hash + kind[row] + Math.imul(minute, 0x85ebca6b))
  return spread(hash + Math.imul(money100, 31) + Math.round(units[row] * 1000))
}

/** Row by row: what the sums say might be chance. */
function sameRows({ acts, days }: Evidence, day: number, other: number): boolean {
  const keysOf = (wanted: number) => {
    const keys: string[] = []
    for (let row = 0; row < acts.count; row++) {
      if (days.of[row] !== wanted) continue
      const minute = Math.floor(acts.time[row] / 60_000) % 1440
      keys.push([acts.user[row], acts.product[row], acts.kind[row], acts.units[row], acts.money[row], minute].join())
    }
    return keys.sort()
  }
  const [first, second] = [keysOf(day), keysOf(other)]
  return first.every((key, i) => key === second[i])
}
