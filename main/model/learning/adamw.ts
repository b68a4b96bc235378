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

/** `decays` is 1 where weight decay applies, else 0. */
export function createAdamW(tf: Tf, start: Float32Array, decays: Float32Array, settings: AdamWSettings): AdamW {
  let weights = tf.tensor1d(start)
  let first = tf.zeros<Vector['rankType']>([start.length])
  let second = tf.zeros<Vector['rankType']>([start.length])
  const decay = tf.tensor1d(decays.map((value) => value * settings.weightDecay))
  let steps = 0

  return {
    weights: () => weights,
    step(gradient, learningRate) {
      steps++
      const before = [weights, first, second]
      const after = tf.tidy(() => {
        const g = settings.largestNorm < Infinity ? shortened(tf, gradient, settings.largestNorm) : gradient
        const m = tf.add(tf.mul(first, firstDecay), tf.mul(g, 1 - firstDecay))
        const v = tf.add(tf.mul(second, secondDecay), tf.mul(tf.square(g), 1 - secondDecay))
        // Both bias corrections folded into two scalars: lr · m̂ / (√v̂ + ε) = rate · m / (√v + ε').
        const correction = Math.sqrt(1 - secondDecay ** steps)
        const rate = (learningRate * correction) / (1 - firstDecay ** steps)
        const move = tf.div(tf.mul(m, rate), tf.add(tf.sqrt(v), epsilon * correction))
        const decayed = tf.sub(weights, tf.mul(tf.mul(weights, decay), learningRate))
        return [tf.sub<Vector>(decayed, move), m as Vector, v as Vector]
      })
      ;[weights, first, second] = after
      tf.dispose(before)
    },
    dispose: () => tf.dispose([weights, first, second, decay]),
  }
}

/** The gradient scaled down to the given Euclidean length where it is longer. */
function shortened(tf: Tf, gradient: Vector, largestNorm: number): Vector {
  const norm = tf.sqrt(tf.sum(tf.square(gradient)))
  return tf.mul(gradient, tf.div(largestNorm, tf.maximum(norm, largestNorm)))
}
