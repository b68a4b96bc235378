import { afterEach, expect, it } from 'vitest'
import { dayMs } from '../../main/base/calendar.ts'
import { unattended } from '../../main/base/job.ts'
import { resolveSetup } from '../../main/features/setup.ts'
import { buildTrainingData } from '../../main/features/trainingData.ts'
import { createShop, type Shop } from './shop.ts'

let shop: Shop
afterEach(() => shop?.close())

/** Everybody buys twice; what they pay is given by the customer's number. */
function build(amountOf: (user: number) => number, tasks?: ['ltv']) {
  shop = createShop()
  const start = Date.UTC(2023, 0, 1)
  shop.acts(
    Array.from({ length: 200 }, (_, i) => [
      { user: `u${i}`, product: 'a', amount: amountOf(i), time: start + (i % 9) * dayMs },
      { user: `u${i}`, product: 'a', amount: amountOf(i), time: start + (155 + (i % 9)) * dayMs },
      { user: `u${i}`, type: 'view' as const, time: start + 300 * dayMs },
    ]).flat(),
  )
  const setup = resolveSetup(shop.project, { cutoff: '2023-06-01', horizonDays: 30, split: 'users', tasks })
  return buildTrainingData(shop.project, setup, unattended)
}

it('skips customer value where nothing was ever paid, and learns the rest', () => {
  const { skipped, users } = build(() => 0)
  expect(skipped).toContainEqual({ task: 'ltv', reason: 'noAmounts' })
  expect(skipped.some(({ task }) => task === 'repurchase')).toBe(false)
  expect(users.labels.repurchase.every((label) => label === 1)).toBe(true)
  shop.close()
  expect(() => build(() => 0, ['ltv'])).toThrowError(
    expect.objectContaining({ code: 'features.nothingToLearn', params: { tasks: 'ltv', reasons: 'ltv: noAmounts' } }),
  )
})

it('takes one giant buyer as it comes', () => {
  const { skipped, users } = build((user) => (user === 7 ? 1e12 : 10))
  expect(skipped.some(({ task }) => task === 'ltv')).toBe(false)
  expect(Math.max(...users.labels.ltv)).toBe(1e12)
  for (const { values } of Object.values(users.inputs)) expect(values.every(Number.isFinite)).toBe(true)
})
