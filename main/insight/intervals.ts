import type { Estimate } from '../model/types.ts'

const z95 = 1.959964

const none: Estimate = { value: null, low: null, high: null }

/** A share with Wilson's 95% interval (Wilson 1927), which stays within 0 and 1 and holds for small n. */
export function share(hits: number, n: number): Estimate {
  if (n === 0) return none
  const p = hits / n
  const scale = 1 + z95 ** 2 / n
  const middle = (p + z95 ** 2 / (2 * n)) / scale
  const half = (z95 / scale) * Math.sqrt((p * (1 - p)) / n + z95 ** 2 / (4 * n * n))
  // Of none, and of all, the end is exact; its sum would be off in the last digits.
  return {
    value: p,
    low: hits === 0 ? 0 : Math.max(0, middle - half),
    high: hits === n ? 1 : Math.min(1, middle + half),
  }
}

/** A mean with its normal 95% interval, from sums; no interval for a single value. */
export function mean(sum: number, sumOfSquares: number, n: number): Estimate {
  if (n === 0) return none
  const value = sum / n
  if (n === 1) return { value, low: null, high: null }
  const half = z95 * Math.sqrt(Math.max(0, sumOfSquares - n * value * value) / (n - 1) / n)
  return { value, low: value - half, high: value + half }
}

/** Sums over customers from which a ratio Σy / Σx and its spread follow. */
export interface RatioSums {
  n: number
  x: number
  y: number
  xx: number
  xy: number
  yy: number
}

export const emptyRatio = (): RatioSums => ({ n: 0, x: 0, y: 0, xx: 0, xy: 0, yy: 0 })

export function addToRatio(sums: RatioSums, x: number, y: number): void {
  sums.n++
  sums.x += x
  sums.y += y
  sums.xx += x * x
  sums.xy += x * y
  sums.yy += y * y
}

/** Σy / Σx with a 95% interval by linearisation (Cochran 1977, §6.4), clipped to 0–1: both are parts of one spend. */
export function ratio({ n, x, y, xx, xy, yy }: RatioSums): Estimate {
  if (n === 0 || x <= 0) return none
  const value = y / x
  if (n === 1) return { value, low: null, high: null }
  const residuals = Math.max(0, yy - 2 * value * xy + value * value * xx)
  const half = (z95 * Math.sqrt((residuals * n) / (n - 1))) / x
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half) }
}

/** The difference of two independent estimates with Newcombe's 95% interval (1998): each end by the distances to their own. */
export function difference(one: Estimate, other: Estimate): Estimate {
  if (one.value === null || other.value === null) return none
  const value = one.value - other.value
  if (one.low === null || one.high === null || other.low === null || other.high === null) {
    return { value, low: null, high: null }
  }
  return {
    value,
    low: value - Math.hypot(one.value - one.low, other.high - other.value),
    high: value + Math.hypot(one.high - one.value, other.value - other.low),
  }
}
