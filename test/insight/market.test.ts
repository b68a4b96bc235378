import { afterAll, beforeAll, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { shopFilter } from '../../main/insight/filter/input.ts'
import { brandOperation, loyaltyOperation } from '../../main/insight/operations.ts'
import { createShop, type ActInput, type Shop } from '../features/shop.ts'

const dayMs = 86_400_000
const acts = (users: string[]): ActInput[] =>
  users.flatMap((user, u) =>
    Array.from({ length: 12 }, (_, i) => ({
      ...{
        user,
        time: (i * 30 + u) * dayMs,
        product: (i + u) % 3 === 0 ? 'tea' : 'coffee',
        quantity: 1,
        amount: 10 + u,
      },
    })),
  )
const people = ['a', 'b', 'c', 'd', 'e', 'f']
const goods = [
  { product: 'tea', brand: 'Aster', category: 'drinks' },
  { product: 'coffee', brand: 'Birch', category: 'drinks' },
]

let [shop, north]: Shop[] = []
beforeAll(() => {
  shop = createShop()
  shop.products(goods)
  shop.users(people.map((user, i) => ({ user, region: i % 2 === 0 ? 'north' : 'south' })))
  shop.acts(acts(people))
  north = createShop()
  north.products(goods)
  // The same days of data, and of the people those in the north.
  north.acts(acts(people).filter(({ user }) => people.indexOf(user) % 2 === 0))
  north.acts([{ user: 'nobody', time: (11 * 30 + 5) * dayMs, type: 'view', product: 'tea' }])
})
afterAll(() => [shop, north].forEach((one) => one.close()))

const loyalty = (of: Shop, filter: object, windowDays: number | null = null) =>
  loyaltyOperation.run(
    of.project,
    { categoryId: null, filter: shopFilter.parse(filter), windowDays, runId: null },
    unattended,
  )

it('is that of the period of a filter', async () => {
  expect(await loyalty(shop, { period: { days: 100 } })).toEqual(await loyalty(shop, {}, 100))
  const early = await loyalty(shop, { period: { from: '1970-01-01', to: '1970-03-01' } })
  expect(early).toMatchObject({ from: '1970-01-01', to: '1970-03-01', windowDays: 60, buyers: 6 })
})

it('is that of the people of a filter', async () => {
  const filter = { period: { days: 200 } }
  expect(await loyalty(shop, { ...filter, regions: ['north'] })).toEqual(await loyalty(north, filter))
})

it('holds all brands, whichever the filter names', async () => {
  expect(await loyalty(shop, { brands: [1] })).toEqual(await loyalty(shop, {}))
})

it('is empty where nobody is meant', async () => {
  expect(await loyalty(shop, { regions: ['nowhere'] })).toMatchObject({ buyers: 0, brands: [] })
})

it('ends with the period for the ladder too', async () => {
  const filter = shopFilter.parse({ period: { from: '1970-01-01', to: '1970-01-31' } })
  const question = { categoryId: null, filter, brandId: 1, runId: null }
  const { ladder } = await brandOperation.run(shop.project, question, unattended)
  // Of six customers two begin with tea, on days 0 and 3; the others come to it on day 32 at the earliest.
  expect(ladder.reduce((sum, { customers }) => sum + customers, 0)).toBe(2)
})
