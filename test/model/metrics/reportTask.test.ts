import { describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { createRandom } from '../../../main/base/random.ts'
import { estimateOf, forEachResample, quantile } from '../../../main/model/metrics/bootstrap.ts'
import { reportTask, type Predictor, type TaskEvaluation } from '../../../main/model/metrics/reportTask.ts'

const options = { resamples: 400, seed: 7 }
const predictor = (outputs: Record<string, Float64Array>): Predictor => ({ outputs, threshold: 0.5 })

/** Customers with a hidden level; `noise` is how far a predictor's guess strays from it (in logs). */
function customers(rows: number, noises: number[], seed = 3): TaskEvaluation {
  const random = createRandom(seed)
  const level = Float64Array.from({ length: rows }, () => random.gamma(0.6) * 50)
  const guess = (noise: number) =>
    predictor({ amount: level.map((value) => value * Math.exp(noise * random.normal())) })
  const [model, ...others] = noises.map(guess)
  return {
    task: 'ltv',
    ids: Int32Array.from(level, (_, i) => i + 1),
    brandIds: new Int32Array(),
    clusters: Int32Array.from(level, (_, i) => i + 1),
    labels: { ltv: level.map((value) => (random.uniform() < 0.5 ? 0 : value * random.exponential(0.5))) },
    model,
    baselines: Object.fromEntries(others.map((other, i) => [`baseline${i}`, other])),
  }
}

describe('forEachResample', () => {
  it('draws whole clusters, as many as there are, and repeats itself for the same seed', () => {
    const clusters = Int32Array.of(5, 9, 5, 7, 9, 9)
    const draw = (seed: number) => {
      const seen: number[][] = []
      forEachResample(clusters, { resamples: 50, seed }, (weights) => seen.push([...weights]), unattended)
      return seen
    }
    for (const w of draw(1)) {
      expect(w[0]).toBe(w[2])
      expect([w[1], w[4]]).toEqual([w[5], w[5]])
      expect(w[0] + w[1] + w[3]).toBe(3)
    }
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
  })
  it('stops when cancelled', () => {
    const cancelled = {
      ...unattended,
      checkpoint: () => {
        throw new Error('stop')
      },
    }
    expect(() => forEachResample(Int32Array.of(1), options, () => {}, cancelled)).toThrow('stop')
  })
})

describe('estimateOf', () => {
  it('takes percentiles of what is defined and gives no interval when half is not', () => {
    const values = Float64Array.from({ length: 101 }, (_, i) => i)
    expect(estimateOf(50, values)).toEqual({ value: 50, low: 2.5, high: 97.5 })
    expect(quantile(Float64Array.of(1, 2), 0.25)).toBe(1.25)
    expect(estimateOf(1, Float64Array.of(NaN, NaN, 1))).toEqual({ value: 1, low: null, high: null })
    expect(estimateOf(NaN, values)).toEqual({ value: null, low: null, high: null })
  })
})

describe('reportTask', () => {
  it('matches the normal theory of a mean: the MAE interval is ± 1.96 standard errors', () => {
    const evaluation = customers(2000, [0.3, 0.6])
    const { mae } = reportTask(evaluation, { resamples: 1000, seed: 1 }, unattended).metrics
    const errors = evaluation.labels.ltv.map((y, i) => Math.abs(y - evaluation.model.outputs.amount[i]))
    const mean = errors.reduce((a, b) => a + b) / errors.length
    const error = Math.sqrt(errors.reduce((a, b) => a + (b - mean) ** 2, 0)) / errors.length
    expect(mae.value).toBeCloseTo(mean, 9)
    expect(Math.abs((mae.high ?? NaN) - (mae.low ?? NaN) - 3.92 * error) / (3.92 * error)).toBeLessThan(0.15)
  })
  it('sees that a sharper model beats blunt baselines, and names the best of them', () => {
    const report = reportTask(customers(1500, [0.1, 1.5, 0.8]), options, unattended)
    expect(report.bestBaseline).toBe('baseline1')
    expect(report.beatsBestBaseline).toBe(true)
    const paired = report.advantage.baseline1
    const own = report.metrics.normalizedGini
    expect((paired.high ?? NaN) - (paired.low ?? NaN)).toBeLessThan((own.high ?? NaN) - (own.low ?? NaN))
  })
  it('says so when the model does not beat the best baseline', () => {
    const evaluation = customers(800, [0.8, 0.2])
    expect(reportTask(evaluation, options, unattended).beatsBestBaseline).toBe(false)
    const same = { ...evaluation, baselines: { itself: evaluation.model } }
    const report = reportTask(same, options, unattended)
    expect(report.advantage.itself).toEqual({ value: 0, low: 0, high: 0 })
    expect(report.beatsBestBaseline).toBe(false)
    expect(reportTask({ ...evaluation, baselines: {} }, options, unattended).bestBaseline).toBeNull()
  })
  it('lists deciles best first and calibration bins from low to high, all rows once', () => {
    const report = reportTask(customers(1003, [0.2, 0.5]), options, unattended)
    expect(report.deciles.map((row) => row.decile)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(report.deciles.reduce((rows, row) => rows + row.rows, 0)).toBe(1003)
    expect(report.calibration).toHaveLength(15)
    const predicted = report.calibration.map((bin) => bin.predicted)
    expect(predicted).toEqual([...predicted].sort((a, b) => a - b))
    expect(report.deciles[0].predicted).toBeGreaterThan(report.deciles[9].predicted)
    for (const row of report.deciles) {
      expect(row.actualLow).toBeLessThanOrEqual(row.actual)
      expect(row.actualHigh).toBeGreaterThanOrEqual(row.actual)
    }
  })
  it('widens the interval when rows come in clusters', () => {
    const evaluation = customers(1200, [0.3, 0.5])
    // Every customer stands there four times: the rows say nothing new.
    const repeated = (values: Float64Array) =>
      Float64Array.from({ length: 4 * values.length }, (_, i) => values[i >> 2])
    const four: TaskEvaluation = {
      ...evaluation,
      ids: Int32Array.from({ length: 4800 }, (_, i) => i),
      clusters: Int32Array.from({ length: 4800 }, (_, i) => i >> 2),
      labels: { ltv: repeated(evaluation.labels.ltv) },
      model: predictor({ amount: repeated(evaluation.model.outputs.amount) }),
      baselines: {},
    }
    const one = reportTask(evaluation, options, unattended).metrics.mae
    const repeatedMae = reportTask(four, options, unattended).metrics.mae
    expect(repeatedMae.value).toBeCloseTo(one.value ?? NaN, 9)
    expect(repeatedMae.low).toBeCloseTo(one.low ?? NaN, 9)
    expect(repeatedMae.high).toBeCloseTo(one.high ?? NaN, 9)
  })
  it('measures share on the rows where it is not masked', () => {
    const report = reportTask(
      {
        task: 'loyalty',
        ids: Int32Array.of(1, 1, 2, 3),
        brandIds: Int32Array.of(1, 2, 1, 1),
        clusters: Int32Array.of(1, 1, 2, 3),
        labels: { bought: Float64Array.of(1, 0, 1, 0), share: Float64Array.of(0.75, NaN, 1, NaN) },
        model: predictor({ p: Float64Array.of(0.9, 0.2, 0.6, 0.5), share: Float64Array.of(0.5, 0.1, 0.5, 0.3) }),
        baselines: {},
      },
      options,
      unattended,
    )
    expect(report.testRows).toBe(4)
    expect(report.metrics.shareMae.value).toBeCloseTo(0.375, 12)
    expect(report.metrics.auc.value).toBe(1)
    expect(report.metrics.withinBrandAuc.value).toBe(1)
    expect(report.deciles).toHaveLength(4)
  })
  it('keeps a task without a positive label alive, with nulls', () => {
    const evaluation = customers(50, [0.3, 0.3])
    const report = reportTask({ ...evaluation, labels: { ltv: new Float64Array(50) } }, options, unattended)
    expect(report.metrics.normalizedGini).toEqual({ value: null, low: null, high: null })
    expect(report.bestBaseline).toBeNull()
    expect(report.beatsBestBaseline).toBe(false)
  })
})
