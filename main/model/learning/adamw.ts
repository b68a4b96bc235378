import type { Tf, Vector } from '../../engine/types.ts'

export interface AdamWSettings {
  /** Decoupled weight decay per step, times the learning rate. */
  weightDecay: number
  /** Gradients longer than this are shortened to it; Infinity leaves all as they are. */
  largestNorm: number
}

/** AdamW (Loshchilov & Hutter 2019) over one vector of weights, so that a step costs a dozen kernels however many weights there are. */
export interface AdamW {
  /** The present weights; owned by the optimiser. */
  weights(): Vector
  /** Moves the weights against `gradient`, which stays the caller's. */
  step(gradient: Vector, learningRate: number): void
  dispose(): void
}

const firstDecay = 0.9
const secondDecay = 0.999
const epsilon = 1e-8

/**
 * `decays` is 1 where weight decay applies, else 0. The running sums are kept without the factors 1 − β that would make
 * means of them: those go into the step's two scalars, and every kernel saved is a tenth of the optimiser.
 */
export function createAdamW(tf: Tf, start: Float32Array, decays: Float32Array, settings: AdamWSettings): AdamW {
  let weights = tf.tensor1d(start)
  let first = tf.zeros<Vector['rankType']>([start.length])
  let second = tf.zeros<Vector['rankType']>([start.length])
  let kept: { learningRate: number; share: Vector } | null = null
  let steps = 0

  /** What a step's decay leaves of each weight; the same as long as the learning rate is. */
  function leftBy(learningRate: number): Vector {
    if (kept?.learningRate !== learningRate) {
      kept?.share.dispose()
      kept = {
        learningRate,
        share: tf.tensor1d(decays.map((value) => 1 - learningRate * settings.weightDecay * value)),
      }
    }
    return kept.share
  }

  return {
    weights: () => weights,
    step(gradient, learningRate) {
      steps++
      const before = [weights, first, second]
      const left = leftBy(learningRate)
      const after = tf.tidy(() => {
        const g = settings.largestNorm < Infinity ? shortened(tf, gradient, settings.largestNorm) : gradient
        const m = tf.add(tf.mul(first, firstDecay), g)
        const v = tf.add(tf.mul(second, secondDecay), tf.square(g))
        // lr · m̂ / (√v̂ + ε) = rate · m / (√v + ε'), with bias corrections and the factors 1 − β in rate and ε'.
        const spread = Math.sqrt((1 - secondDecay ** steps) / (1 - secondDecay))
        const rate = (learningRate * spread * (1 - firstDecay)) / (1 - firstDecay ** steps)
        const move = tf.mul(tf.div(m, tf.add(tf.sqrt(v), epsilon * spread)), rate)
        return [tf.sub<Vector>(tf.mul(weights, left), move), m as Vector, v as Vector]
      })
      ;[weights, first, second] = after
      tf.dispose(before)
    },
    dispose: () => tf.dispose([weights, first, second, ...(kept ? [kept.share] : [])]),
  }
}

/** The gradient scaled down to the given Euclidean length where it is longer. */
function shortened(tf: Tf, gradient: Vector, largestNorm: number): Vector {
  const norm = tf.sqrt(tf.sum(tf.square(gradient)))
  return tf.mul(gradient, tf.div(largestNorm, tf.maximum(norm, largestNorm)))
}
