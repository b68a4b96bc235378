import { beforeAll, describe, expect, test } from 'vitest'
import type { Tensor, Tf } from '../../main/engine/types.ts'
import { engineUnderTest, startEngineUnderTest } from './engineUnderTest.ts'
import { drawInputs } from './inputs.ts'
import { operations, type Operation } from './operations.ts'
import type { Dense } from './reference.ts'

let tf: Tf
beforeAll(async () => {
  tf = (await startEngineUnderTest()).tf
})

/** Float32 sums of up to 33 numbers of size one. */
function expectClose(found: ArrayLike<number>, expected: Float64Array): void {
  expect(found.length).toBe(expected.length)
  for (let i = 0; i < expected.length; i++) {
    expect(Math.abs(found[i] - expected[i])).toBeLessThan(2e-5 * (1 + Math.abs(expected[i])))
  }
}

/** Central differences of Σ mix · f(inputs), in float64, by every entry of every input. */
function slopes({ expected }: Operation, inputs: Dense[], mix: Float64Array): Float64Array[] {
  const objective = (given: Dense[]) => expected(given).values.reduce((sum, value, i) => sum + value * mix[i], 0)
  const step = 1e-5
  return inputs.map((input, index) =>
    input.values.map((value, entry) => {
      const moved = (by: number) => inputs.with(index, { ...input, values: input.values.with(entry, value + by) })
      return (objective(moved(step)) - objective(moved(-step))) / (2 * step)
    }),
  )
}

describe(`operations on the ${engineUnderTest} engine`, () => {
  test.each(operations.map((operation) => [operation.name, JSON.stringify(operation.shapes), operation] as const))(
    '%s of %s gives the values and derivatives of float64, and leaves no tensor behind',
    async (_name, _shapes, operation) => {
      const tensorsBefore = tf.memory().numTensors
      const { inputs, toTensors } = drawInputs(operation)
      const wanted = operation.expected(inputs)
      const mix = Float64Array.from(wanted.values, (_, i) => Math.fround(Math.sin(i + 1)))
      const [output, ...derivatives] = tf.tidy(() => {
        const weights = tf.tensor(Float32Array.from(mix), wanted.shape, 'float32')
        const objective = (...given: Tensor[]) => tf.sum(tf.mul(operation.run(tf, given), weights))
        return [operation.run(tf, toTensors(tf)), ...tf.grads(objective)(toTensors(tf))]
      })
      expect(output.shape).toEqual(wanted.shape)
      expectClose(await output.data(), wanted.values)
      for (const [index, expected] of slopes(operation, inputs, mix).entries()) {
        expect(derivatives[index].shape).toEqual(inputs[index].shape)
        expectClose(await derivatives[index].data(), expected)
      }
      tf.dispose([output, ...derivatives])
      expect(tf.memory().numTensors).toBe(tensorsBefore)
    },
  )
})
