import { sumGroups } from './groups.ts'
import { rememberLast, type Sample } from './sample.ts'

// Every metric gives NaN where it is not defined. Labels are 0 or 1.

/** Probabilities are kept this far from 0 and 1 in log loss, so that one certain mistake costs 13.8, not ∞. */
const leastProbability = 1e-6

export const calibrationBins = 15

export function accuracy(sample: Sample): number {
  const { hits, rejections } = confusionOf(sample)
  return (hits + rejections) / sample.truth.total
}

/** Not defined when nothing is predicted positive. */
export function precision(sample: Sample): number {
  const { hits, alarms } = confusionOf(sample)
  return hits / (hits + alarms)
}

export function recall(sample: Sample): number {
  const { hits, misses } = confusionOf(sample)
  return hits / (hits + misses)
}

export function f1(sample: Sample): number {
  const { hits, misses, alarms } = confusionOf(sample)
  return (2 * hits) / (2 * hits + misses + alarms)
}

interface Confusion {
  hits: number
  misses: number
  alarms: number
  rejections: number
}

const confusionOf = rememberLast((sample): Confusion => {
  const { actual, predicted, weights, threshold } = sample
  const confusion = { hits: 0, misses: 0, alarms: 0, rejections: 0 }
  for (let place = 0; place < actual.length; place++) {
    const flagged = predicted[place] >= threshold
    if (actual[place] >= 0.5) confusion[flagged ? 'hits' : 'misses'] += weights[place]
    else confusion[flagged ? 'alarms' : 'rejections'] += weights[place]
  }
  return confusion
})

/** Mean of −log of the probability given to what happened, in nats. */
export function logLoss(sample: Sample): number {
  const { actual, predicted, weights } = sample
  let loss = 0
  for (let place = 0; place < actual.length; place++) {
    if (weights[place] === 0) continue
    const given = actual[place] >= 0.5 ? predicted[place] : 1 - predicted[place]
    loss -= weights[place] * Math.log(Math.min(1 - leastProbability, Math.max(leastProbability, given)))
  }
  return loss / sample.truth.total
}

/** Mean squared error of the probability (Brier 1950). */
export function brier(sample: Sample): number {
  const { actual, predicted, weights } = sample
  let sum = 0
  for (let place = 0; place < actual.length; place++) sum += weights[place] * (actual[place] - predicted[place]) ** 2
  return sum / sample.truth.total
}

/** Expected calibration error over 15 equal-mass bins (Nguyen & O'Connor 2015): Σ share × |mean p − mean y|. */
export function ece(sample: Sample): number {
  const bins = sumGroups(sample, calibrationBins)
  let error = 0
  for (let bin = 0; bin < calibrationBins; bin++) error += Math.abs(bins.predicted[bin] - bins.actual[bin])
  return error / sample.truth.total
}
