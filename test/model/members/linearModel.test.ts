import { expect, test } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import { logistic, squaredError, tweedie } from '../../../main/model/boosting/objectives.ts'
import { fitLinear, linearScore } from '../../../main/model/members/linearModel.ts'

/** Rows of standard normals, first two of which matter. */
function exampleRows(rows: number, width: number) {
  const random = createRandom(2)
  const cells = Float64Array.from({ length: rows * width }, () => random.normal())
  const read = (row: number, values: Float64Array) => values.set(cells.subarray(row * width, (row + 1) * width))
  const score = Float64Array.from(
    { length: rows },
    (_, row) => 0.4 + 0.8 * cells[row * width] - 0.5 * cells[row * width + 1],
  )
  return { reader: { width, read }, score, random, every: Int32Array.from({ length: rows }, (_, row) => row) }
}

test('by squared error it is ridge regression: the normal equations with the penalty hold', () => {
  const { reader, score, random, every } = exampleRows(200, 3)
  const labels = score.map((value) => value + 0.3 * random.normal())
  const { bias, weights } = fitLinear(reader, labels, every, squaredError)
  const values = new Float64Array(3)
  const sums = new Float64Array(4)
  for (const row of every) {
    reader.read(row, values)
    const residual = labels[row] - bias - values.reduce((sum, value, j) => sum + value * weights[j], 0)
    values.forEach((value, j) => (sums[j] += value * residual))
    sums[3] += residual
  }
  weights.forEach((weight, j) => expect(sums[j]).toBeCloseTo(3 * weight, 6))
  expect(sums[3]).toBeCloseTo(0, 6)
})

test.each([
  ['logistic', logistic, (score: number, draw: number) => Number(draw < 1 / (1 + Math.exp(-score)))],
  [
    'tweedie',
    tweedie(1.5),
    (score: number, draw: number) => (draw < 0.5 ? 0 : -2 * Math.log(2 - 2 * draw) * Math.exp(score)),
  ],
] as const)('by %s loss it finds the weights that made the labels', (name, objective, draw) => {
  const { reader, score, random, every } = exampleRows(20_000, 4)
  const labels = score.map((value) => draw(value, random.uniform()))
  const { weights } = fitLinear(reader, labels, every, objective)
  const expected = [0.8, -0.5, 0, 0]
  weights.forEach((weight, j) => expect(Math.abs(weight - expected[j])).toBeLessThan(name === 'tweedie' ? 0.08 : 0.06))
})

test('says nothing beyond what it has seen: scores are kept within those of its rows', () => {
  const { reader, score, every } = exampleRows(500, 2)
  const model = fitLinear(reader, score, every, squaredError)
  expect(linearScore(model, Float64Array.from([100, -100]))).toBe(model.high)
  expect(model.high).toBeLessThan(5)
})
