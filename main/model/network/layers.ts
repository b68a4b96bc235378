import type { GradSaveFunc } from '@tensorflow/tfjs-core'
import type { Random } from '../../base/random.ts'
import type { Grid, Tensor, Tf } from '../../engine/types.ts'
import type { Parameters, ParameterSpec } from './parameters.ts'

/** What a layer needs to run. */
export interface Pass {
  tf: Tf
  parameters: Parameters
  /** Set while learning; null when predicting. */
  dropout: { rate: number; random: Random } | null
}

export const denseParameters = (
  name: string,
  inputs: number,
  outputs: number,
  start: ParameterSpec['start'],
): ParameterSpec[] => [
  { name: `${name}.weight`, shape: [inputs, outputs], start },
  { name: `${name}.bias`, shape: [outputs], start: 'zeros' },
]

/** x [rows, inputs] → activation(x · weight + bias) [rows, outputs], in one kernel. */
export function dense({ tf, parameters }: Pass, name: string, x: Grid, activation: 'linear' | 'relu'): Grid {
  const inputs = { a: x, b: parameters[`${name}.weight`], bias: parameters[`${name}.bias`] }
  // tf.fused.matMul falls apart into three ops while gradients are recorded; the kernel itself has a derivative here.
  return tf.engine().runKernel('_FusedMatMul', inputs, { transposeA: false, transposeB: false, activation }) as Grid
}

export const normParameters = (name: string, width: number): ParameterSpec[] => [
  { name: `${name}.gain`, shape: [width], start: 'ones' },
  { name: `${name}.shift`, shape: [width], start: 'zeros' },
]

const epsilon = 1e-5

/** Layer normalisation (Ba, Kiros & Hinton 2016): each row to mean 0 and variance 1, then gain and shift. */
export function layerNorm({ tf, parameters }: Pass, name: string, x: Grid): Grid {
  const normalise = tf.customGrad((...args) => {
    const [input, gain, shift] = args.slice(0, 3) as Tensor[]
    const save = args[3] as GradSaveFunc
    const centred = tf.sub(input, tf.mean(input, 1, true))
    const inverseDeviation = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), epsilon))
    const normalised = tf.mul(centred, inverseDeviation)
    const value = tf.add(tf.mul(normalised, gain), shift)
    save([normalised, inverseDeviation, gain])
    const gradFunc = (dy: Tensor, saved: Tensor[]) => {
      const [unit, inverse, scale] = saved
      const g = tf.mul(dy, scale)
      const along = tf.mul(unit, tf.mean(tf.mul(g, unit), 1, true))
      const dx = tf.mul(tf.sub(tf.sub(g, tf.mean(g, 1, true)), along), inverse)
      return [dx, tf.sum(tf.mul(dy, unit), 0), tf.sum(dy, 0)]
    }
    return { value, gradFunc }
  })
  return normalise(x, parameters[`${name}.gain`], parameters[`${name}.shift`]) as Grid
}

/** Inverted dropout: each value is kept with probability 1 − rate and scaled so that its mean stays. */
export function dropout({ tf, dropout }: Pass, x: Grid): Grid {
  if (!dropout || dropout.rate === 0) return x
  return tf.mul<Grid>(x, tf.tensor2d(dropoutMask(x.size, dropout.rate, dropout.random), x.shape))
}

/** Kept or dropped by xorshift32 (Marsaglia 2003) from one draw of `random`; sixteen bits a value are ample for a rate. */
export function dropoutMask(size: number, rate: number, random: Random): Float32Array {
  const threshold = Math.round(rate * 65536)
  const kept = 65536 / (65536 - threshold)
  const mask = new Float32Array(size)
  let bits = 1 + random.integer(4294967295)
  for (let i = 0; i < size; i++) {
    bits ^= bits << 13
    bits ^= bits >>> 17
    bits ^= bits << 5
    mask[i] = bits >>> 16 < threshold ? 0 : kept
  }
  return mask
}
