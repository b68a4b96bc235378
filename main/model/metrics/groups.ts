import type { Sample } from './sample.ts'

/** Sums over equal groups of a sample, ascending by prediction. */
export interface GroupSums {
  weights: Float64Array
  predicted: Float64Array
  actual: Float64Array
}

/**
 * Splits a sample into `count` groups of equal size by prediction (ties by hashed id): group g ends at the row
 * ⌊(g + 1)·W / count⌋ of the W rows. A row drawn several times may stand in two groups, as its copies would.
 */
export function sumGroups(sample: Sample, count: number): GroupSums {
  const { predicted, actual, weights, truth } = sample
  const sums = {
    weights: new Float64Array(count),
    predicted: new Float64Array(count),
    actual: new Float64Array(count),
  }
  let group = 0
  let room = Math.floor(truth.total / count)
  for (let place = 0; place < actual.length; place++) {
    let left = weights[place]
    while (left > 0) {
      while (room === 0) {
        group++
        room = Math.floor(((group + 1) * truth.total) / count) - Math.floor((group * truth.total) / count)
      }
      const taken = Math.min(left, room)
      sums.weights[group] += taken
      sums.predicted[group] += taken * predicted[place]
      sums.actual[group] += taken * actual[place]
      left -= taken
      room -= taken
    }
  }
  return sums
}
