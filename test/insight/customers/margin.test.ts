import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { paybackOf } from '../../../main/insight/customers/margin.ts'
import { marginOperation } from '../../../main/insight/customers/marginOperation.ts'
import { shopFilter } from '../../../main/insight/filter/input.ts'
import { createShop, type Shop } from '../../features/shop.ts'

const at = (date: string) => Date.parse(`${date}T12:00:00Z`)

let shop: Shop
beforeEach(() => (shop = createShop()))
afterEach(() => shop.close())

const margin = async (filter: object = {}) =>
  marginOperation.run(shop.project, { filter: shopFilter.parse(filter), runId: null }, unattended)
const buy = (user: string, date: string, product: string, quantity: number, amount: number, discount?: number) => ({ user, time: at(date), product, quantity, amount, discount }) // prettier-ignore
const contact = (user: string, date: string | null, cost: number | null) =>
  shop.project.database
    .prepare(
      `INSERT INTO campaign_contact (source_id, line, user_id, campaign, time_ms, cost)
       VALUES ((SELECT MIN(id) FROM source WHERE kind = 'campaigns'), 9, (SELECT id FROM user WHERE external = ?), 'spring', ?, ?)`,
    )
    .run(user, date === null ? null : at(date), cost)

describe('margin', () => {
  it('is none without costs', async () => {
    shop.acts([buy('a', '2024-01-05', 'tea', 1, 10)])
    expect(await margin()).toBeNull()
  })

  it('is spend less costs, and the mean rate where no cost is known', async () => {
    shop.products([{ product: 'tea', cost: 4 }, { product: 'cup', cost: 12 }, { product: 'bag' }]) // prettier-ignore
    shop.acts([
      buy('a', '2024-01-05', 'tea', 2, 20, 3),
      buy('a', '2024-02-05', 'cup', 1, 10),
      buy('b', '2024-01-09', 'bag', 1, 15),
    ])
    const found = await margin()
    // Tea earns 12, the cup loses 2: 10 of 30, so a third of what the bag brought.
    expect(found).toMatchObject({ spend: 45, discount: 3, costShare: 30 / 45, discountedShare: 20 / 45, contacts: 0, costPerCustomer: null, payback: null }) // prettier-ignore
    expect(found?.margin).toBeCloseTo(15, 12)
    expect(found?.marginPerCustomer.value).toBeCloseTo(7.5, 12)
  })

  it('of the filter’s purchases alone', async () => {
    shop.products([
      { product: 'tea', brand: 'Aster', cost: 4 },
      { product: 'cup', brand: 'Birch', cost: 1 },
    ])
    shop.acts([buy('a', '2024-01-05', 'tea', 1, 10), buy('a', '2024-01-06', 'cup', 1, 10)])
    const id = shop.project.database.prepare(`SELECT id FROM brand WHERE name = 'Aster'`).pluck().get()
    expect(await margin({ brands: [id] })).toMatchObject({ spend: 10, margin: 6 })
  })
})

it('stands beside that of the span compared', async () => {
  shop.products([{ product: 'tea', cost: 4 }])
  shop.acts([
    buy('a', '2024-01-05', 'tea', 1, 10),
    buy('a', '2024-03-05', 'tea', 2, 30),
    buy('b', '2024-03-06', 'tea', 1, 10),
  ])
  const period = { from: '2024-03-01', to: '2024-03-06' }
  const comparison = { from: '2024-03-04', to: '2024-03-06' }
  expect((await margin({ period: comparison, comparison: 'previous' }))?.before).toMatchObject({ spend: 0, margin: 0 })
  expect((await margin({ period }))?.before).toBeNull()
  const sixty = await margin({ period: { days: 30 }, comparison: 'previous' })
  const alone = await margin({ period: sixty?.before?.span })
  expect(sixty?.before).toMatchObject({ spend: alone?.spend, margin: alone?.margin })
  expect(sixty).toMatchObject({ spend: 40, margin: 28 })
})

it('shares no contact out under a filter of goods: contacts name none', async () => {
  shop.products([
    { product: 'tea', brand: 'Aster', category: 'drinks', cost: 4 },
    { product: 'cup', brand: 'Birch', category: 'ware', cost: 1 },
  ])
  shop.acts([buy('a', '2024-01-05', 'tea', 1, 10), buy('b', '2024-01-06', 'cup', 1, 10)])
  shop.contacts([])
  contact('a', '2024-01-05', 8)
  expect(await margin()).toMatchObject({ contactCost: 8, newCustomers: 2, costPerCustomer: 4 })
  for (const filter of [{ brands: [1] }, { categories: [1] }])
    expect(await margin(filter)).toMatchObject({ newCustomers: 1, costPerCustomer: null, payback: null })
})

describe('payback', () => {
  it('comes when mean margin reaches the cost of a new customer', async () => {
    shop.products([{ product: 'tea', cost: 4 }])
    shop.users([
      { user: 'a', region: 'North' },
      { user: 'b', region: 'South' },
    ])
    shop.acts([
      buy('a', '2024-01-05', 'tea', 1, 10),
      buy('a', '2024-03-05', 'tea', 2, 20),
      buy('b', '2024-01-20', 'tea', 1, 10),
      { ...buy('b', '2024-06-02', 'tea', 1, 1), type: 'view' as const },
    ])
    shop.contacts([{ user: 'a', campaign: 'spring', time: at('2024-01-02') }])
    contact('a', '2024-01-10', 7)
    contact('b', '2024-02-10', 11)
    contact('b', null, 100)
    contact('a', '2023-12-01', 100)
    // 18 over two customers: 9 each. They earned 6 each in January and 12 on average by March.
    const found = await margin()
    expect(found).toMatchObject({ contacts: 2, contactCost: 18, newCustomers: 2, costPerCustomer: 9, payback: { mean: 2 } }) // prettier-ignore
    expect(found?.cohorts.curve.slice(0, 3).map(({ value }) => value.value)).toEqual([6, 6, 12])
    expect(await margin({ regions: ['South'] })).toMatchObject({ contactCost: 11, newCustomers: 1, payback: { mean: null } }) // prettier-ignore
  })

  it('is certain where the interval’s lower end has reached the cost', () => {
    const point = (value: number | null, low: number | null) => ({ customers: 9, retention: { value: null, low: null, high: null }, value: { value, low, high: null } }) // prettier-ignore
    const curve = [point(3, 1), point(6, 4), point(9, 6), point(null, null)]
    expect(paybackOf({ curve }, 6)).toEqual({ mean: 1, certain: 2 })
    expect(paybackOf({ curve }, 10)).toEqual({ mean: null, certain: null })
  })
})
