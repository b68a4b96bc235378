import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import { applyCalibration } from '../../../main/model/calibration/apply.ts'
import { fitIsotonic, interpolate } from '../../../main/model/calibration/isotonic.ts'

/** Rows whose true probability is the square of the predicted one. */
function overconfident(rows: number, seed: number) {
  const random = createRandom(seed)
  const predicted = Float64Array.from({ length: rows }, () => random.uniform())
  return { predicted, actual: predicted.map((p) => Number(random.uniform() < p * p)) }
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('isotonic calibration', () => {
  it('finds the true probabilities of rows it has not seen', () => {
    const { predicted, actual } = overconfident(20_000, 1)
    const calibration = fitIsotonic(predicted, actual)
    const fresh = overconfident(5_000, 2).predicted
    const errors = applyCalibration(calibration, fresh).map((p, i) => Math.abs(p - fresh[i] ** 2))
    expect(mean(errors)).toBeLessThan(0.02)
  })
  it('meets the validation mean and is monotone, losing no order within the range', () => {
    const { predicted, actual } = overconfident(3_000, 3)
    const calibrated = applyCalibration(fitIsotonic(predicted, actual), predicted)
    expect(Math.abs(mean(calibrated) - mean(actual))).toBeLessThan(0.01)
    const order = [...predicted.keys()].sort((i, j) => predicted[i] - predicted[j])
    for (let k = 1; k < order.length; k++) expect(calibrated[order[k]]).toBeGreaterThan(calibrated[order[k - 1]])
  })
  it('pools violators as the least-squares solution does, with blocks shrunk by half an outcome of either kind', () => {
    // Brute force: the isotonic fit at i is max over j ≤ i of min over k ≥ i of the mean of j..k (Robertson et al. 1988).
    const { predicted, actual } = overconfident(150, 4)
    const order = [...predicted.keys()].sort((i, j) => predicted[i] - predicted[j])
    const y = order.map((row) => actual[row])
    const meanOf = (from: number, to: number) => y.slice(from, to + 1).reduce((a, b) => a + b) / (to - from + 1)
    const fitted = y.map((_, i) =>
      Math.max(...y.slice(0, i + 1).map((_, j) => Math.min(...y.slice(i).map((_, k) => meanOf(j, i + k))))),
    )
    const levelOf = (block: number[]) => (block.reduce((a, b) => a + b) + 0.5) / (block.length + 1)
    let blocks = [...new Set(fitted)].map((level) => y.filter((_, i) => fitted[i] === level))
    for (let at = 1; at < blocks.length; at++) {
      if (levelOf(blocks[at - 1]) < levelOf(blocks[at])) continue
      blocks = [...blocks.slice(0, at - 1), [...blocks[at - 1], ...blocks[at]], ...blocks.slice(at + 1)]
      at = 0
    }
    const calibration = fitIsotonic(predicted, actual)
    const knots = calibration.kind === 'isotonic' ? calibration.outputs : []
    const rounded = (values: number[]) => [...new Set(values.map((value) => value.toFixed(5)))]
    expect(rounded(knots)).toEqual(rounded(blocks.map(levelOf)))
  })
  it('never says never: what n rows all did, the next does with (n + ½) / (n + 1)', () => {
    const predicted = Float64Array.from({ length: 200 }, (_, i) => i / 200)
    const separated = predicted.map((p) => Number(p >= 0.5))
    const calibrated = applyCalibration(fitIsotonic(predicted, separated), Float64Array.of(0, 1))
    expect(calibrated[0]).toBeCloseTo(0.5 / 101, 5)
    expect(calibrated[1]).toBeCloseTo(100.5 / 101, 5)
    expect(calibrated[1]).toBeLessThan(1)
  })
  it('takes three customers who all came back for no certainty', () => {
    // 0 of 100 come back, then 90 of 100, then the three at the top.
    const predicted = Float64Array.from({ length: 203 }, (_, i) => (i < 100 ? 0.1 : i < 200 ? 0.8 : 0.9 + i / 10_000))
    const actual = predicted.map((p, i) => Number(p > 0.85 || (p > 0.5 && i % 10 !== 0)))
    const calibrated = applyCalibration(fitIsotonic(predicted, actual), predicted)
    expect(calibrated[202]).toBeCloseTo(93.5 / 104, 4)
    for (let i = 1; i < 203; i++) expect(calibrated[i]).toBeGreaterThanOrEqual(calibrated[i - 1])
  })
  it('gives equal predictions equal probabilities', () => {
    const predicted = Float64Array.from({ length: 400 }, (_, i) => (i % 2 ? 0.2 : 0.8))
    const actual = predicted.map((p, i) => Number(p > 0.5 ? i % 20 < 12 : i % 20 < 4))
    const calibrated = applyCalibration(fitIsotonic(predicted, actual), Float64Array.of(0.2, 0.8))
    expect(calibrated[0]).toBeCloseTo(40.5 / 201, 4)
    expect(calibrated[1]).toBeCloseTo(120.5 / 201, 4)
  })
  it('lets too little validation alone', () => {
    const { predicted, actual } = overconfident(99, 5)
    expect(fitIsotonic(predicted, actual)).toEqual({ kind: 'identity' })
    const rare = new Float64Array(500)
    rare.fill(1, 0, 9)
    expect(fitIsotonic(new Float64Array(500).fill(0.1), rare)).toEqual({ kind: 'identity' })
    const masked = overconfident(300, 6)
    expect(fitIsotonic(masked.predicted, masked.actual.fill(NaN, 0, 250))).toEqual({ kind: 'identity' })
  })
  it('interpolates between knots and stays flat beyond them', () => {
    const at = (value: number) => interpolate([1, 2, 4], [10, 20, 30], value)
    expect([0, 1, 1.5, 2, 3, 4, 9].map(at)).toEqual([10, 10, 15, 20, 25, 30, 30])
  })
})
