import { levelFactor } from './scale.ts'

/**
 * What a customer spent, in total or last time, times one factor for all that meets the training total: the order is
 * that of the spend itself. Net spend below 0 counts as 0.
 */
export function predictBySpend(
  spend: Float64Array,
  labels: Float64Array,
  trainRows: Int32Array,
  rows: Int32Array,
): Float64Array {
  const positive = spend.map((value) => Math.max(0, value))
  const factor = levelFactor(
    Float64Array.from(trainRows, (row) => labels[row]),
    Float64Array.from(trainRows, (row) => positive[row]),
  )
  return Float64Array.from(rows, (row) => factor * positive[row])
}
