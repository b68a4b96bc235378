import { beforeAll, expect, test } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import { startEngineUnderTest } from '../../engine/engineUnderTest.ts'
import type { Tf } from '../../../main/engine/types.ts'
import { createAdamW } from '../../../main/model/learning/adamw.ts'

let tf: Tf
beforeAll(async () => {
  tf = (await startEngineUnderTest()).tf
})

const random = createRandom(2)
const normal = (length: number) => Float32Array.from({ length }, () => random.normal())

/** Algorithm 2 of Loshchilov & Hutter (2019), word for word, in float64. */
function reference(start: Float32Array, gradients: Float32Array[], decays: Float32Array, rate: number, decay: number) {
  const weights = Float64Array.from(start)
  const m = new Float64Array(start.length)
  const v = new Float64Array(start.length)
  gradients.forEach((gradient, step) => {
    for (let i = 0; i < weights.length; i++) {
      m[i] = 0.9 * m[i] + 0.1 * gradient[i]
      v[i] = 0.999 * v[i] + 0.001 * gradient[i] ** 2
      const mean = m[i] / (1 - 0.9 ** (step + 1))
      const square = v[i] / (1 - 0.999 ** (step + 1))
      weights[i] -= rate * (mean / (Math.sqrt(square) + 1e-8) + decay * decays[i] * weights[i])
    }
  })
  return weights
}

test('steps as the algorithm says, decays only where told, and leaves no tensor behind', async () => {
  const before = tf.memory().numTensors
  const start = normal(40)
  const decays = Float32Array.from({ length: 40 }, (_, i) => i % 2)
  const gradients = Array.from({ length: 25 }, () => normal(40))
  const optimiser = createAdamW(tf, start, decays, { weightDecay: 0.1, largestNorm: Infinity })
  for (const values of gradients) {
    const gradient = tf.tensor1d(values)
    optimiser.step(gradient, 0.01)
    gradient.dispose()
  }
  const expected = reference(start, gradients, decays, 0.01, 0.1)
  const weights = await optimiser.weights().data()
  weights.forEach((weight, i) => expect(weight).toBeCloseTo(expected[i], 4))
  optimiser.dispose()
  expect(tf.memory().numTensors).toBe(before)
})

test('a gradient that is too long is shortened to the limit, a short one is not', async () => {
  const long = Float32Array.from([30, 40])
  const after = async (gradient: Float32Array, largestNorm: number) => {
    const optimiser = createAdamW(tf, new Float32Array(2), new Float32Array(2), { weightDecay: 0, largestNorm })
    // A second, different gradient: after one step alone Adam's move hardly depends on the length.
    for (const values of [gradient, Float32Array.from([1, -1])]) {
      const tensor = tf.tensor1d(values)
      optimiser.step(tensor, 0.1)
      tensor.dispose()
    }
    const weights = [...(await optimiser.weights().data())]
    optimiser.dispose()
    return weights
  }
  const shortened = await after(long, 5)
  ;(await after(Float32Array.from([3, 4]), Infinity)).forEach((weight, i) =>
    expect(shortened[i]).toBeCloseTo(weight, 5),
  )
  expect(await after(long, 100)).toEqual(await after(long, Infinity))
})
