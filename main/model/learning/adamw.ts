import { fusedAdamOf, type FusedAdam } from '../../engine/fusedAdam.ts'
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

/** `decays` is 1 where weight decay applies, else 0. In the engine's own operation, where it has one. */
export function createAdamW(tf: Tf, start: Float32Array, decays: Float32Array, settings: AdamWSettings): AdamW {
  const { weightDecay, largestNorm } = settings
  const create = fusedAdamOf(tf)
  const adam = create ? create(start, { first: firstDecay, second: secondDecay }) : composeAdam(tf, start)
  const isDecaying = weightDecay > 0 && decays.includes(1)
  let kept: { learningRate: number; share: Vector } | null = null
  let steps = 0

  /** What a step's decay leaves of each weight; the same as long as the learning rate is. */
  function leftBy(learningRate: number): Vector | null {
    if (!isDecaying) return null
    if (kept?.learningRate !== learningRate) {
      kept?.share.dispose()
      kept = { learningRate, share: tf.tensor1d(decays.map((value) => 1 - learningRate * weightDecay * value)) }
    }
    return kept.share
  }

  return {
    weights: adam.weights,
    step(gradient, learningRate) {
      steps++
      // lr · m̂ / (√v̂ + ε) = rate · m / (√v + ε · spread): the corrections of both means go into the step's two scalars.
      const spread = Math.sqrt(1 - secondDecay ** steps)
      const rate = (learningRate * spread) / (1 - firstDecay ** steps)
      adam.step(gradient, leftBy(learningRate), { rate, epsilon: epsilon * spread, largestNorm })
    },
    dispose() {
      adam.dispose()
      kept?.share.dispose()
    },
  }
}

/**
 * The same of an engine's ordinary operations. The running sums are kept without the factors 1 − β that would make means
 * of them: those go into the step's two scalars, and every kernel saved is a tenth of the optimiser.
 */
function composeAdam(tf: Tf, start: Float32Array): FusedAdam {
  let weights = tf.tensor1d(start)
  let first = tf.zeros<Vector['rankType']>([start.length])
  let second = tf.zeros<Vector['rankType']>([start.length])
  return {
    weights: () => weights,
    step(gradient, left, { rate, epsilon, largestNorm }) {
      const before = [weights, first, second]
      const after = tf.tidy(() => {
        const g = largestNorm < Infinity ? shortened(tf, gradient, largestNorm) : gradient
        const m = tf.add(tf.mul(first, firstDecay), g)
        const v = tf.add(tf.mul(second, secondDecay), tf.square(g))
        const ofSums = 1 / Math.sqrt(1 - secondDecay)
        const move = tf.mul(tf.div(m, tf.add(tf.sqrt(v), epsilon * ofSums)), rate * ofSums * (1 - firstDecay))
        const whole = left ? tf.mul<Vector>(weights, left) : weights
        return [tf.sub<Vector>(whole, move), m as Vector, v as Vector]
      })
      ;[weights, first, second] = after
      tf.dispose(before)
    },
    dispose: () => tf.dispose([weights, first, second]),
  }
}

/** The gradient scaled down to the given Euclidean length where it is longer. */
function shortened(tf: Tf, gradient: Vector, largestNorm: number): Vector {
  const norm = tf.sqrt(tf.sum(tf.square(gradient)))
  return tf.mul(gradient, tf.div(largestNorm, tf.maximum(norm, largestNorm)))
}
