import type { CalibrationBin } from '../types.ts'
import { estimateOf } from './bootstrap.ts'
import type { LabelColumn, PredictionColumn } from './sample.ts'

/** Equal groups by prediction whose members stay the same in every resample; ascending by prediction. */
export interface FixedGroups {
  count: number
  /** Mean label of each group under the given weights of the test rows; NaN for a group that was not drawn. */
  meansOf(weights: Float64Array): Float64Array
  /** Mean prediction and mean label of each group, with the percentile interval of its resampled means (NaN without). */
  describe(resampled: Float64Array[]): CalibrationBin[]
}

/** Groups of ⌊n/count⌋ or one more rows; as many as there are rows where those are fewer. */
export function createFixedGroups(labels: LabelColumn, column: PredictionColumn, count: number): FixedGroups {
  const rows = column.actual.length
  const groups = Math.min(count, rows)
  const groupAt = Int32Array.from(column.actual, (_, place) => Math.floor(((place + 1) * groups - 1) / rows))
  const rowAt = Int32Array.from(column.ranking.order, (row) => labels.rows[row])

  const weightedMeans = (values: Float64Array, weights: Float64Array): Float64Array => {
    const sums = new Float64Array(groups)
    const totals = new Float64Array(groups)
    for (let place = 0; place < rows; place++) {
      const weight = weights[rowAt[place]]
      sums[groupAt[place]] += weight * values[place]
      totals[groupAt[place]] += weight
    }
    return sums.map((sum, group) => sum / totals[group])
  }
  return {
    count: groups,
    meansOf: (weights) => weightedMeans(column.actual, weights),
    describe: (resampled) => {
      const once = new Float64Array(rowAt.reduce((most, row) => Math.max(most, row + 1), 0)).fill(1)
      const actual = weightedMeans(column.actual, once)
      const predicted = weightedMeans(column.predicted, once)
      const sizes = new Int32Array(groups)
      groupAt.forEach((group) => sizes[group]++)
      return resampled.map((means, group) => {
        const { low, high } = estimateOf(actual[group], means)
        return {
          rows: sizes[group],
          predicted: predicted[group],
          actual: actual[group],
          actualLow: low ?? NaN,
          actualHigh: high ?? NaN,
        }
      })
    },
  }
}
