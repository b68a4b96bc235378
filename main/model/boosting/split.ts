import type { Histogram, Layout } from './histogram.ts'

/** What keeps trees simple. */
export interface SplitLimits {
  /** L2 penalty on leaves (λ in XGBoost). */
  leafPenalty: number
  /** Least sum of second derivatives, and least rows, on either side of a split. */
  leastWeight: number
  leastRows: number
}

/** A split of one node: rows whose bin in the column is at most `bin` go left. */
export interface Split {
  column: number
  bin: number
  /** By how much it lowers the loss, to second order. */
  gain: number
  left: Sums
  right: Sums
}

export interface Sums {
  gradient: number
  hessian: number
  rows: number
}

/** The lowest loss, to second order, that one leaf value reaches over rows with these sums, less that of value 0; ≥ 0. */
const reached = (gradient: number, hessian: number, penalty: number): number =>
  (0.5 * gradient * gradient) / (hessian + penalty)

/**
 * The split with the largest gain over all columns and bins (Chen & Guestrin 2016, eq. 7), the first of equals; null
 * where none keeps the limits and gains anything.
 */
export function findSplit(
  { sums, counts }: Histogram,
  { columns, starts }: Layout,
  whole: Sums,
  { leafPenalty, leastWeight, leastRows }: SplitLimits,
): Split | null {
  const before = reached(whole.gradient, whole.hessian, leafPenalty)
  let best = 1e-12 * (1 + before)
  let found: { place: number; bin: number; left: Sums } | null = null
  for (let place = 0; place < columns.length; place++) {
    const last = starts[place + 1] - 1
    let [gradient, hessian, rows] = [0, 0, 0]
    for (let bin = starts[place]; bin < last; bin++) {
      if (counts[bin] === 0) continue
      gradient += sums[2 * bin]
      hessian += sums[2 * bin + 1]
      rows += counts[bin]
      if (rows < leastRows || hessian < leastWeight) continue
      const rest = whole.hessian - hessian
      if (whole.rows - rows < leastRows || rest < leastWeight) break
      const gain =
        reached(gradient, hessian, leafPenalty) + reached(whole.gradient - gradient, rest, leafPenalty) - before
      if (gain > best) {
        best = gain
        found = { place, bin: bin - starts[place], left: { gradient, hessian, rows } }
      }
    }
  }
  if (!found) return null
  const { place, bin, left } = found
  const right = {
    gradient: whole.gradient - left.gradient,
    hessian: whole.hessian - left.hessian,
    rows: whole.rows - left.rows,
  }
  return { column: columns[place], bin, gain: best, left, right }
}
