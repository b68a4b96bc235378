/** Rows sorted once by one column, ascending; a resample then changes weights, never the order. */
export interface Ranking {
  /** The row at each place. */
  order: Int32Array
  /** 1 at the places where a new value begins, 0 where it ties with the place before. */
  starts: Uint8Array
}

/** Sorts rows by `values`, ties by `tieBreaks` (a hash of the row's id), so that no export order leaks into a metric. */
export function rankRows(values: Float64Array, tieBreaks: Uint32Array): Ranking {
  const order = Int32Array.from(values, (_, row) => row)
  order.sort((i, j) => values[i] - values[j] || tieBreaks[i] - tieBreaks[j] || i - j)
  const starts = new Uint8Array(order.length)
  for (let place = 0; place < order.length; place++) {
    starts[place] = place === 0 || values[order[place]] !== values[order[place - 1]] ? 1 : 0
  }
  return { order, starts }
}

/**
 * Σ w·y·(rank − mean rank) over mid-ranks of the order at hand, which is W times cov(y, rank); `values` and `weights`
 * are in that order and the weights are multiplicities that sum to `total`.
 */
export function rankCovariance(values: Float64Array, weights: Float64Array, starts: Uint8Array, total: number): number {
  let covariance = 0
  let before = 0
  let groupWeight = 0
  let groupSum = 0
  for (let place = 0; place < values.length; place++) {
    if (starts[place] === 1) {
      covariance += groupSum * (before + (groupWeight - total) / 2)
      before += groupWeight
      groupWeight = 0
      groupSum = 0
    }
    groupWeight += weights[place]
    groupSum += weights[place] * values[place]
  }
  return covariance + groupSum * (before + (groupWeight - total) / 2)
}

/** The mid-rank (from 1) at each place of a sorted order, as if every row stood there as often as its weight says. */
export function midRanks(weights: Float64Array, starts: Uint8Array): Float64Array {
  const ranks = new Float64Array(weights.length)
  let before = 0
  for (let from = 0; from < weights.length;) {
    let to = from
    let weight = 0
    do weight += weights[to++]
    while (to < weights.length && starts[to] === 0)
    const rank = before + (weight + 1) / 2
    while (from < to) ranks[from++] = rank
    before += weight
  }
  return ranks
}
