import { expect, test } from 'vitest'
import { taskLoss, taskPredictions } from '../../../main/model/network/heads.ts'

const units = { ltv: 10, units: 4 }

test('masked labels count neither in the mean nor in the derivative', () => {
  const raw = Float32Array.from([0, 0.5, 2, -1, 3, 0])
  const labels = { bought: Float64Array.from([1, NaN, 0]), share: Float64Array.from([NaN, NaN, 0.25]) }
  const { loss, gradient, labelled } = taskLoss('loyalty', raw, labels, units)
  const first = (Math.log(2) + Math.log1p(Math.exp(3))) / 2
  const second = Math.log(2)
  expect(loss).toBeCloseTo(first + second, 6)
  expect(labelled).toBe(true)
  expect(gradient[1]).toBe(0)
  expect([gradient[2], gradient[3]]).toEqual([0, 0])
  expect(gradient[5]).toBeCloseTo(0.25, 6)
})

test('a task without any known label has no loss', () => {
  const labels = { bought: Float64Array.of(NaN), share: Float64Array.of(NaN) }
  expect(taskLoss('loyalty', Float32Array.of(1, 2), labels, units)).toMatchObject({ loss: 0, labelled: false })
})

test('amounts and counts are learned in their units and predicted in the currency and in pieces', () => {
  const atUnit = taskLoss('ltv', Float32Array.of(0, 0, 0), { ltv: Float64Array.of(10) }, units)
  const atOne = taskLoss('ltv', Float32Array.of(0, 0, 0), { ltv: Float64Array.of(1) }, { ltv: 1, units: 1 })
  expect(atUnit.loss).toBeCloseTo(atOne.loss, 12)
  expect(taskPredictions('potential', Float32Array.of(Math.log(2), -0.5), units)).toEqual({
    units: Float64Array.of(4 * Math.exp(Math.fround(Math.log(2)))),
    growth: Float64Array.of(-0.5),
  })
})

test('amounts are told by the loss they were learned by', () => {
  const raw = Float32Array.of(Math.log1p(3), 0, 0)
  const bySquares = { ...units, amountLoss: 'squared' as const }
  expect(taskPredictions('ltv', raw, bySquares).amount[0]).toBeCloseTo(3 * units.ltv, 4)
  const { loss, gradient } = taskLoss('ltv', raw, { ltv: Float64Array.of(3 * units.ltv) }, bySquares)
  expect(loss).toBeCloseTo(0, 10)
  expect(gradient.every((value) => Math.abs(value) < 1e-6)).toBe(true)
})
