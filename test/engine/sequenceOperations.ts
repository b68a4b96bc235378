import type { Grid, Tensor, Tf } from '../../main/engine/types.ts'
import { layerNorm } from '../../main/model/network/layers.ts'
import type { Operation } from './operations.ts'
import { combine, concatenate, gather, map, permute, product, reshape, slice, sumOver, transpose } from './reference.ts'
import type { Dense } from './reference.ts'

const turned = (shape: number[], turn: boolean) => (turn ? [...shape.slice(0, -2), shape.at(-1), shape.at(-2)] : shape)

/** Along the last axis. */
function softmaxOf(x: Dense): Dense {
  const last = x.shape.length - 1
  const exponentials = map(x, Math.exp)
  return combine(exponentials, sumOver(exponentials, last, true), (value, sum) => value / sum)
}

const gelu = (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))

/** Which of four items each of two sequences has. */
const present: Dense = { shape: [2, 4], values: Float64Array.from([1, 1, 1, 0, 1, 0, 0, 0]) }
const counts: Dense = { shape: [2, 1], values: Float64Array.from([3, 1]) }
const tensorOf = (tf: Tf, { shape, values }: Dense) => tf.tensor(Float32Array.from(values), shape)

/** Small networks of several operations. */
const composed: Operation[] = [
  {
    name: 'sum of several',
    shapes: [
      [3, 2],
      [3, 2],
    ],
    run: (tf, inputs) => tf.addN([...inputs, inputs[0]]),
    expected: ([a, b]) => combine(a, b, (left, right) => 2 * left + right),
  },
  {
    name: 'what a code stands for',
    shapes: [[3, 4]],
    run: (tf, [x]) => tf.sum(tf.mul(x, tf.cast(tf.oneHot(tf.tensor1d([1, 3, 0], 'int32'), 4), 'float32')), 1),
    expected: ([x]) => ({ shape: [3], values: Float64Array.of(x.values[1], x.values[7], x.values[8]) }),
  },
  {
    name: 'the row of the largest',
    shapes: [[3, 2]],
    run: (tf, [x]) => tf.gather(x, tf.argMax(tf.tensor2d([1, 3, 2, 9, 4, 0], [2, 3]), 1)),
    expected: ([x]) => gather(x, [1, 0]),
  },
  {
    name: 'softmax over the items that are there',
    shapes: [[2, 3, 4]],
    run: (tf, [x]) => tf.softmax(tf.add(x, tf.mul(tf.reshape(tf.sub(tensorOf(tf, present), 1), [2, 1, 4]), 1e9))),
    expected: ([x]) => {
      const masked = combine(map(x, Math.exp), reshape(present, [2, 1, 4]), (value, is) => value * is)
      return combine(masked, sumOver(masked, 2, true), (value, sum) => value / sum)
    },
  },
  {
    name: 'mean of the items that are there',
    shapes: [[2, 4, 3]],
    run: (tf, [x]) => tf.div(tf.sum(tf.mul(x, tf.reshape(tensorOf(tf, present), [2, 4, 1])), 1), tensorOf(tf, counts)),
    expected: ([x]) =>
      combine(
        sumOver(
          combine(x, reshape(present, [2, 4, 1]), (value, is) => value * is),
          1,
          false,
        ),
        counts,
        (sum, count) => sum / count,
      ),
  },
  {
    name: 'experts weighted by a gate',
    shapes: [
      [3, 2],
      [3, 10],
    ],
    run: (tf, [gate, experts]) =>
      tf.sum(tf.mul(tf.reshape(tf.softmax(gate), [3, 2, 1]), tf.reshape(experts, [3, 2, 5])), 1),
    expected: ([gate, experts]) =>
      sumOver(
        combine(reshape(softmaxOf(gate), [3, 2, 1]), reshape(experts, [3, 2, 5]), (a, b) => a * b),
        1,
        false,
      ),
  },
  {
    name: 'gates of a recurrent cell',
    shapes: [
      [3, 5],
      [3, 5],
    ],
    run: (tf, [gate, state]) => {
      const open = tf.sigmoid(gate)
      return tf.add(tf.mul(open, tf.tanh(state)), tf.mul(tf.sub(1, open), state))
    },
    expected: ([gate, state]) =>
      combine(gate, state, (g, s) => {
        const open = 1 / (1 + Math.exp(-g))
        return open * Math.tanh(s) + (1 - open) * s
      }),
  },
  {
    name: 'embeddings of two vocabularies side by side',
    shapes: [
      [4, 3],
      [2, 5],
    ],
    run: (tf, [first, second]) =>
      tf.concat(
        [tf.gather(first, tf.tensor1d([3, 0, 3, 3], 'int32')), tf.gather(second, tf.tensor1d([1, 1, 0, 1], 'int32'))],
        1,
      ),
    expected: ([first, second]) => concatenate(gather(first, [3, 0, 3, 3]), gather(second, [1, 1, 0, 1])),
  },
]

/** What attention, layer norm and embeddings of sequences are made of. */
export const sequences: Operation[] = [
  ...[
    [1, 1],
    [3, 5],
    [2, 3, 4],
    [2, 2, 3, 33],
  ].map((shape) => ({
    name: 'softmax',
    shapes: [shape],
    run: (tf: Tf, [x]: Tensor[]) => tf.softmax(x),
    expected: ([x]: Dense[]) => softmaxOf(x),
  })),
  ...[
    [1, 2],
    [5, 7],
    [17, 33],
  ].map(([rows, width]) => ({
    name: 'layer norm',
    shapes: [[rows, width], [width], [width]],
    run: (tf: Tf, [x, gain, shift]: Tensor[]) =>
      layerNorm({ tf, parameters: { 'n.gain': gain, 'n.shift': shift }, dropout: null }, 'n', x as Grid),
    expected: ([x, gain, shift]: Dense[]) => {
      const mean = map(sumOver(x, 1, true), (sum) => sum / width)
      const centred = combine(x, mean, (value, middle) => value - middle)
      const variance = map(
        sumOver(
          map(centred, (value) => value * value),
          1,
          true,
        ),
        (sum) => sum / width,
      )
      const unit = combine(centred, variance, (value, square) => value / Math.sqrt(square + 1e-5))
      return combine(
        combine(unit, gain, (a, b) => a * b),
        shift,
        (a, b) => a + b,
      )
    },
  })),
  {
    name: 'gelu by tanh',
    shapes: [[3, 5]],
    run: (tf, [x]) =>
      tf.mul(
        tf.mul(x, 0.5),
        tf.add(tf.tanh(tf.mul(tf.add(x, tf.mul(tf.mul(x, tf.square(x)), 0.044715)), 0.7978845608)), 1),
      ),
    expected: ([x]) => map(x, gelu),
  },
  {
    name: 'a mask of dropout',
    shapes: [[3, 4]],
    run: (tf, [x]) => tf.mul(x, tf.tensor2d([2, 0, 2, 2, 0, 0, 2, 0, 2, 2, 2, 0], [3, 4])),
    expected: ([x]) => ({
      shape: x.shape,
      values: x.values.map((v, i) => v * [2, 0, 2, 2, 0, 0, 2, 0, 2, 2, 2, 0][i]),
    }),
  },
  ...[false, true].map((transposeB) => ({
    name: `product of heads${transposeB ? ', abᵀ' : ''}`,
    shapes: [[2, 3, 4, 5], turned([2, 3, 5, 6], transposeB) as number[]],
    run: (tf: Tf, [a, b]: Tensor[]) => tf.matMul(a, b, false, transposeB),
    expected: ([a, b]: Dense[]) => product(a, transposeB ? transpose(b) : b),
  })),
  {
    name: 'heads laid behind each other',
    shapes: [[2, 3, 4, 5]],
    run: (tf, [x]) => tf.transpose(x, [2, 0, 1, 3]),
    expected: ([x]) => permute(x, [2, 0, 1, 3]),
  },
  {
    name: 'split along the first of three axes',
    shapes: [[6, 2, 3]],
    run: (tf, [x]) => tf.split(x, 3)[1],
    expected: ([x]) => slice(x, [2, 0, 0], [2, 2, 3]),
  },
  {
    name: 'gather sequences of embeddings',
    shapes: [[4, 3]],
    run: (tf, [x]) => tf.gather(x, tf.tensor3d([0, 3, 3, 1, 2, 0, 1, 1], [2, 2, 2], 'int32')),
    expected: ([x]) => reshape(gather(x, [0, 3, 3, 1, 2, 0, 1, 1]), [2, 2, 2, 3]),
  },
  ...composed,
]
