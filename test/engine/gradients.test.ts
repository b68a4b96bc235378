import { beforeAll, describe, expect, test } from 'vitest'
import { createRandom } from '../../main/base/random.ts'
import { startEngine } from '../../main/engine/start.ts'
import type { Tensor, Tf } from '../../main/engine/types.ts'

let tf: Tf
beforeAll(async () => {
  tf = (await startEngine('wasm')).tf
})

const random = createRandom(7)
const values = (length: number) => Float32Array.from({ length }, () => 0.2 + 1.6 * random.uniform())

/** Compares the tape's derivative of Σ weights · f(inputs) with central differences, for every entry of every input. */
function checkGradient(shapes: number[][], f: (inputs: Tensor[]) => Tensor): void {
  const inputs = shapes.map((shape) => values(shape.reduce((product, length) => product * length, 1)))
  const tensors = (data: Float32Array[]) => data.map((array, index) => tf.tensor(array, shapes[index]))
  const weights = tf.tidy(() => f(tensors(inputs)).size)
  const mix = values(weights)
  const objective = (given: Tensor[]) => tf.sum(tf.mul(tf.reshape(f(given), [-1]), tf.tensor1d(mix)))
  const evaluate = (data: Float32Array[]) => {
    const output = tf.tidy(() => tf.reshape(f(tensors(data)), [-1]).dataSync<'float32'>())
    return output.reduce((sum, value, index) => sum + value * mix[index], 0)
  }
  const gradients = tf.tidy(() =>
    tf
      .grads((...given: Tensor[]) => objective(given))(tensors(inputs))
      .map((gradient) => gradient.dataSync()),
  )
  const step = 1e-2
  for (let input = 0; input < inputs.length; input++) {
    for (let entry = 0; entry < inputs[input].length; entry++) {
      const moved = (by: number) => inputs.map((data, i) => (i === input ? data.with(entry, data[entry] + by) : data))
      const difference = (evaluate(moved(step)) - evaluate(moved(-step))) / (2 * step)
      expect(Math.abs(gradients[input][entry] - difference)).toBeLessThan(5e-3 * (1 + Math.abs(difference)))
    }
  }
}

const fused = (activation: 'linear' | 'relu', transposeA: boolean, transposeB: boolean) => (inputs: Tensor[]) =>
  tf.engine().runKernel(
    '_FusedMatMul',
    { a: inputs[0], b: inputs[1], bias: inputs[2] },
    {
      transposeA,
      transposeB,
      activation,
    },
  ) as Tensor

const cases: [string, number[][], (inputs: Tensor[]) => Tensor][] = [
  ['add, broadcast', [[3, 4], [4]], ([a, b]) => tf.add(a, b)],
  [
    'subtract, broadcast',
    [
      [3, 1],
      [3, 4],
    ],
    ([a, b]) => tf.sub(a, b),
  ],
  [
    'multiply, broadcast',
    [
      [3, 4],
      [1, 4],
    ],
    ([a, b]) => tf.mul(a, b),
  ],
  [
    'divide',
    [
      [3, 4],
      [3, 4],
    ],
    ([a, b]) => tf.div(a, b),
  ],
  ['exp', [[5]], ([x]) => tf.exp(x)],
  ['log', [[5]], ([x]) => tf.log(x)],
  ['square', [[5]], ([x]) => tf.square(x)],
  ['sqrt', [[5]], ([x]) => tf.sqrt(x)],
  ['rsqrt', [[5]], ([x]) => tf.rsqrt(x)],
  ['relu', [[6]], ([x]) => tf.relu(tf.sub(x, 1.0001))],
  ['sigmoid', [[5]], ([x]) => tf.sigmoid(x)],
  ['tanh', [[5]], ([x]) => tf.tanh(x)],
  ['softplus', [[5]], ([x]) => tf.softplus(x)],
  ['sum over rows', [[3, 4]], ([x]) => tf.square(tf.sum(x, 0))],
  ['sum over columns, kept', [[3, 4]], ([x]) => tf.square(tf.sum(x, 1, true))],
  ['mean', [[3, 4]], ([x]) => tf.square(tf.mean(x, -1))],
  ['reshape', [[3, 4]], ([x]) => tf.square(tf.reshape(x, [2, 6]))],
  ['transpose', [[3, 4]], ([x]) => tf.square(tf.transpose(x))],
  ['slice', [[4, 5]], ([x]) => tf.square(tf.slice(x, [1, 2], [2, 2]))],
  ['split', [[10]], ([x]) => tf.mul(tf.split(x, [3, 4, 3])[0], tf.split(x, [3, 4, 3])[2])],
  [
    'concatenate',
    [
      [2, 3],
      [2, 1],
    ],
    ([a, b]) => tf.square(tf.concat([a, b], 1)),
  ],
  ['gather with repeats', [[4, 3]], ([x]) => tf.square(tf.gather(x, tf.tensor1d([2, 0, 2], 'int32')))],
  [
    'product',
    [
      [3, 4],
      [4, 2],
    ],
    ([a, b]) => tf.matMul(a, b),
  ],
  [
    'product aᵀb',
    [
      [4, 3],
      [4, 2],
    ],
    ([a, b]) => tf.matMul(a, b, true, false),
  ],
  [
    'product abᵀ',
    [
      [3, 4],
      [2, 4],
    ],
    ([a, b]) => tf.matMul(a, b, false, true),
  ],
  [
    'product aᵀbᵀ',
    [
      [4, 3],
      [2, 4],
    ],
    ([a, b]) => tf.matMul(a, b, true, true),
  ],
  [
    'batched product',
    [
      [2, 3, 4],
      [2, 4, 2],
    ],
    ([a, b]) => tf.matMul(a, b),
  ],
  ['fused linear', [[3, 4], [4, 2], [2]], (inputs) => fused('linear', false, false)(inputs)],
  ['fused relu', [[3, 4], [4, 2], [2]], (inputs) => fused('relu', false, false)(inputs)],
  ['fused linear aᵀbᵀ', [[4, 3], [2, 4], [2]], (inputs) => fused('linear', true, true)(inputs)],
]

describe('derivatives on the wasm engine', () => {
  test.each(cases)('%s agrees with finite differences', (_, shapes, f) => checkGradient(shapes, f))
})
