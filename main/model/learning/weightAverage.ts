import type { Tf, Vector } from '../../engine/types.ts'

/** A running mean of the weights a course of learning passes through. */
export interface WeightAverage {
  /** The mean so far; owned by the average. */
  weights(): Vector
  /** Takes the weights of one more step in; they stay the caller's. */
  add(weights: Vector): void
  dispose(): void
}

/** About how many steps the mean looks back over. */
const memory = 100

/**
 * Averages weights over the latest steps (Polyak & Juditsky 1992; exponentially, as in Kingma & Ba 2015, section 7.2).
 * Batches pull the weights to and fro; their mean lies nearer the bottom, without a schedule for the learning rate,
 * which early stopping could not plan. The first steps are averaged evenly, so that the start is soon forgotten.
 */
export function createWeightAverage(tf: Tf, start: Float32Array): WeightAverage {
  let average = tf.tensor1d(start)
  let steps = 0
  return {
    weights: () => average,
    add(weights) {
      const share = 1 / Math.min(memory, ++steps)
      const before = average
      average = tf.tidy(() => tf.add<Vector>(tf.mul(before, 1 - share), tf.mul(weights, share)))
      before.dispose()
    },
    dispose: () => average.dispose(),
  }
}
