import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { createRandom } from '../../main/base/random.ts'
import { startEngine } from '../../main/engine/start.ts'
import type { Tf } from '../../main/engine/types.ts'

let tf: Tf
beforeAll(async () => {
  tf = (await startEngine('wasm')).tf
})

const random = createRandom(3)
const normal = (length: number) => Float32Array.from({ length }, () => random.normal())

/** A matrix product by its definition, in float64. */
function product(
  a: Float32Array,
  b: Float32Array,
  rows: number,
  inner: number,
  columns: number,
  tA: boolean,
  tB: boolean,
) {
  const output: number[] = []
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0
      for (let k = 0; k < inner; k++)
        sum += a[tA ? k * rows + i : i * inner + k] * b[tB ? j * inner + k : k * columns + j]
      output.push(sum)
    }
  }
  return output
}

const close = (actual: ArrayLike<number>, expected: ArrayLike<number>) => {
  expect(actual.length).toBe(expected.length)
  for (let i = 0; i < actual.length; i++) expect(actual[i]).toBeCloseTo(expected[i], 3)
}

const side = fc.integer({ min: 1, max: 20 })

test('products, transposed or not, agree with the definition and leave nothing behind', () => {
  fc.assert(
    fc.property(side, side, side, fc.boolean(), fc.boolean(), (rows, inner, columns, tA, tB) => {
      const [a, b, bias] = [normal(rows * inner), normal(inner * columns), normal(columns)]
      const before = tf.memory().numTensors
      tf.tidy(() => {
        const left = tf.tensor2d(a, tA ? [inner, rows] : [rows, inner])
        const right = tf.tensor2d(b, tB ? [columns, inner] : [inner, columns])
        const expected = product(a, b, rows, inner, columns, tA, tB)
        close(tf.matMul(left, right, tA, tB).dataSync(), expected)
        const fused = tf.fused.matMul({
          a: left,
          b: right,
          transposeA: tA,
          transposeB: tB,
          bias: tf.tensor1d(bias),
          activation: 'relu',
        })
        close(
          fused.dataSync(),
          expected.map((value, index) => Math.max(0, value + bias[index % columns])),
        )
        expect(fused.shape).toEqual([rows, columns])
      })
      expect(tf.memory().numTensors).toBe(before)
    }),
    { numRuns: 60 },
  )
})

test('batched products keep their batches apart', () => {
  const a = normal(2 * 3 * 4)
  const b = normal(2 * 5 * 4)
  const both = tf.matMul(tf.tensor3d(a, [2, 3, 4]), tf.tensor3d(b, [2, 5, 4]), false, true)
  const expected = [0, 1].flatMap((i) =>
    product(a.slice(i * 12, i * 12 + 12), b.slice(i * 20, i * 20 + 20), 3, 4, 5, false, true),
  )
  expect(both.shape).toEqual([2, 3, 5])
  close(both.dataSync(), expected)
})

test('sums over rows, slices and splits agree with plain loops', () => {
  fc.assert(
    fc.property(side, side, fc.double({ min: 0, max: 1, noNaN: true }), (rows, columns, share) => {
      const x = normal(rows * columns)
      const [row, column] = [Math.floor(share * (rows - 1)), Math.floor(share * (columns - 1))]
      tf.tidy(() => {
        const matrix = tf.tensor2d(x, [rows, columns])
        const sums = Array.from({ length: columns }, (_, j) =>
          x.reduce((s, v, i) => (i % columns === j ? s + v : s), 0),
        )
        close(tf.sum(matrix, 0).dataSync(), sums)
        expect(tf.sum(matrix, 0, true).shape).toEqual([1, columns])
        const piece = tf.slice(matrix, [row, column], [rows - row, columns - column])
        close(
          piece.dataSync(),
          x.filter((_, i) => Math.floor(i / columns) >= row && i % columns >= column),
        )
        const [top, bottom] = tf.split(matrix, [row, rows - row], 0)
        close(top.dataSync(), x.slice(0, row * columns))
        close(bottom.dataSync(), x.slice(row * columns))
        const [left, right] = tf.split(matrix, [column, columns - column], 1)
        close(
          left.dataSync(),
          x.filter((_, i) => i % columns < column),
        )
        close(
          right.dataSync(),
          x.filter((_, i) => i % columns >= column),
        )
      })
    }),
    { numRuns: 60 },
  )
})

test('segment sums add the rows of each segment and ignore negative ones', () => {
  const sum = tf.unsortedSegmentSum(
    tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]),
    tf.tensor1d([1, 0, 1, -1], 'int32'),
    3,
  )
  expect([...sum.dataSync()]).toEqual([3, 4, 6, 8, 0, 0])
})

test('rows are gathered in the order asked for, and only those there are', () => {
  const matrix = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2])
  expect([...tf.gather(matrix, tf.tensor1d([2, 0, 2], 'int32')).dataSync()]).toEqual([5, 6, 1, 2, 5, 6])
  expect(() => tf.gather(matrix, tf.tensor1d([3], 'int32'))).toThrow('row 3')
})

test('products of many small, of long and of odd matrices agree with the definition, whatever is left over at the edges', () => {
  const sizes: [number, number, number][] = [
    [1, 1, 1],
    [4, 600, 8],
    [5, 513, 9],
    [3, 257, 13],
    [9, 2, 31],
  ]
  for (const [rows, inner, columns] of sizes) {
    const [a, b] = [normal(3 * rows * inner), normal(3 * inner * columns)]
    const expected = [0, 1, 2].flatMap((i) =>
      product(
        a.slice(i * rows * inner, (i + 1) * rows * inner),
        b.slice(i * inner * columns, (i + 1) * inner * columns),
        ...([rows, inner, columns, true, false] as const),
      ),
    )
    tf.tidy(() => {
      const left = tf.tensor3d(a, [3, inner, rows])
      const both = tf.matMul(left, tf.tensor3d(b, [3, inner, columns]), true)
      close(both.dataSync(), expected)
    })
  }
})

test('a batch of matrices times one matrix is left to the backend', () => {
  const [a, b] = [normal(2 * 3 * 4), normal(4 * 5)]
  const both = tf.matMul(tf.tensor3d(a, [2, 3, 4]), tf.tensor3d(b, [1, 4, 5]))
  close(
    both.dataSync(),
    [0, 1].flatMap((i) => product(a.slice(i * 12, i * 12 + 12), b, 3, 4, 5, false, false)),
  )
})
