import { expect, test } from 'vitest'
import { mostBins } from '../../../main/model/boosting/bins.ts'
import { createRandom } from '../../../main/base/random.ts'
import { binned, range } from './rows.ts'

test('gives every one of few values its own bin, in order', () => {
  const { edges, bins } = binned([Float32Array.from([3, 1, 2, 2, 1])], range(0, 5))
  expect([...edges[0]]).toEqual([1, 2])
  expect([...bins[0]]).toEqual([2, 0, 1, 1, 0])
})

test('shares rows out evenly among as many bins as there may be', () => {
  const random = createRandom(1)
  const values = Float32Array.from({ length: 12_800 }, () => random.normal())
  const { edges, bins } = binned([values], range(0, values.length))
  expect(edges[0]).toHaveLength(mostBins - 1)
  const counts = new Int32Array(mostBins)
  for (const bin of bins[0]) counts[bin]++
  expect(Math.min(...counts)).toBeGreaterThan(95)
  expect(Math.max(...counts)).toBeLessThan(105)
})

test('a value that half the rows have takes one bin, and the others share the rest', () => {
  const random = createRandom(1)
  const values = Float32Array.from({ length: 20_000 }, (_, row) => (row % 2 ? 0 : random.uniform() - 0.5))
  const { edges, bins } = binned([values], range(0, values.length))
  expect(edges[0].length).toBeGreaterThan(mostBins - 5)
  const zeros = new Set([...bins[0]].filter((_, row) => row % 2))
  expect(zeros.size).toBe(1)
})

test('sees the rows it is fitted on alone, and puts what it has not seen where it belongs', () => {
  const { edges, bins } = binned([Float32Array.from([1, 2, 3, -9, 99, 2.5, NaN])], range(0, 3))
  expect([...edges[0]]).toEqual([1, 2])
  expect([...bins[0]]).toEqual([0, 1, 2, 0, 2, 2, 2])
})

test('a column of one value has no edge', () => {
  expect(binned([new Float32Array(9).fill(7)], range(0, 9)).edges[0]).toHaveLength(0)
})
