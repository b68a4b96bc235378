import type { ExampleTable } from '../../features/types.ts'

/** A share of the category's spend, and the chance of buying the brand that goes with it. */
export interface SharePrediction {
  share: Float64Array
  p: Float64Array
}

/** The brand's share of the customer's spend in its categories over the last year; 0 without any. */
export function predictByPastShare(pairs: ExampleTable, trainRows: Int32Array, rows: Int32Array): SharePrediction {
  const { brandSpend, categorySpend } = pairs.baseline
  const share = brandSpend.map((spend, row) =>
    categorySpend[row] > 0 ? Math.min(1, Math.max(0, spend / categorySpend[row])) : 0,
  )
  return withProbability(share, pairs.labels.bought, trainRows, rows)
}

/**
 * The share of purchase days, smoothed towards the brand's market share as a Dirichlet prior would: (days + S·market) /
 * (category days + S) (Goodhardt, Ehrenberg & Chatfield 1984). S is the one that misses the training shares least, in
 * squared error.
 */
export function predictBySmoothedShare(pairs: ExampleTable, trainRows: Int32Array, rows: Int32Array): SharePrediction {
  const { brandDays, categoryDays, marketShare } = pairs.baseline
  const smooth = (row: number, concentration: number) =>
    (brandDays[row] + concentration * marketShare[row]) / (categoryDays[row] + concentration)
  const known = trainRows.filter((row) => !Number.isNaN(pairs.labels.share[row]))
  const lossOf = (concentration: number) =>
    known.reduce((sum, row) => sum + (pairs.labels.share[row] - smooth(row, concentration)) ** 2, 0)
  const concentration = known.length > 0 ? lowestOf(lossOf, concentrations) : 1
  const share = brandDays.map((_, row) => smooth(row, concentration))
  return withProbability(share, pairs.labels.bought, trainRows, rows)
}

/** The brand's share of all customers' spend in its categories: what anybody might give it. */
export const predictByMarketShare = (pairs: ExampleTable, trainRows: Int32Array, rows: Int32Array): SharePrediction =>
  withProbability(pairs.baseline.marketShare, pairs.labels.bought, trainRows, rows)

/** From 0.05 to 100 purchase days in steps of 15%: finer than shares could tell apart. */
const concentrations = Array.from({ length: 55 }, (_, i) => 0.05 * 1.15 ** i)

/** From 0.05 to 10 purchases: higher ones would round large shares to 1 and lose their order. */
const purchaseCounts = Array.from({ length: 56 }, (_, i) => 0.05 * 1.1 ** i)

/**
 * With k purchases ahead in the category, each of the brand with the chance of its share, P(at least one) =
 * 1 − (1 − share)^k. One k for all pairs, the one that comes closest to the training rate: the order is the share's own.
 */
function withProbability(
  share: Float64Array,
  bought: Float64Array,
  trainRows: Int32Array,
  rows: Int32Array,
): SharePrediction {
  const chance = (row: number, purchases: number) => 1 - (1 - share[row]) ** purchases
  const total = trainRows.reduce((sum, row) => sum + bought[row], 0)
  const purchases = lowestOf(
    (count) => Math.abs(trainRows.reduce((sum, row) => sum + chance(row, count), 0) - total),
    purchaseCounts,
  )
  return {
    share: Float64Array.from(rows, (row) => share[row]),
    p: Float64Array.from(rows, (row) => chance(row, purchases)),
  }
}

const lowestOf = (loss: (candidate: number) => number, candidates: number[]): number => {
  const losses = candidates.map(loss)
  return candidates[losses.indexOf(Math.min(...losses))]
}
