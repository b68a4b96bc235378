import type { Tensor, Tf } from '../../main/engine/types.ts'
import type { Operation } from './operations.ts'
import { combine, concatenate, map, permute, product, reshape, slice, sumOver, transpose } from './reference.ts'
import type { Dense } from './reference.ts'

const turned = (shape: number[], turn: boolean) => (turn ? [...shape.slice(0, -2), shape.at(-1), shape.at(-2)] : shape)

const sumOverAll = (x: Dense, axes: number[]): Dense =>
  axes.toSorted((a, b) => b - a).reduce((sum, axis) => sumOver(sum, axis, false), x)

/** Over some axes of several. */
const reductionsOfMany: Operation[] = [
  [2, 3, 4],
  [1, 1, 1],
  [3, 7, 17],
  [0, 3, 2],
].flatMap((shape): Operation[] =>
  [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]].flatMap((axes): Operation[] => {
    const count = axes.reduce((product, axis) => product * shape[axis], 1)
    const over = `over axes ${axes.join()} of three`
    const sum: Operation = {
      name: `sum ${over}`,
      shapes: [shape],
      run: (tf, [x]) => tf.sum(x, axes),
      expected: ([x]) => sumOverAll(x, axes),
    }
    if (count === 0) return [sum]
    const mean: Operation = {
      name: `mean ${over}`,
      shapes: [shape],
      run: (tf, [x]) => tf.mean(x, axes),
      expected: ([x]) => map(sumOverAll(x, axes), (total) => total / count),
    }
    return [sum, mean]
  }),
)

const largest: Operation[] = [0, 1, 2].map((axis) => ({
  name: `largest over axis ${axis} of three`,
  shapes: [[3, 5, 4]],
  run: (tf, [x]) => tf.max(x, axis),
  expected: ([x]) => {
    const inFront = permute(x, [axis, ...[0, 1, 2].filter((other) => other !== axis)])
    const rest = inFront.shape.slice(1)
    const size = rest[0] * rest[1]
    const values = Float64Array.from({ length: size }, (_, i) =>
      Math.max(...Array.from({ length: inFront.shape[0] }, (_, k) => inFront.values[k * size + i])),
    )
    return { shape: rest, values }
  },
}))

/** Products in which one side, or each in turn, repeats its matrices. */
const productsOfMany: Operation[] = [
  [
    [2, 3, 4],
    [4, 5],
  ],
  [
    [2, 3, 4],
    [1, 4, 5],
  ],
  [
    [1, 3, 4],
    [2, 4, 5],
  ],
  [
    [2, 1, 3, 4],
    [3, 4, 2],
  ],
  [
    [2, 3, 5, 7],
    [7, 9],
  ],
  [
    [0, 3, 4],
    [4, 5],
  ],
].flatMap(([left, right]): Operation[] =>
  [false, true].flatMap((transposeA) =>
    [false, true].map((transposeB) => ({
      name: `product of many${transposeA ? ', aᵀ' : ', a'}${transposeB ? 'bᵀ' : 'b'}`,
      shapes: [turned(left, transposeA), turned(right, transposeB)] as number[][],
      run: (tf: Tf, [a, b]: Tensor[]) => tf.matMul(a, b, transposeA, transposeB),
      expected: ([a, b]: Dense[]) => product(transposeA ? transpose(a) : a, transposeB ? transpose(b) : b),
    })),
  ),
)

const layoutsOfMany: Operation[] = [
  ...[
    [0, 2, 1, 3],
    [0, 2, 3, 1],
    [0, 1, 3, 2],
    [3, 2, 1, 0],
  ].map((order) => ({
    name: `axes in the order ${order.join()}`,
    shapes: [[2, 3, 4, 5]],
    run: (tf: Tf, [x]: Tensor[]) => tf.transpose(x, order),
    expected: ([x]: Dense[]) => permute(x, order),
  })),
  ...[
    [
      [2, 3, 4],
      [2, 3, 1],
    ],
    [
      [2, 0, 4],
      [2, 0, 3],
    ],
    [
      [2, 2, 3, 5],
      [2, 2, 3, 17],
    ],
  ].map((shapes) => ({
    name: 'concatenate along the last axis of many',
    shapes,
    run: (tf: Tf, [a, b]: Tensor[]) => tf.concat([a, b], -1),
    expected: ([a, b]: Dense[]) => concatenate(a, b),
  })),
  ...[
    [2, 3, 6],
    [2, 2, 3, 6],
  ].map((shape) => ({
    name: 'split along the last axis of many',
    shapes: [shape],
    run: (tf: Tf, [x]: Tensor[]) => tf.split(x, [1, 3, 2], -1)[1],
    expected: ([x]: Dense[]) =>
      slice(
        x,
        shape.map((_, axis) => (axis === shape.length - 1 ? 1 : 0)),
        shape.with(-1, 3),
      ),
  })),
  {
    name: 'slice of three axes',
    shapes: [[3, 4, 5]],
    run: (tf, [x]) => tf.slice(x, [1, 0, 2], [2, 3, 2]),
    expected: ([x]) => slice(x, [1, 0, 2], [2, 3, 2]),
  },
  {
    name: 'stack',
    shapes: [
      [3, 5],
      [3, 5],
    ],
    run: (tf, inputs) => tf.stack(inputs, 1),
    expected: ([a, b]) => reshape(concatenate(a, b), [3, 2, 5]),
  },
  {
    name: 'unstack',
    shapes: [[3, 2, 5]],
    run: (tf, [x]) => tf.unstack(x, 1)[1],
    expected: ([x]) => reshape(slice(x, [0, 1, 0], [3, 1, 5]), [3, 5]),
  },
  {
    name: 'an axis put in and repeated',
    shapes: [[3, 5]],
    run: (tf, [x]) => tf.tile(tf.expandDims(x, 1), [2, 4, 1]),
    expected: ([x]) =>
      combine(
        reshape({ shape: [6, 5], values: Float64Array.from([...x.values, ...x.values]) }, [6, 1, 5]),
        reshape(map(zeros([4]), Number), [4, 1]),
        (a, b) => a + b,
      ),
  },
  {
    name: 'zeros around',
    shapes: [[2, 3]],
    run: (tf, [x]) =>
      tf.pad(x, [
        [1, 0],
        [0, 2],
      ]),
    expected: ([x]) => concatenate({ shape: [3, 3], values: Float64Array.from([0, 0, 0, ...x.values]) }, zeros([3, 2])),
  },
  {
    name: 'rows added up by segment',
    shapes: [[5, 3]],
    run: (tf, [x]) => tf.unsortedSegmentSum(x, tf.tensor1d([2, 0, 2, 2, 0], 'int32'), 4),
    expected: ([x]) => {
      const sum = zeros([4, 3])
      x.values.forEach((value, i) => (sum.values[[2, 0, 2, 2, 0][Math.floor(i / 3)] * 3 + (i % 3)] += value))
      return sum
    },
  },
]

const zeros = (shape: number[]): Dense => ({ shape, values: new Float64Array(shape.reduce((a, b) => a * b, 1)) })

/** Operations on tensors of three axes and more. */
export const ofManyAxes: Operation[] = [...reductionsOfMany, ...largest, ...productsOfMany, ...layoutsOfMany]
