import { afterAll, beforeAll, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { brandOperation } from '../../main/insight/operations.ts'
import type { BrandDetails, LadderStep } from '../../main/insight/types.ts'
import { createShop, type Shop } from '../features/shop.ts'

const dayMs = 86_400_000
/** The data end with day 999; a window of 100 days begins with day 900, its last quarter with day 975. */
const endDay = 1000

/** Days on which a customer bought the brand, and on which another brand of the category; 10 of money each time. */
const histories: Record<string, { own: number[]; other?: number[]; step: LadderStep | null }> = {
  'first bought in the last quarter': { own: [975], step: 'new' },
  'bought on the last day': { own: [999], step: 'new' },
  'first bought just before the last quarter': { own: [974], step: 'trying' },
  'bought once in the window, and before': { own: [500, 990], step: 'trying' },
  'bought twice': { own: [950, 980], step: 'repeat' },
  'bought twice in the last quarter': { own: [980, 990], step: 'repeat' },
  'three days, but two thirds and a little go elsewhere': { own: [950, 970, 990], other: [951, 971], step: 'repeat' },
  'three days and all of the spend': { own: [950, 970, 990], step: 'loyal' },
  'three days and exactly two thirds': { own: [940, 960, 980, 985], other: [941, 961], step: 'loyal' },
  'twice, then silent for longer than a quarter and two gaps': { own: [950, 960], step: 'atRisk' },
  'silent for longer than a quarter, but slow by nature': { own: [905, 965], step: 'repeat' },
  'silent for two gaps, but not for a quarter': { own: [970, 980], step: 'repeat' },
  'loyal once, now silent': { own: [900, 905, 910, 915], step: 'atRisk' },
  'bought before the window only': { own: [899], step: 'lost' },
  'bought often before the window': { own: [700, 750, 800], other: [990], step: 'lost' },
  'never bought the brand': { own: [], other: [950, 990], step: null },
}

let shop: Shop
let details: BrandDetails
beforeAll(async () => {
  shop = createShop()
  shop.products([
    { product: 'tea', brand: 'Aster', category: 'drinks' },
    { product: 'coffee', brand: 'Birch', category: 'drinks' },
  ])
  shop.acts(
    Object.entries(histories).flatMap(([user, { own, other = [] }]) => [
      ...own.map((day) => ({ user, time: day * dayMs, product: 'tea', amount: 10 })),
      ...other.map((day) => ({ user, time: day * dayMs, product: 'coffee', amount: 10 })),
    ]),
  )
  const brandId = shop.project.database.prepare("SELECT id FROM brand WHERE name = 'Aster'").pluck().get() as number
  const scope = { categoryId: null, windowDays: 100 }
  details = await brandOperation.run(shop.project, { ...scope, brandId, runId: null }, unattended)
})
afterAll(() => shop.close())

it.each(Object.entries(histories))('a customer who %s', async (user, { own, other = [], step }) => {
  const alone = createShop()
  alone.products([
    { product: 'tea', brand: 'Aster' },
    { product: 'coffee', brand: 'Birch' },
  ])
  alone.acts([
    ...own.map((day) => ({ user, time: day * dayMs, product: 'tea', amount: 10 })),
    ...other.map((day) => ({ user, time: day * dayMs, product: 'coffee', amount: 10 })),
    { user: 'someone else', time: (endDay - 1) * dayMs, product: 'coffee', amount: 10 },
  ])
  const { ladder } = await brandOperation.run(
    alone.project,
    { categoryId: null, windowDays: 100, brandId: 1, runId: null },
    unattended,
  )
  expect(ladder.filter(({ customers }) => customers > 0).map((entry) => entry.step)).toEqual(step ? [step] : [])
  alone.close()
})

it('counts everyone who ever bought the brand once, with their spend in the window, of the lost all of it', () => {
  const spends = new Map<LadderStep, { customers: number; spend: number }>()
  for (const { own, step } of Object.values(histories)) {
    if (step === null) continue
    const sum = spends.get(step) ?? { customers: 0, spend: 0 }
    spends.set(step, sum)
    sum.customers++
    sum.spend += 10 * (step === 'lost' ? own : own.filter((day) => day >= 900)).length
  }
  expect(new Map(details.ladder.map(({ step, ...sums }) => [step, sums]))).toEqual(spends)
})
