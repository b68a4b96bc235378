import { expect, test } from 'vitest'
import { amountUnit, countUnit, fitLabelUnits } from '../../main/model/labelUnits.ts'
import { syntheticTable } from './syntheticData.ts'

test('units are the geometric mean of positive amounts and the mean count, and 1 without any', () => {
  expect(amountUnit([0, 1, 100, NaN])).toBeCloseTo(10, 9)
  expect(countUnit([0, 6, NaN])).toBe(3)
  expect(amountUnit([0, NaN])).toBe(1)
  expect(countUnit([])).toBe(1)
})

test('own tasks have units of their own, by kind', () => {
  const user = syntheticTable('user', 30, 1)
  user.parts.fill(0)
  user.labels['amount:tools'] = new Float64Array(30).fill(4)
  user.labels['count:visits'] = Float64Array.from({ length: 30 }, (_, row) => row % 2)
  user.labels['yesNo:comes'] = new Float64Array(30)
  const { own } = fitLabelUnits({ user }, ['amount:tools', 'count:visits', 'yesNo:comes'])
  expect(own?.['amount:tools']).toBeCloseTo(4, 12)
  expect(own).toMatchObject({ 'count:visits': 0.5 })
  expect(own).not.toHaveProperty('yesNo:comes')
})
