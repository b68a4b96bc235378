import { expect, it } from 'vitest'
import { predictSideBaselines } from '../../../main/model/baselines/sideBaselines.ts'
import { syntheticTable } from '../syntheticData.ts'

const train = Int32Array.of(0, 1, 2, 3)
const asked = Int32Array.of(4, 5)

it('gives everybody the mean of the training labels', () => {
  const table = syntheticTable('user', 6, 1)
  table.labels.ltv.set([0, 10, 0, 30, 999, 999])
  table.labels.repurchase.set([0, 1, 0, 1, 1, 1])
  expect(predictSideBaselines('ltv', table, train, asked)).toEqual({
    trainingMean: { amount: Float64Array.of(10, 10) },
  })
  expect(predictSideBaselines('repurchase', table, train, asked)).toEqual({
    trainingMean: { p: Float64Array.of(0.5, 0.5) },
  })
})

it('gives a launch the mean of its category, or of all where the category is new', () => {
  const table = syntheticTable('product', 6, 1)
  table.labels.units.set([2, 4, 9, 9, 999, 999])
  table.baseline.category = Float64Array.of(1, 1, 2, 2, 1, 7)
  const { categoryMean } = predictSideBaselines('potential', table, train, asked)
  expect(categoryMean.units).toEqual(Float64Array.of(3, 6))
})

it('gives a brand its market share, with a chance in the same order that meets the training rate', () => {
  const table = syntheticTable('pair', 6, 1)
  table.labels.bought.set([1, 0, 0, 0, 0, 0])
  table.baseline.marketShare.set([0.1, 0.1, 0.1, 0.1, 0.05, 0.4])
  const { marketShare } = predictSideBaselines('loyalty', table, train, Int32Array.of(0, 4, 5))
  expect(marketShare.share).toEqual(Float64Array.of(0.1, 0.05, 0.4))
  expect(marketShare.p[0]).toBeCloseTo(0.25, 1)
  expect(marketShare.p[1]).toBeLessThan(marketShare.p[0])
  expect(marketShare.p[2]).toBeGreaterThan(marketShare.p[0])
})
