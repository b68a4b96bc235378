import { afterEach, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { shopFilter } from '../../../main/insight/filter/input.ts'
import { campaignsOperation, promotionOperation } from '../../../main/insight/loyalty/operations.ts'
import { createShop, type ActInput, type Shop } from '../../features/shop.ts'

const dayMs = 86_400_000
let shop: Shop
afterEach(() => shop.close())

const iso = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10)
const goods = [
  { product: 'tea', brand: 'Aster', category: 'drinks' },
  { product: 'coffee', brand: 'Birch', category: 'drinks' },
]
const buy = (user: string, day: number, product: string, quantity = 1): ActInput => ({ user, time: day * dayMs, product, quantity, amount: 10 * quantity }) // prettier-ignore
const ask = (question: object) =>
  promotionOperation.run(
    shop.project,
    {
      categoryId: null,
      filter: shopFilter.parse({}),
      brandId: 1,
      days: 10,
      campaign: null,
      from: iso(20),
      to: iso(24),
      ...question,
    },
    unattended,
  )

it('counts a brand before, during and after, and holds its change against that of the others', async () => {
  shop = createShop()
  shop.products(goods)
  shop.acts([
    buy('old', 0, 'tea'),
    // Ten days before: 2 buyers of tea; five days of promotion: 4, one of them back after it; 4 and 2 of coffee.
    ...[buy('a', 10, 'tea'), buy('b', 19, 'tea', 3)],
    ...[buy('a', 20, 'tea'), buy('old', 21, 'tea'), buy('c', 22, 'tea', 2), buy('d', 24, 'tea'), buy('d', 24, 'tea')],
    ...[buy('c', 25, 'tea'), buy('e', 34, 'tea'), buy('f', 35, 'tea')],
    ...['p', 'q', 'r', 's'].map((user) => buy(user, 12, 'coffee')),
    ...['p', 'q'].map((user) => buy(user, 23, 'coffee')),
    buy('p', 30, 'coffee'),
    buy('z', 44, 'coffee'),
  ])
  const found = await ask({})
  expect(found.own).toMatchObject({
    before: {
      from: iso(10),
      to: iso(19),
      days: 10,
      buyers: 2,
      units: 4,
      spend: 40,
      newBuyers: 2,
      again: { value: 0.5 },
    },
    during: { from: iso(20), to: iso(24), days: 5, buyers: 4, units: 6, newBuyers: 2, again: { value: 0.25 } },
    after: { from: iso(25), to: iso(34), buyers: 2, newBuyers: 1, again: { value: 0 } },
  })
  expect(found.others).toMatchObject({ before: { buyers: 4 }, during: { buyers: 2 }, after: { buyers: 1 } })
  // (4/5) / (2/10) = 4 times as many a day; coffee: (2/5) / (4/10) = 1.
  expect(found.during?.value).toBeCloseTo(4, 12)
  expect(found.during?.high).toBeCloseTo(4 * Math.exp(1.959964 * Math.sqrt(1 / 4 + 1 / 2 + 1 / 2 + 1 / 4)), 9)
  expect(found.after?.value).toBeCloseTo(2 / 2 / (1 / 4), 12)
  expect(found.trial).toBeNull()
})

it('leaves blank what the data do not cover', async () => {
  shop = createShop()
  shop.products(goods)
  shop.acts([buy('a', 15, 'tea'), buy('a', 24, 'tea')])
  const found = await ask({})
  expect(found.own.before).toBeNull()
  expect(found.own.during).toMatchObject({ buyers: 1, again: null })
  expect(found.own.after).toBeNull()
  expect([found.during, found.after]).toEqual([null, null])
})

it('tells the effect of a campaign that left some out, by the days after each contact', async () => {
  shop = createShop()
  shop.products(goods)
  const people = Array.from({ length: 80 }, (_, i) => `u${i}`)
  shop.acts([
    buy('u0', 0, 'coffee'),
    ...people.slice(0, 24).map((user) => buy(user, 12, 'tea')),
    ...people.slice(40, 48).map((user) => buy(user, 12, 'tea')),
    // Too late, and too early, to count.
    buy('u50', 20, 'tea'),
    buy('u51', 9, 'tea'),
    buy('u0', 40, 'coffee'),
  ])
  shop.contacts([
    ...people.map((user, i) => ({ user, campaign: 'spring', time: 10 * dayMs, treated: i < 40 ? 1 : 0 })),
    { user: 'u1', campaign: 'all', time: 30 * dayMs },
  ])
  expect(await campaignsOperation.run(shop.project, {}, unattended)).toEqual([
    { campaign: 'all', from: iso(30), to: iso(30), treated: 1, untreated: 0 },
    { campaign: 'spring', from: iso(10), to: iso(10), treated: 40, untreated: 40 },
  ])
  const { trial } = await ask({ campaign: 'spring', from: iso(10), to: iso(10) })
  expect(trial).toMatchObject({ treated: { value: 0.6 }, untreated: { value: 0.2 }, nTreated: 40, nUntreated: 40 })
  expect(trial?.difference.value).toBeCloseTo(0.4, 12)
  expect(trial?.difference.low).toBeGreaterThan(0.15)
  expect((await ask({ campaign: 'all' })).trial).toBeNull()
  // Forty days are not over for anybody.
  expect((await ask({ campaign: 'spring', days: 40 })).trial).toBeNull()
})
