import type { Histogram, NumberFigures } from './types.ts'
import { topValues } from './textTally.ts'

export interface NumberColumn {
  missing: number
  distinct: number
  numbers: NumberFigures | null
  histogram: Histogram | null
  top: { value: number; rows: number }[]
  topPercentShare: number | null
}

/** Figures of a column of numbers; NaN is missing. */
export function numberFigures(values: Float64Array): NumberColumn {
  const sorted = knownOf(values).sort()
  const missing = values.length - sorted.length
  if (sorted.length === 0) {
    return { missing, distinct: 0, numbers: null, histogram: null, top: [], topPercentShare: null }
  }
  let sum = 0
  for (const value of sorted) sum += value
  const numbers = {
    min: sorted[0],
    max: sorted[sorted.length - 1],
    mean: sum / sorted.length,
    p5: quantileOf(sorted, 0.05),
    p25: quantileOf(sorted, 0.25),
    median: quantileOf(sorted, 0.5),
    p75: quantileOf(sorted, 0.75),
    p95: quantileOf(sorted, 0.95),
    p99: quantileOf(sorted, 0.99),
  }
  const { distinct, top } = runsOf(sorted)
  return { missing, distinct, numbers, top, histogram: histogramOf(sorted, numbers), topPercentShare: topShare(sorted) }
}

function knownOf(values: Float64Array): Float64Array {
  const known = new Float64Array(values.length)
  let count = 0
  for (const value of values) if (!Number.isNaN(value)) known[count++] = value
  return known.subarray(0, count)
}

/** Of sorted numbers, by linear interpolation (Hyndman and Fan 1996, type 7). */
export function quantileOf(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1)
  const below = Math.floor(place)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below)
}

/** The share of the sum that the largest 1% (at least one) hold; null where that means nothing. */
export function topShare(sorted: Float64Array): number | null {
  if (sorted.length < 100 || sorted[0] < 0) return null
  const first = sorted.length - Math.max(1, Math.floor(sorted.length / 100))
  let [sum, largest] = [0, 0]
  for (let i = 0; i < sorted.length; i++) {
    sum += sorted[i]
    if (i >= first) largest += sorted[i]
  }
  return sum > 0 ? largest / sum : null
}

/** Equal numbers stand side by side. */
function runsOf(sorted: Float64Array): { distinct: number; top: { value: number; rows: number }[] } {
  let distinct = 0
  const top: { value: number; rows: number }[] = []
  for (let start = 0; start < sorted.length;) {
    let end = start + 1
    while (end < sorted.length && sorted[end] === sorted[start]) end++
    distinct++
    const rows = end - start
    if (rows > 1 && (top.length < topValues || rows > top[top.length - 1].rows)) {
      const place = top.findIndex((other) => rows > other.rows)
      top.splice(place < 0 ? top.length : place, 0, { value: sorted[start], rows })
      top.length = Math.min(top.length, topValues)
    }
    start = end
  }
  return { distinct, top }
}

const bins = 24
/** From here on equal widths would leave all but the first bin empty. */
const longTail = 30

function histogramOf(sorted: Float64Array, { min, max, median, p99 }: NumberFigures): Histogram | null {
  if (min === max) return null
  const isLog = min > 0 && p99 / median > longTail
  // The far end of a long tail would take all the room: what lies beyond the 99.5th percentile joins the last bin.
  const end = isLog ? max : Math.max(quantileOf(sorted, 0.995), min + (max - min) / 1e6)
  const [low, high] = isLog ? [Math.log(min), Math.log(end)] : [min, end]
  const edges = Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins)
  const plain = isLog ? edges.map(Math.exp) : edges
  const rows = Array.from({ length: bins }, () => 0)
  let bin = 0
  for (const value of sorted) {
    while (bin < bins - 1 && value >= plain[bin + 1]) bin++
    rows[bin]++
  }
  return { scale: isLog ? 'log' : 'linear', edges: plain, rows }
}
