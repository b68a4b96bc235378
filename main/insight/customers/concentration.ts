import type { Estimate } from '../../model/types.ts'
import type { Lorenz } from './types.ts'

const z95 = 1.959964
const points = 100
const tops = [0.01, 0.05, 0.1, 0.2, 0.5]

/**
 * How unevenly amounts are spread: the Lorenz curve at 101 even shares of customers from the smallest on, Gini's coefficient
 * G = Σ(2i − n − 1)·x₍ᵢ₎ / (n·Σx), and what the largest shares of customers hold. The interval of 95% is by Davidson
 * (2009, "Reliable inference for the Gini index", J. Econometrics 150). Amounts below 0 count as 0. Null without any amount
 * above 0.
 */
export function lorenz(amounts: Float64Array): Lorenz | null {
  const sorted = amounts.map((amount) => Math.max(0, amount)).sort()
  const n = sorted.length
  const below = new Float64Array(n + 1)
  for (let i = 0; i < n; i++) below[i + 1] = below[i] + sorted[i]
  const total = below[n]
  if (!(total > 0)) return null
  return {
    customers: n,
    total,
    curve: Array.from({ length: points + 1 }, (_, step) => heldBelow(below, (step / points) * n) / total),
    gini: gini(sorted, below),
    tops: tops.map((share) => ({ share, held: 1 - heldBelow(below, (1 - share) * n) / total })),
  }
}

/** What the first `count` of the sorted hold; a part of a customer holds that part. */
function heldBelow(below: Float64Array, count: number): number {
  const whole = Math.min(below.length - 1, Math.floor(count))
  const next = Math.min(below.length - 1, whole + 1)
  return below[whole] + (count - whole) * (below[next] - below[whole])
}

function gini(sorted: Float64Array, below: Float64Array): Estimate {
  const n = sorted.length
  const total = below[n]
  let weighted = 0
  for (let i = 0; i < n; i++) weighted += (2 * (i + 1) - n - 1) * sorted[i]
  const value = weighted / (n * total)
  if (n < 2) return { value, low: null, high: null }
  // Davidson's influences: Z = −(G + 1)x + (2i − 1)/n · x − 2/n · Σ_{j ≤ i} x.
  let [sum, squares] = [0, 0]
  for (let i = 0; i < n; i++) {
    const z = -(value + 1) * sorted[i] + ((2 * i + 1) / n) * sorted[i] - (2 / n) * below[i + 1]
    sum += z
    squares += z * z
  }
  const spread = Math.sqrt(Math.max(0, squares - (sum * sum) / n))
  const half = (z95 * spread) / total
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half) }
}
