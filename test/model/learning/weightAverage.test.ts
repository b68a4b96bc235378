import { expect, test } from 'vitest'
import { startEngineUnderTest } from '../../engine/engineUnderTest.ts'
import { createWeightAverage } from '../../../main/model/learning/weightAverage.ts'

test('averages the first hundred steps evenly, then forgets by a hundredth a step, and leaves no tensor behind', async () => {
  const { tf } = await startEngineUnderTest()
  const before = tf.memory().numTensors
  const average = createWeightAverage(tf, Float32Array.of(1000, -1000))
  const add = (value: number) => {
    const weights = tf.tensor1d([value, -value])
    average.add(weights)
    weights.dispose()
  }
  for (let step = 1; step <= 100; step++) add(step)
  expect((await average.weights().data())[0]).toBeCloseTo(50.5, 3)
  for (let step = 0; step < 50; step++) add(0)
  expect((await average.weights().data())[0]).toBeCloseTo(50.5 * 0.99 ** 50, 3)
  expect((await average.weights().data())[1]).toBeCloseTo(-50.5 * 0.99 ** 50, 3)
  average.dispose()
  expect(tf.memory().numTensors).toBe(before)
})
