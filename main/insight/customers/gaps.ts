import type { Ledger } from '../ledger/types.ts'

/** Logs of the days between successive purchase days, by customer: those of `user[c]` are starts[c] … starts[c + 1] − 1. */
export interface Gaps {
  user: Int32Array
  starts: Int32Array
  logs: Float64Array
  lastDay: Int32Array
}

/** Of everybody in a selection who bought on two days or more. */
export function gapsOf({ lines }: Ledger, selection: Int32Array): Gaps {
  const logs = new Float64Array(selection.length)
  const user = new Int32Array(selection.length)
  const starts = new Int32Array(selection.length + 1)
  const lastDay = new Int32Array(selection.length)
  let [found, customers] = [0, 0]
  for (let k = 1; k < selection.length; k++) {
    const [before, i] = [selection[k - 1], selection[k]]
    const days = lines.day[i] - lines.day[before]
    if (lines.user[i] !== lines.user[before] || days === 0) continue
    if (customers === 0 || user[customers - 1] !== lines.user[i]) {
      user[customers] = lines.user[i]
      starts[customers++] = found
    }
    logs[found++] = Math.log(days)
    lastDay[customers - 1] = lines.day[i]
    starts[customers] = found
  }
  return {
    user: user.slice(0, customers),
    starts: starts.slice(0, customers + 1),
    logs: logs.slice(0, found),
    lastDay: lastDay.slice(0, customers),
  }
}

/** Mean of log gaps over customers, and their variances within and between customers. */
export interface GapModel {
  mean: number
  within: number
  between: number
  customers: number
}

/** As few gaps say something of a customer: three purchase days. */
export const fewestGaps = 2

/**
 * A lognormal model of the days between purchases: log gap of customer i = m_i + e, m_i ~ N(μ, τ²), e ~ N(0, σ²). By the
 * method of moments of the unbalanced one-way layout (Searle, Casella & McCulloch 1992, "Variance Components", ch. 3):
 * σ² = ΣΣ(x − x̄_i)² / Σ(n_i − 1), τ² = max(0, (Σ n_i(x̄_i − x̄)² − (k − 1)σ²) / (N − Σn_i²/N)); μ is the mean of the x̄_i
 * weighted by 1 / (τ² + σ²/n_i). The gap that is still open is left out, so customers who stay away count as they were.
 * Null with fewer than two customers of two gaps.
 */
export function fitGaps({ starts, logs }: Gaps): GapModel | null {
  let [customers, count, countSquared, total, squaresWithin, sumOfMeanSquares] = [0, 0, 0, 0, 0, 0]
  const eachMean = (use: (n: number, mean: number) => void) => {
    for (let c = 0; c + 1 < starts.length; c++) {
      const n = starts[c + 1] - starts[c]
      if (n >= fewestGaps) use(n, meanOf(logs, starts[c], starts[c + 1]))
    }
  }
  for (let c = 0; c + 1 < starts.length; c++) {
    const n = starts[c + 1] - starts[c]
    if (n < fewestGaps) continue
    const mean = meanOf(logs, starts[c], starts[c + 1])
    for (let g = starts[c]; g < starts[c + 1]; g++) squaresWithin += (logs[g] - mean) ** 2
    customers++
    count += n
    countSquared += n * n
    total += n * mean
    sumOfMeanSquares += n * mean * mean
  }
  if (customers < 2) return null
  const within = squaresWithin / (count - customers)
  const squaresBetween = sumOfMeanSquares - (total * total) / count
  const between = Math.max(0, (squaresBetween - (customers - 1) * within) / (count - countSquared / count))
  let [weights, weighted] = [0, 0]
  eachMean((n, mean) => {
    // All alike: nothing to weigh by.
    const weight = between + within > 0 ? 1 / (between + within / n) : 1
    weights += weight
    weighted += weight * mean
  })
  return { mean: weighted / weights, within, between, customers }
}

export function meanOf(values: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += values[i]
  return sum / (to - from)
}

const z80 = 1.281552

/** Days from a purchase to the next: the median, and the 80% interval of one gap. */
export interface NextGap {
  median: number
  low: number
  high: number
}

/**
 * What is to be expected of a customer with `n` gaps whose logs have the mean `mean`: shrunk to the shop, B = nτ²/(nτ² + σ²),
 * log gap ~ N(B·x̄ + (1 − B)·μ, σ² + τ²σ²/(nτ² + σ²)) (Efron & Morris 1973).
 */
export function nextGap({ mean: shop, within, between }: GapModel, n: number, mean: number): NextGap {
  const whole = n * between + within
  const own = whole > 0 ? (n * between) / whole : 1
  const middle = own * mean + (1 - own) * shop
  const spread = Math.sqrt(within + (whole > 0 ? (between * within) / whole : 0))
  return { median: Math.exp(middle), low: Math.exp(middle - z80 * spread), high: Math.exp(middle + z80 * spread) }
}

/** When customers are due, by position of the user; NaN of those with fewer than three purchase days. */
export interface DueDays {
  median: Float64Array
  low: Float64Array
  high: Float64Array
}

export function dueDays(gaps: Gaps, users: number): DueDays {
  const empty = () => new Float64Array(users).fill(NaN)
  const due: DueDays = { median: empty(), low: empty(), high: empty() }
  const model = fitGaps(gaps)
  if (model === null) return due
  const { user, starts, logs, lastDay } = gaps
  for (let c = 0; c < user.length; c++) {
    const n = starts[c + 1] - starts[c]
    if (n < fewestGaps) continue
    const gap = nextGap(model, n, meanOf(logs, starts[c], starts[c + 1]))
    due.median[user[c]] = lastDay[c] + gap.median
    due.low[user[c]] = lastDay[c] + gap.low
    due.high[user[c]] = lastDay[c] + gap.high
  }
  return due
}
