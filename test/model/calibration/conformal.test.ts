import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import {
  conformalInterval,
  coverageOf,
  fitConformal,
  type Conformal,
} from '../../../main/model/calibration/conformal.ts'

/** Skewed spends with many zeros, whose spread grows with the prediction. */
function spends(rows: number, seed: number) {
  const random = createRandom(seed)
  const predicted = Float64Array.from({ length: rows }, () => random.gamma(0.8) * 60)
  return { predicted, actual: predicted.map((value) => (random.uniform() < 0.4 ? 0 : value * random.gamma(1.5))) }
}

function fitted(conformal: Conformal | null): Conformal {
  if (conformal === null) throw new Error('expected intervals')
  return conformal
}

describe('conformal intervals', () => {
  it('cover 80% of outcomes they have not seen, in the lowest and the highest band alike', () => {
    const { predicted, actual } = spends(5_000, 1)
    const conformal = fitted(fitConformal(predicted, actual, 'log1p'))
    expect(conformal.low).toHaveLength(10)
    const fresh = spends(20_000, 2)
    const covered = coverageOf(conformal, fresh.predicted, fresh.actual) ?? 0
    // More than 80% only through ties at 0, which no interval can split.
    expect(covered).toBeGreaterThan(0.78)
    const [lowest, highest] = [conformal.edges[0], conformal.edges.at(-1) ?? NaN]
    for (const inBand of [(value: number) => value < lowest, (value: number) => value >= highest]) {
      const actuals = fresh.predicted.map((value, i) => (inBand(value) ? fresh.actual[i] : NaN))
      // 500 validation rows per band leave its coverage with a standard deviation of 0.018.
      expect(coverageOf(conformal, fresh.predicted, actuals) ?? 0).toBeGreaterThan(0.75)
    }
  })
  it('keep their promise on average over many small validations', () => {
    const random = createRandom(3)
    let covered = 0
    const trials = 4_000
    for (let trial = 0; trial < trials; trial++) {
      const values = Float64Array.from({ length: 20 }, () => random.normal())
      const zero = new Float64Array(19)
      const conformal = fitted(fitConformal(zero, values.slice(0, 19), 'linear'))
      covered += coverageOf(conformal, Float64Array.of(0), values.slice(19)) ?? 0
    }
    // 19 rows: the 2nd lowest and 2nd highest residual, and exactly 16 of the 20 gaps between them.
    expect(Math.abs(covered / trials - 0.8)).toBeLessThan(3.5 * Math.sqrt(0.16 / trials))
  })
  it('take the residuals at the promised ranks', () => {
    const actual = Float64Array.from({ length: 19 }, (_, i) => i - 9)
    const { low, high } = conformalInterval(fitted(fitConformal(new Float64Array(19), actual, 'linear')), 100)
    expect([low, high]).toEqual([92, 108])
  })
  it('never reach below no money', () => {
    const { predicted, actual } = spends(1_000, 4)
    const conformal = fitted(fitConformal(predicted, actual, 'log1p'))
    for (const value of predicted) {
      const { low, high } = conformalInterval(conformal, value)
      expect(low).toBeGreaterThanOrEqual(0)
      expect(high).toBeGreaterThanOrEqual(low)
    }
  })
  it('take equal predictions as one band', () => {
    const { actual } = spends(1_000, 5)
    expect(fitted(fitConformal(new Float64Array(1_000).fill(3), actual, 'log1p')).edges).toEqual([])
    const mostlyZero = Float64Array.from(actual, (_, i) => (i < 900 ? 0 : i))
    expect(fitted(fitConformal(mostlyZero, actual, 'log1p')).edges.length).toBeLessThanOrEqual(1)
  })
  it('promise nothing on too little', () => {
    expect(fitConformal(new Float64Array(8), new Float64Array(8), 'linear')).toBeNull()
    expect(fitConformal(new Float64Array(9), new Float64Array(9).fill(NaN), 'linear')).toBeNull()
    const conformal = fitted(fitConformal(new Float64Array(9), new Float64Array(9), 'linear'))
    expect(coverageOf(conformal, Float64Array.of(1), Float64Array.of(NaN))).toBeNull()
  })
})
