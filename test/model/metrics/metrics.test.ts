import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import {
  createLabelColumn,
  createPredictionColumn,
  createSample,
  createTruth,
} from '../../../main/model/metrics/sample.ts'
import { metricsOf, type Metric } from '../../../main/model/metrics/taskMetrics.ts'
import { chooseThreshold } from '../../../main/model/metrics/threshold.ts'
import { plainMetrics, type Row } from './plain.ts'

const [amountPanel] = metricsOf('ltv')
const [unitsPanel] = metricsOf('potential')
const [pairPanel] = metricsOf('loyalty')

/** The value of a metric on the rows repeated by weight, by the code under test. */
function weighted(metric: Metric, rows: Row[], weights: number[], threshold: number): number {
  const labels = createLabelColumn(
    Float64Array.from(rows, (row) => row.actual),
    Uint32Array.from(rows, (row) => row.tieBreak),
    Int32Array.from(rows, (row) => row.brand),
  )
  const column = createPredictionColumn(
    labels,
    Float64Array.from(rows, (row) => row.predicted),
    threshold,
  )
  const multiplicities = Float64Array.from(weights)
  return metric(createSample(labels, column, createTruth(labels, multiplicities), multiplicities))
}

const materialise = (rows: Row[], weights: number[]): Row[] =>
  rows.flatMap((row, i) => Array.from({ length: weights[i] }, () => row))

/** Many ties in both columns, many zeros, heavy tail. */
function amountRows(count: number, seed: number): Row[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, (_, i) => {
    const level = Math.round(random.gamma(0.7) * 8)
    return {
      actual: random.uniform() < 0.6 ? 0 : Math.round(level * random.exponential(1) * 4) / 4,
      predicted: random.uniform() < 0.3 ? 2 : level + random.integer(4),
      tieBreak: (i * 2654435761) >>> 0,
      brand: random.integer(4),
    }
  })
}

function binaryRows(count: number, seed: number): Row[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, (_, i) => {
    const p = random.integer(20) / 19
    return {
      actual: Number(random.uniform() < p * 0.7),
      predicted: p,
      tieBreak: (i * 2654435761) >>> 0,
      brand: random.integer(5),
    }
  })
}

const drawWeights = (count: number, seed: number) => {
  const random = createRandom(seed)
  const weights = Array.from({ length: count }, () => 0)
  for (let i = 0; i < count; i++) weights[random.integer(count)]++
  return weights
}

describe('weighted metrics equal the plain ones on the materialised resample', () => {
  const amountMetrics = { ...amountPanel.metrics, ...unitsPanel.metrics }
  for (const count of [7, 40, 173]) {
    for (const seed of [1, 2, 3]) {
      it(`amounts: ${count} rows, resample ${seed}`, () => {
        const rows = amountRows(count, seed)
        for (const weights of [rows.map(() => 1), drawWeights(count, seed + 10)]) {
          for (const [name, metric] of Object.entries(amountMetrics)) {
            const expected = plainMetrics[name](materialise(rows, weights), 0)
            expect(weighted(metric, rows, weights, 0), name).toBeCloseTo(expected, 9)
          }
        }
      })
      it(`probabilities: ${count} rows, resample ${seed}`, () => {
        const rows = binaryRows(count, seed)
        for (const weights of [rows.map(() => 1), drawWeights(count, seed + 20)]) {
          for (const [name, metric] of Object.entries(pairPanel.metrics)) {
            const expected = plainMetrics[name](materialise(rows, weights), 0.35)
            expect(weighted(metric, rows, weights, 0.35), name).toBeCloseTo(expected, 9)
          }
        }
      })
    }
  }
})

describe('metrics at their edges', () => {
  const rowsOf = (actual: number[], predicted: number[]): Row[] =>
    actual.map((value, i) => ({ actual: value, predicted: predicted[i], tieBreak: i, brand: 0 }))
  const value = (metric: Metric, actual: number[], predicted: number[], threshold = 0.5) =>
    weighted(
      metric,
      rowsOf(actual, predicted),
      actual.map(() => 1),
      threshold,
    )
  const { normalizedGini, spearman, totalRatio, decileError, topAuc } = amountPanel.metrics

  it('gives 1 for the best order, −1 for the worst and 0 for a constant', () => {
    expect(value(normalizedGini, [0, 1, 5, 20], [1, 2, 3, 4])).toBeCloseTo(1, 12)
    expect(value(normalizedGini, [0, 1, 5, 20], [4, 3, 2, 1])).toBeCloseTo(-1, 12)
    expect(value(normalizedGini, [0, 1, 5, 20], [7, 7, 7, 7])).toBeCloseTo(0, 12)
  })
  it('is not defined without a positive label', () => {
    for (const metric of [normalizedGini, totalRatio, decileError, topAuc, unitsPanel.metrics.wmape]) {
      expect(value(metric, [0, 0, 0], [1, 2, 3])).toBeNaN()
    }
    expect(value(pairPanel.metrics.auc, [0, 0], [0.1, 0.2])).toBeNaN()
    expect(value(pairPanel.metrics.precision, [0, 1], [0.1, 0.2])).toBeNaN()
  })
  it('does not define a rank correlation with a constant', () => {
    expect(value(spearman, [1, 2, 3], [5, 5, 5])).toBeNaN()
    expect(value(spearman, [4, 4, 4], [1, 2, 3])).toBeNaN()
  })
  it('keeps a confidently wrong probability finite', () => {
    expect(value(pairPanel.metrics.logLoss, [1], [0])).toBeCloseTo(-Math.log(1e-6), 6)
  })
  it('refuses predictions that are not numbers', () => {
    expect(() => value(normalizedGini, [1, 2], [1, NaN])).toThrow('row 1')
  })
})

describe('chooseThreshold', () => {
  it('finds the highest F1 of all thresholds', () => {
    const rows = binaryRows(200, 9)
    const actual = Float64Array.from(rows, (row) => row.actual)
    const predicted = Float64Array.from(rows, (row) => row.predicted)
    const chosen = plainMetrics.f1(rows, chooseThreshold(actual, predicted))
    const others = rows.map((row) => plainMetrics.f1(rows, row.predicted))
    expect(chosen).toBeCloseTo(Math.max(...others), 12)
  })
  it('leaves out masked rows and falls back to a half', () => {
    expect(chooseThreshold(Float64Array.of(NaN, 1, 0), Float64Array.of(0.99, 0.8, 0.2))).toBeCloseTo(0.5, 12)
    expect(chooseThreshold(Float64Array.of(0, 0), Float64Array.of(0.9, 0.1))).toBe(0.5)
  })
})
