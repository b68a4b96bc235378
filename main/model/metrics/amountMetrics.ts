import { sumGroups } from './groups.ts'
import { rememberLast, type Sample } from './sample.ts'

// Every metric gives NaN where it is not defined.

export const mae = (sample: Sample): number => dot(sample.weights, sample.errors) / sample.truth.total

export function rmse(sample: Sample): number {
  const { errors, weights } = sample
  let sum = 0
  for (let place = 0; place < errors.length; place++) sum += weights[place] * errors[place] * errors[place]
  return Math.sqrt(sum / sample.truth.total)
}

/** Σŷ / Σy: above 1 the predictions promise too much in total. */
export const totalRatio = (sample: Sample): number => overTotal(sample, dot(sample.weights, sample.predicted))

/** Σ|y − ŷ| / Σy. */
export const wmape = (sample: Sample): number => overTotal(sample, dot(sample.weights, sample.errors))

const deciles = rememberLast((sample) => sumGroups(sample, 10))

/** Σ|P − A| / ΣA over the totals of ten equal groups by prediction. */
export function decileError(sample: Sample): number {
  const groups = deciles(sample)
  let error = 0
  for (let g = 0; g < 10; g++) error += Math.abs(groups.predicted[g] - groups.actual[g])
  return overTotal(sample, error)
}

/** Mean of |P − A| / A over the ten groups whose actual total is above 0. */
export function decileMape(sample: Sample): number {
  const groups = deciles(sample)
  let error = 0
  let counted = 0
  for (let g = 0; g < 10; g++) {
    if (groups.actual[g] <= 0) continue
    error += Math.abs(groups.predicted[g] - groups.actual[g]) / groups.actual[g]
    counted++
  }
  return error / counted
}

const overTotal = (sample: Sample, sum: number): number => (sample.truth.sum > 0 ? sum / sample.truth.sum : NaN)

function dot(weights: Float64Array, values: Float64Array): number {
  let sum = 0
  for (let place = 0; place < weights.length; place++) sum += weights[place] * values[place]
  return sum
}
