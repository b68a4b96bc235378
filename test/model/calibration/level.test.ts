import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import { applyCalibration } from '../../../main/model/calibration/apply.ts'
import { fitLevel } from '../../../main/model/calibration/level.ts'

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)

/** Spends whose means are the predictions times `level`, 40% of them 0. */
function spends(rows: number, level: number, seed = 1) {
  const random = createRandom(seed)
  const predicted = Float64Array.from({ length: rows }, () => Math.exp(3 + random.normal()))
  const actual = predicted.map((value) => (random.uniform() < 0.4 ? 0 : (level * value * random.gamma(2) * 0.5) / 0.6))
  return { predicted, actual }
}

describe('calibration of amounts', () => {
  it('finds the level of spends, and meets their total', () => {
    const { predicted, actual } = spends(20_000, 0.7)
    const calibration = fitLevel(predicted, actual)
    if (calibration.kind !== 'level') throw new Error(`expected a level, got ${calibration.kind}`)
    expect(calibration.factor).toBeCloseTo(0.7, 1)
    expect(sum(applyCalibration(calibration, predicted)) / sum(actual)).toBeCloseTo(1, 10)
  })
  it('leaves masked rows out', () => {
    const { predicted, actual } = spends(400, 2)
    const half = fitLevel(predicted.slice(0, 200), actual.slice(0, 200))
    expect(fitLevel(predicted, actual.fill(NaN, 200))).toEqual(half)
  })
  it('leaves alone what too few spends, or no prediction above 0, tell nothing of', () => {
    const { predicted, actual } = spends(60, 1)
    expect(fitLevel(predicted, new Float64Array(60).fill(3, 0, 4))).toEqual({ kind: 'identity' })
    expect(fitLevel(predicted, new Float64Array(60).fill(3, 0, 5))).toMatchObject({ kind: 'level' })
    expect(fitLevel(predicted, new Float64Array(60).fill(NaN))).toEqual({ kind: 'identity' })
    expect(fitLevel(new Float64Array(60), actual)).toEqual({ kind: 'identity' })
  })
  it('leaves the identity alone, in a new array', () => {
    const predicted = Float64Array.of(1, 2)
    const same = applyCalibration({ kind: 'identity' }, predicted)
    expect(same).toEqual(predicted)
    expect(same).not.toBe(predicted)
  })
})
