import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import { applyCalibration } from '../../../main/model/calibration/apply.ts'
import { fitMoney } from '../../../main/model/calibration/money.ts'

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)

/** Spends with mean exp(a + b·log ŷ), 40% of them 0. */
function spends(rows: number, a: number, b: number, seed = 1) {
  const random = createRandom(seed)
  const predicted = Float64Array.from({ length: rows }, () => Math.exp(3 + random.normal()))
  const actual = predicted.map((value) =>
    random.uniform() < 0.4 ? 0 : (Math.exp(a + b * Math.log(value)) / 0.6) * random.gamma(2) * 0.5,
  )
  return { predicted, actual }
}

describe('money calibration', () => {
  it('finds the curve that spends follow, and their total', () => {
    const { predicted, actual } = spends(20_000, 0.8, 0.7)
    const calibration = fitMoney(predicted, actual)
    if (calibration.kind !== 'money') throw new Error(`expected a curve, got ${calibration.kind}`)
    expect(calibration.b).toBeCloseTo(0.7, 1)
    expect(calibration.a + Math.log(calibration.factor)).toBeCloseTo(0.8, 1)
    expect(sum(applyCalibration(calibration, predicted)) / sum(actual)).toBeCloseTo(1, 10)
  })
  it('is at the minimum of the gamma loss: no neighbour is lower', () => {
    const { predicted, actual } = spends(2_000, 0.3, 1.2, 4)
    const cap = actual.slice().sort()[Math.ceil(0.995 * 2_000) - 1]
    const loss = (a: number, b: number) =>
      sum(
        predicted.map(
          (value, i) => Math.min(actual[i], cap) / Math.exp(a + b * Math.log(value)) + a + b * Math.log(value),
        ),
      )
    const fitted = fitMoney(predicted, actual)
    if (fitted.kind !== 'money') throw new Error(`expected a curve, got ${fitted.kind}`)
    for (const [da, db] of [
      [0.01, 0],
      [-0.01, 0],
      [0, 0.01],
      [0, -0.01],
      [0.01, -0.003],
      [-0.01, 0.003],
    ]) {
      expect(loss(fitted.a + da, fitted.b + db)).toBeGreaterThan(loss(fitted.a, fitted.b))
    }
  })
  it('keeps one enormous spend from bending the curve, while the total still counts it', () => {
    const { predicted, actual } = spends(5_000, 0, 1)
    const before = fitMoney(predicted, actual)
    // Predicted among the lowest tenth, it would alone turn the curve round.
    const low = predicted.indexOf(predicted.slice().sort()[500])
    actual[low] = 50 * sum(actual)
    const after = fitMoney(predicted, actual)
    if (before.kind !== 'money' || after.kind !== 'money') throw new Error('expected curves')
    expect(Math.abs(after.b - before.b)).toBeLessThan(0.1)
    expect(after.factor / before.factor).toBeGreaterThan(40)
    expect(sum(applyCalibration(after, predicted)) / sum(actual)).toBeCloseTo(1, 10)
  })
  it('never turns the order round', () => {
    const { predicted, actual } = spends(1_000, 5, -0.8)
    expect(fitMoney(predicted, actual)).toMatchObject({ kind: 'money', a: 0, b: 1 })
  })
  it('sets only the level where validation is small, and nothing where it is empty', () => {
    const { predicted, actual } = spends(60, 1, 0.5)
    const small = fitMoney(predicted, actual)
    expect(small).toMatchObject({ kind: 'money', a: 0, b: 1 })
    expect(sum(applyCalibration(small, predicted))).toBeCloseTo(sum(actual), 6)
    expect(fitMoney(predicted, new Float64Array(60))).toEqual({ kind: 'identity' })
    expect(
      fitMoney(
        predicted,
        actual.map(() => NaN),
      ),
    ).toEqual({ kind: 'identity' })
  })
  it('takes predictions that are all equal, or 0', () => {
    const { actual } = spends(500, 0, 1)
    for (const value of [0, 7]) {
      const calibration = fitMoney(new Float64Array(500).fill(value), actual)
      expect(sum(applyCalibration(calibration, new Float64Array(500).fill(value)))).toBeCloseTo(sum(actual), 6)
    }
  })
  it('leaves the identity alone, in a new array', () => {
    const predicted = Float64Array.of(1, 2)
    const same = applyCalibration({ kind: 'identity' }, predicted)
    expect(same).toEqual(predicted)
    expect(same).not.toBe(predicted)
  })
})
