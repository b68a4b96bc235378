import type { Grid, Tensor, Tf } from '../../main/engine/types.ts'
import { layerNorm } from '../../main/model/network/layers.ts'
import * as reference from './reference.ts'
import type { Dense } from './reference.ts'

/** One operation on an engine, and what it means in float64. */
export interface Operation {
  name: string
  shapes: number[][]
  run(tf: Tf, inputs: Tensor[]): Tensor
  expected(inputs: Dense[]): Dense
}

const { combine, concatenate, gather, map, product, reshape, slice, sumOver, transpose } = reference

/** Matrices of no row, of one number, of odd lengths, and one that fills several lanes of a vector unit. */
const matrices = [
  [0, 3],
  [1, 1],
  [3, 5],
  [17, 33],
]

type Binary = [string, (tf: Tf, a: Tensor, b: Tensor) => Tensor, (a: number, b: number) => number]

const binaries: Binary[] = [
  ['add', (tf, a, b) => tf.add(a, b), (a, b) => a + b],
  ['subtract', (tf, a, b) => tf.sub(a, b), (a, b) => a - b],
  ['multiply', (tf, a, b) => tf.mul(a, b), (a, b) => a * b],
  ['divide', (tf, a, b) => tf.div(a, b), (a, b) => a / b],
]

type Unary = [string, (tf: Tf, x: Tensor) => Tensor, (x: number) => number]

const unaries: Unary[] = [
  ['negate', (tf, x) => tf.neg(x), (x) => -x],
  ['exp', (tf, x) => tf.exp(x), Math.exp],
  ['log', (tf, x) => tf.log(x), Math.log],
  ['square', (tf, x) => tf.square(x), (x) => x * x],
  ['square root', (tf, x) => tf.sqrt(x), Math.sqrt],
  ['reciprocal square root', (tf, x) => tf.rsqrt(x), (x) => 1 / Math.sqrt(x)],
  ['relu', (tf, x) => tf.relu(tf.sub(x, 1.0001)), (x) => Math.max(0, x - 1.0001)],
  ['sigmoid', (tf, x) => tf.sigmoid(x), (x) => 1 / (1 + Math.exp(-x))],
  ['tanh', (tf, x) => tf.tanh(x), Math.tanh],
  ['softplus', (tf, x) => tf.softplus(x), (x) => Math.log1p(Math.exp(x))],
]

const elementwise: Operation[] = [
  ...binaries.flatMap(([name, run, expected]): Operation[] =>
    [
      ...matrices.map((shape) => [shape, shape]),
      [[3, 5], [5]],
      [
        [3, 1],
        [3, 5],
      ],
      [[], [3, 5]],
      [[2, 3, 5], [5]],
    ].map((shapes) => ({
      name,
      shapes,
      run: (tf, [a, b]) => run(tf, a, b),
      expected: ([a, b]) => combine(a, b, expected),
    })),
  ),
  ...unaries.flatMap(([name, run, expected]): Operation[] =>
    [...matrices, [7]].map((shape) => ({
      name,
      shapes: [shape],
      run: (tf, [x]) => run(tf, x),
      expected: ([x]) => map(x, expected),
    })),
  ),
]

const reductions: Operation[] = matrices.flatMap((shape): Operation[] =>
  [0, 1].flatMap((axis) =>
    [false, true].flatMap((keep): Operation[] => [
      {
        name: `sum over axis ${axis}${keep ? ', kept' : ''}`,
        shapes: [shape],
        run: (tf, [x]) => tf.sum(x, axis, keep),
        expected: ([x]) => sumOver(x, axis, keep),
      },
      ...(shape[axis] > 0
        ? [
            {
              name: `mean over axis ${axis}${keep ? ', kept' : ''}`,
              shapes: [shape],
              run: (tf: Tf, [x]: Tensor[]) => tf.mean(x, axis, keep),
              expected: ([x]: Dense[]) => map(sumOver(x, axis, keep), (sum) => sum / shape[axis]),
            },
          ]
        : []),
    ]),
  ),
)

const layout: Operation[] = [
  ...matrices.map((shape) => ({
    name: 'transpose',
    shapes: [shape],
    run: (tf: Tf, [x]: Tensor[]) => tf.transpose(x),
    expected: ([x]: Dense[]) => transpose(x),
  })),
  ...matrices.map((shape) => ({
    name: 'reshape',
    shapes: [shape],
    run: (tf: Tf, [x]: Tensor[]) => tf.reshape(x, [x.size]),
    expected: ([x]: Dense[]) => reshape(x, [x.values.length]),
  })),
  ...matrices.map(([rows, columns]) => ({
    name: 'concatenate',
    shapes: [
      [rows, columns],
      [rows, 2],
    ],
    run: (tf: Tf, [a, b]: Tensor[]) => tf.concat([a, b], 1),
    expected: ([a, b]: Dense[]) => concatenate(a, b),
  })),
  {
    name: 'slice a matrix',
    shapes: [[4, 5]],
    run: (tf, [x]) => tf.slice(x, [1, 2], [3, 2]),
    expected: ([x]) => slice(x, [1, 2], [3, 2]),
  },
  {
    name: 'slice of nothing',
    shapes: [[4, 5]],
    run: (tf, [x]) => tf.slice(x, [1, 2], [0, 2]),
    expected: ([x]) => slice(x, [1, 2], [0, 2]),
  },
  {
    name: 'split a vector',
    shapes: [[10]],
    run: (tf, [x]) => tf.split(x, [3, 1, 6])[2],
    expected: ([x]) => slice(x, [4], [6]),
  },
  {
    name: 'split a matrix by rows, one piece of which is empty',
    shapes: [[5, 3]],
    run: (tf, [x]) => tf.split(x, [2, 0, 3])[2],
    expected: ([x]) => slice(x, [2, 0], [3, 3]),
  },
  ...[[2, 0, 2], [3], []].map((rows) => ({
    name: `gather ${rows.length} rows`,
    shapes: [[4, 3]],
    run: (tf: Tf, [x]: Tensor[]) => tf.gather(x, tf.tensor1d(rows, 'int32')),
    expected: ([x]: Dense[]) => gather(x, rows),
  })),
]

const turned = (shape: number[], turn: boolean) => (turn ? [...shape.slice(0, -2), shape.at(-1), shape.at(-2)] : shape)

const products: Operation[] = [
  [
    [0, 3],
    [3, 2],
  ],
  [
    [1, 1],
    [1, 1],
  ],
  [
    [3, 5],
    [5, 7],
  ],
  [
    [17, 33],
    [33, 9],
  ],
  [
    [2, 3, 4],
    [2, 4, 5],
  ],
].flatMap(([left, right]): Operation[] =>
  [false, true].flatMap((transposeA) =>
    [false, true].map((transposeB) => ({
      name: `product${transposeA ? ' aᵀ' : ' a'}${transposeB ? 'bᵀ' : 'b'}`,
      shapes: [turned(left, transposeA), turned(right, transposeB)] as number[][],
      run: (tf: Tf, [a, b]: Tensor[]) => tf.matMul(a, b, transposeA, transposeB),
      expected: ([a, b]: Dense[]) => product(transposeA ? transpose(a) : a, transposeB ? transpose(b) : b),
    })),
  ),
)

const fused: Operation[] = [
  [0, 3, 2],
  [1, 1, 1],
  [3, 5, 7],
  [17, 33, 9],
].flatMap(([rows, inner, columns]): Operation[] =>
  (['linear', 'relu'] as const).map((activation) => ({
    name: `fused product, ${activation}`,
    shapes: [[rows, inner], [inner, columns], [columns]],
    run: (tf, [a, b, bias]) =>
      tf
        .engine()
        .runKernel('_FusedMatMul', { a, b, bias }, { transposeA: false, transposeB: false, activation }) as Tensor,
    expected: ([a, b, bias]) =>
      map(
        combine(product(a, b), bias, (x, y) => x + y),
        (x) => (activation === 'relu' ? Math.max(0, x) : x),
      ),
  })),
)

const fusedTransposed: Operation = {
  name: 'fused product aᵀbᵀ',
  shapes: [[5, 3], [7, 5], [7]],
  run: (tf, [a, b, bias]) =>
    tf
      .engine()
      .runKernel(
        '_FusedMatMul',
        { a, b, bias },
        { transposeA: true, transposeB: true, activation: 'linear' },
      ) as Tensor,
  expected: ([a, b, bias]) => combine(product(transpose(a), transpose(b)), bias, (x, y) => x + y),
}

/** Along the last axis. */
function softmaxOf(x: Dense): Dense {
  const last = x.shape.length - 1
  const exponentials = map(x, Math.exp)
  return combine(exponentials, sumOver(exponentials, last, true), (value, sum) => value / sum)
}

const gelu = (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))

/** What attention, layer norm and embeddings of sequences are made of. */
const sequences: Operation[] = [
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
    expected: ([x]) => reference.permute(x, [2, 0, 1, 3]),
  },
  {
    name: 'split along the first of three axes',
    shapes: [[6, 2, 3]],
    run: (tf, [x]) => tf.split(x, 3)[1],
    expected: ([x]) => slice(x, [2, 0, 0], [2, 2, 3]),
  },
  {
    name: 'mean over the items of sequences',
    shapes: [[2, 3, 4]],
    run: (tf, [x]) => tf.mean(x, 1),
    expected: ([x]) => map(sumOver(x, 1, false), (sum) => sum / 3),
  },
  {
    name: 'gather sequences of embeddings',
    shapes: [[4, 3]],
    run: (tf, [x]) => tf.gather(x, tf.tensor3d([0, 3, 3, 1, 2, 0, 1, 1], [2, 2, 2], 'int32')),
    expected: ([x]) => reshape(gather(x, [0, 3, 3, 1, 2, 0, 1, 1]), [2, 2, 2, 3]),
  },
]

/** Every operation the networks use, over shapes that include empty, one and odd. */
export const operations: Operation[] = [
  ...elementwise,
  ...reductions,
  ...layout,
  ...products,
  ...fused,
  fusedTransposed,
  ...sequences,
]
