import { expect, test } from 'vitest'
import { gradNormStep } from '../../../main/model/learning/gradNorm.ts'
import { createTaskBalance } from '../../../main/model/learning/taskWeights.ts'

const norms = { ltv: 10, repurchase: 1, potential: 0.1 }

test('brings planted gradients to one length, where all tasks have come as far', () => {
  const balance = createTaskBalance('gradnorm', { ltv: 1, repurchase: 1, potential: 1, loyalty: 0 })
  for (let step = 0; step < 2000; step++) {
    balance.learn({
      losses: { ltv: 2, repurchase: 0.5, potential: 1, loyalty: 3 },
      norms: { ...norms, loyalty: 5 },
      learningRate: 0.01,
    })
  }
  const weights = balance.weights()
  const lengths = [10 * (weights.ltv ?? 0), weights.repurchase ?? 0, 0.1 * (weights.potential ?? 0)]
  // w ∝ 1/g, and their sum stays 3.
  for (const length of lengths) expect(length).toBeCloseTo(3 / 11.1, 2)
  expect((weights.ltv ?? 0) + (weights.repurchase ?? 0) + (weights.potential ?? 0)).toBeCloseTo(3, 9)
  expect(weights.loyalty).toBe(0)
})

test('pulls harder for a task that lags, by its inverse rate to the power of 1.5', () => {
  const balance = createTaskBalance('gradnorm', { ltv: 1, repurchase: 1 })
  const one = { ltv: 1, repurchase: 1 }
  balance.learn({ losses: one, norms: one, learningRate: 0.01 })
  // Since then one has lost a fifth of its loss, the other four fifths.
  for (let step = 0; step < 2000; step++) {
    balance.learn({ losses: { ltv: 0.8, repurchase: 0.2 }, norms: one, learningRate: 0.01 })
  }
  const { ltv = 0, repurchase = 0 } = balance.weights()
  // Rates next to their mean are 1.6 and 0.4. Both targets together are more than there is: the smaller one is met.
  expect(repurchase).toBeCloseTo(0.4 ** 1.5, 2)
  expect(ltv).toBeCloseTo(2 - repurchase, 9)
})

test('takes one step against the derivative of the distance, and never beyond it', () => {
  const task = { loss: 1, first: 1 }
  const weights = gradNormStep({ ltv: { ...task, weight: 1, norm: 3 }, repurchase: { ...task, weight: 1, norm: 1 } })
  // Ḡ = 2: moves of 0.025·g/2 before both are brought back to their sum.
  const [down, up] = [1 - 0.0375, 1 + 0.0125]
  expect(weights.ltv).toBeCloseTo((2 * down) / (down + up), 9)
  expect(weights.repurchase).toBeCloseTo((2 * up) / (down + up), 9)
  const near = gradNormStep({ ltv: { ...task, weight: 1, norm: 1.001 }, repurchase: { ...task, weight: 1, norm: 1 } })
  expect(near.ltv).toBeCloseTo(1 - 0.0005, 5)
})

test('asks for norms at every fourth step alone, and other kinds never do', () => {
  const balance = createTaskBalance('gradnorm', { ltv: 1, repurchase: 1 })
  const asked = Array.from({ length: 9 }, () => {
    const wants = balance.wantsNorms()
    balance.learn({ losses: { ltv: 1 }, norms: {}, learningRate: 0.01 })
    return wants
  })
  expect(asked.flatMap((wants, step) => (wants ? [step] : []))).toEqual([0, 4, 8])
  expect(createTaskBalance('uncertainty', { ltv: 1 }).wantsNorms()).toBe(false)
})
