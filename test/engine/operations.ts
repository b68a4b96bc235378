import type { Tensor, Tf } from '../../main/engine/types.ts'
import * as reference from './reference.ts'
import type { Dense } from './reference.ts'
import { ofManyAxes } from './manyAxes.ts'
import { sequences } from './sequenceOperations.ts'

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
  ['squared difference', (tf, a, b) => tf.squaredDifference(a, b), (a, b) => (a - b) ** 2],
  ['maximum', (tf, a, b) => tf.maximum(a, b), Math.max],
  ['minimum', (tf, a, b) => tf.minimum(a, b), Math.min],
]

type Unary = [string, (tf: Tf, x: Tensor) => Tensor, (x: number) => number]

/** By its Taylor series, which float64 carries for arguments of size one. */
function erf(x: number): number {
  let [sum, term] = [0, x]
  for (let n = 0; n < 60; n++) {
    sum += term / (2 * n + 1)
    term *= -(x * x) / (n + 1)
  }
  return (2 / Math.sqrt(Math.PI)) * sum
}

const unaries: Unary[] = [
  ['negate', (tf, x) => tf.neg(x), (x) => -x],
  ['exp', (tf, x) => tf.exp(x), Math.exp],
  ['log', (tf, x) => tf.log(x), Math.log],
  ['log of one more', (tf, x) => tf.log1p(x), Math.log1p],
  ['absolute value', (tf, x) => tf.abs(tf.sub(x, 1.0001)), (x) => Math.abs(x - 1.0001)],
  ['reciprocal', (tf, x) => tf.reciprocal(x), (x) => 1 / x],
  ['error function', (tf, x) => tf.erf(x), erf],
  ['clip', (tf, x) => tf.clipByValue(x, 0.50001, 1.30001), (x) => Math.min(1.30001, Math.max(0.50001, x))],
  [
    'choice by a condition',
    (tf, x) => tf.where(tf.greater(x.clone(), 1.0001), tf.mul(x, 2), tf.square(x)),
    (x) => (x > 1.0001 ? 2 * x : x * x),
  ],
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

/** Every operation the networks use, over shapes that include empty, one and odd. */
export const operations: Operation[] = [
  ...elementwise,
  ...reductions,
  ...layout,
  ...products,
  ...fused,
  fusedTransposed,
  ...ofManyAxes,
  ...sequences,
]
