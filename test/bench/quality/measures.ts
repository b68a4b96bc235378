import { createRandom } from '../../../main/base/random.ts'
import type { Task } from '../../../main/features/types.ts'

/** What is measured of predictions beside what came, plainly written. */
export const measures = {
  /** cov(y, rank ŷ) / cov(y, rank y), mid-ranks. */
  gini: (y: Float64Array, predicted: Float64Array) => covariance(y, ranks(predicted)) / covariance(y, ranks(y)),
  spearman(y: Float64Array, predicted: Float64Array) {
    const [a, b] = [ranks(y), ranks(predicted)]
    return covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b))
  },
  /** Σ |P − A| / ΣA over ten equal groups by prediction. */
  decileError(y: Float64Array, predicted: Float64Array) {
    const order = Array.from(predicted.keys()).sort((i, j) => predicted[i] - predicted[j])
    let sum = 0
    for (let group = 0; group < 10; group++) {
      const own = order.slice(Math.floor((group * order.length) / 10), Math.floor(((group + 1) * order.length) / 10))
      sum += Math.abs(own.reduce((total, i) => total + predicted[i] - y[i], 0))
    }
    return sum / total(y)
  },
  /** Of any purchase at all. */
  aucAny(y: Float64Array, predicted: Float64Array) {
    const rank = ranks(predicted)
    let [positives, sum] = [0, 0]
    for (let i = 0; i < y.length; i++) {
      if (y[i] <= 0) continue
      positives++
      sum += rank[i]
    }
    return (sum - (positives * (positives + 1)) / 2) / (positives * (y.length - positives))
  },
  totalRatio: (y: Float64Array, predicted: Float64Array) => total(predicted) / total(y),
}

export type Measure = keyof typeof measures

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0)

function covariance(a: Float64Array, b: Float64Array): number {
  const [meanA, meanB] = [total(a) / a.length, total(b) / b.length]
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] - meanA) * (b[i] - meanB)
  return sum
}

/** Mid-ranks from 1. */
function ranks(values: Float64Array): Float64Array {
  const order = Int32Array.from(values.keys()).sort((i, j) => values[i] - values[j])
  const rank = new Float64Array(values.length)
  for (let from = 0; from < order.length;) {
    let to = from
    while (to < order.length && values[order[to]] === values[order[from]]) to++
    for (let i = from; i < to; i++) rank[order[i]] = (from + to + 1) / 2
    from = to
  }
  return rank
}

/** The measure that decides whether a task is predicted better. */
export const decidingMeasure: Record<Task, Measure> = {
  ltv: 'gini',
  repurchase: 'aucAny',
  potential: 'gini',
  loyalty: 'aucAny',
}

/**
 * The 2.5%, 50% and 97.5% quantiles of the difference in a measure, both on the same resamples of clusters: of rows,
 * where nothing says which belong together.
 */
export function pairedInterval(
  y: Float64Array,
  a: Float64Array,
  b: Float64Array,
  measure: Measure = 'gini',
  clusters: ArrayLike<number> = Int32Array.from(y.keys()),
  resamples = 300,
): [number, number, number] {
  const random = createRandom(0)
  const members = rowsByCluster(clusters)
  const differences = Array.from({ length: resamples }, () => {
    const rows = Array.from(members, () => members[random.integer(members.length)]).flat()
    const of = (values: Float64Array) => Float64Array.from(rows, (row) => values[row])
    const own = of(y)
    return measures[measure](own, of(a)) - measures[measure](own, of(b))
  }).sort((p, q) => p - q)
  const quantile = (share: number) => differences[Math.round(share * (resamples - 1))]
  return [quantile(0.025), quantile(0.5), quantile(0.975)]
}

function rowsByCluster(clusters: ArrayLike<number>): number[][] {
  const rows = new Map<number, number[]>()
  Array.from(clusters, (cluster, row) => {
    const own = rows.get(cluster)
    if (own) own.push(row)
    else rows.set(cluster, [row])
  })
  return [...rows.values()]
}
