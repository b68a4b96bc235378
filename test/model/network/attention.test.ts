import { beforeAll, expect, test } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import type { Grid, Tf } from '../../../main/engine/types.ts'
import { attendedMean, attention, attentionParameters, meanOfItems } from '../../../main/model/network/attention.ts'
import type { Pass } from '../../../main/model/network/layers.ts'
import { startEngineUnderTest } from '../../engine/engineUnderTest.ts'

let tf: Tf
beforeAll(async () => {
  tf = (await startEngineUnderTest()).tf
})

const random = createRandom(4)
const normal = (length: number) => Float32Array.from({ length }, () => random.normal())
const passWith = (project: Float32Array, mix: Float32Array, width: number): Pass => ({
  tf,
  parameters: { 'a.project': tf.tensor2d(project, [width, 3 * width]), 'a.mix': tf.tensor2d(mix, [width, width]) },
  dropout: null,
})

test('two items that ask for each other give the means worked out by hand', async () => {
  // Width 1: the query is the item, the key twice, the value ten times it; scores are 2 · item · other item.
  const pass = passWith(Float32Array.of(1, 2, 10), Float32Array.of(1), 1)
  const items = tf.tensor2d([0, 1], [2, 1])
  const output = await attention(pass, 'a', items, { count: 1, length: 2, heads: 1 }).data()
  // Item 0 scores both alike: the mean of 0 and 10. Item 1 scores 0 and 2: weight e²/(1 + e²) on 10.
  expect(output[0]).toBeCloseTo(5, 5)
  expect(output[1]).toBeCloseTo((10 * Math.exp(2)) / (1 + Math.exp(2)), 4)
})

test('every head of every sequence is its own, by plain loops', async () => {
  const [count, length, heads, width] = [3, 4, 2, 6]
  const [project, mix, x] = [normal(width * 3 * width), normal(width * width), normal(count * length * width)]
  const pass = passWith(project, mix, width)
  const items = tf.tensor2d(x, [count * length, width]) as Grid
  const found = await attention(pass, 'a', items, { count, length, heads }).data()

  const headWidth = width / heads
  const projected = (row: number, column: number) => {
    let sum = 0
    for (let k = 0; k < width; k++) sum += x[row * width + k] * project[k * 3 * width + column]
    return sum
  }
  for (let sequence = 0; sequence < count; sequence++) {
    for (let item = 0; item < length; item++) {
      const mixed: number[] = []
      for (let head = 0; head < heads; head++) {
        const at = (kind: number, row: number, i: number) =>
          projected(sequence * length + row, kind * width + head * headWidth + i)
        const scores = Array.from({ length }, (_, other) => {
          let score = 0
          for (let i = 0; i < headWidth; i++) score += at(0, item, i) * at(1, other, i)
          return Math.exp(score / Math.sqrt(headWidth))
        })
        const total = scores.reduce((sum, score) => sum + score, 0)
        for (let i = 0; i < headWidth; i++) {
          mixed.push(scores.reduce((sum, score, other) => sum + (score / total) * at(2, other, i), 0))
        }
      }
      for (let column = 0; column < width; column++) {
        const expected = mixed.reduce((sum, value, k) => sum + value * mix[k * width + column], 0)
        expect(found[(sequence * length + item) * width + column]).toBeCloseTo(expected, 3)
      }
    }
  }
})

test('parameters have the shapes the layer asks for, and items are averaged within their sequence', async () => {
  expect(attentionParameters('a', 6).map(({ shape }) => shape)).toEqual([
    [6, 18],
    [6, 6],
  ])
  const items = tf.tensor2d([1, 2, 3, 4, 10, 20, 30, 40], [4, 2])
  const means = meanOfItems(passWith(normal(12), normal(4), 2), items, { count: 2, length: 2, heads: 1 })
  expect([...(await means.data())]).toEqual([2, 3, 20, 30])
})

test('what lies behind a sequence’s end is not looked at', async () => {
  const [length, width] = [3, 4]
  const [project, mix, x] = [normal(width * 3 * width), normal(width * width), normal(length * width)]
  const pass = passWith(project, mix, width)
  const padded = tf.tensor2d(x, [length, width])
  const alone = tf.tensor2d(x.slice(0, 2 * width), [2, width])
  const sequences = { count: 1, length, heads: 2, present: Float32Array.of(1, 1, 0) }
  const found = await attention(pass, 'a', padded, sequences).data()
  const expected = await attention(pass, 'a', alone, { count: 1, length: 2, heads: 2 }).data()
  for (let i = 0; i < 2 * width; i++) expect(found[i]).toBeCloseTo(expected[i], 4)
})

test('an attended mean weighs items by how they answer the query, by hand', async () => {
  const items = tf.tensor2d([1, 0, 3, 0, 5, 0], [3, 2])
  const query = tf.tensor2d([Math.SQRT2, 0], [2, 1])
  const sequences = { count: 1, length: 3, heads: 1, present: Float32Array.of(1, 1, 0) }
  const { mean, weights } = attendedMean(passWith(normal(12), normal(4), 2), items, query, sequences)
  // Scores 1 and 3: weights 1 / (1 + e²) and e² / (1 + e²).
  const later = Math.exp(2) / (1 + Math.exp(2))
  const [first, second, third] = await weights.data()
  expect(first).toBeCloseTo(1 - later, 4)
  expect(second).toBeCloseTo(later, 4)
  expect(third).toBe(0)
  expect((await mean.data())[0]).toBeCloseTo(1 - later + 3 * later, 4)
})
