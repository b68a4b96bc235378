import { afterEach, beforeEach, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { actsOperation, oneOperation } from '../../../main/insight/customers/oneOperations.ts'
import { listOperation } from '../../../main/insight/customers/listOperations.ts'
import { shopFilter } from '../../../main/insight/filter/input.ts'
import { createShop, type Shop } from '../../features/shop.ts'

const scope = { filter: shopFilter.parse({}), runId: null, thresholds: {} }
const day = (text: string) => Date.parse(`${text}T00:00:00Z`)
let shop: Shop
beforeEach(() => {
  shop = createShop()
  shop.products([
    { product: 'tea', brand: 'Aster', category: 'drinks' },
    { product: 'soap', brand: 'Birch', category: 'care' },
  ])
  const buy = (user: string, time: number, product: string, quantity: number, amount: number, discount = 0) => ({ user, time, product, quantity, amount, discount }) // prettier-ignore
  shop.acts([
    // 618 is a sale season; spring is none.
    buy('ann', day('2024-06-18') + 21 * 3_600_000, 'tea', 2, 30, 10),
    buy('ann', day('2024-04-02') + 21 * 3_600_000, 'soap', 1, 10),
    buy('bo', day('2024-04-03'), 'tea', 1, 10),
    buy('cy', day('2024-04-04'), 'tea', 1, 15),
    buy('dee', day('2024-04-05'), 'tea', 1, 20),
    { user: 'ann', time: day('2024-04-01') + 22 * 3_600_000, type: 'view', product: 'tea' },
  ])
  shop.links([
    { user: 'ann', peer: 'bo' },
    { user: 'bo', peer: 'ann' },
    { user: 'cy', peer: 'ann' },
  ])
})
afterEach(() => shop.close())

const one = async (id: string) => oneOperation.run(shop.project, { ...scope, id }, unattended)

it('tells what a customer is against the shop, as worked out by hand', async () => {
  const { portrait, hours, links, prediction } = await one('ann')
  expect(portrait?.spend).toBe(40)
  expect(portrait?.categories).toMatchObject([
    { name: 'drinks', share: 0.75 },
    { name: 'care', share: 0.25 },
  ])
  expect(portrait?.categories[0].shopShare).toBeCloseTo(75 / 85, 12)
  expect(portrait?.brands.map(({ name }) => name)).toEqual(['Aster', 'Birch'])
  // 15 a cup of tea: above 10, as much as 15, below 20. Nobody else bought soap.
  expect(portrait?.spendingPower).toBeCloseTo(0.5, 12)
  expect(portrait?.discounted).toBeCloseTo(2 / 3, 12)
  expect(portrait?.shopDiscounted).toBeCloseTo(2 / 6, 12)
  expect(portrait?.discountRate).toBeCloseTo(10 / 50, 12)
  expect(portrait?.saleSpend).toBeCloseTo(30 / 40, 12)
  expect(portrait?.saleDays).toBeGreaterThan(0)
  expect([hours?.[21], hours?.[22], hours?.[0]]).toEqual([2, 1, 0])
  // With bo it is mutual; cy named ann.
  expect([links, prediction]).toEqual([{ people: 2, given: 1, received: 2 }, null])
})

it('says where a customer stands as the list does, under the filter and the thresholds of the page', async () => {
  const buys = ['2024-04-10', '2024-04-20', '2024-05-01', '2024-05-12']
  shop.acts(buys.map((text) => ({ user: 'eve', time: day(text), product: 'tea', amount: 90 })))
  const thresholds = { recentDays: 10, lostDays: 40, manyDays: 2 }
  for (const filter of [{}, { period: { days: 20 } }, { categories: [1] }].map((one) => shopFilter.parse(one))) {
    const asked = {
      ...{ ...scope, filter, thresholds, search: '', segment: null, quadrant: null, overdue: false, listId: null },
      ...{ part: null, like: null, sort: 'spend', descending: true, offset: 0, limit: 10 },
    }
    const { rows } = await listOperation.run(shop.project, asked, unattended)
    expect(rows.length).toBeGreaterThan(3)
    for (const row of rows) {
      const { standing } = await oneOperation.run(
        shop.project,
        { ...scope, filter, thresholds, id: row.id },
        unattended,
      )
      if (!standing) throw new Error('no standing')
      expect(row).toMatchObject(standing)
      expect(Object.keys(standing)).toHaveLength(7)
    }
  }
  const { standing } = await oneOperation.run(shop.project, { ...scope, thresholds, id: 'eve' }, unattended)
  expect(standing).toMatchObject({ segment: 'atRisk', recencyDays: 38, last: '2024-05-12' })
  const soap = shopFilter.parse({ categories: [2] })
  expect((await oneOperation.run(shop.project, { ...scope, filter: soap, id: 'eve' }, unattended)).standing).toBeNull()
})

it('pages what a customer did, the latest first, and refuses whom nobody knows', async () => {
  const acts = async (offset: number) => actsOperation.run(shop.project, { id: 'ann', offset, limit: 2 }, unattended)
  expect((await acts(0)).map(({ kind, product }) => [kind, product])).toEqual([
    ['purchase', 'tea'],
    ['purchase', 'soap'],
  ])
  expect((await acts(2)).map(({ kind }) => kind)).toEqual(['view'])
  shop.acts([{ user: 'ann', time: day('2024-06-19') + 1, type: 'search', query: 'green tea' }])
  expect((await acts(0))[0]).toMatchObject({ kind: 'search', product: null, title: null, query: 'green tea' })
  await expect(async () => one('nobody')).rejects.toMatchObject({ code: 'input.invalid' })
})

it.each(['UTC', 'Europe/Berlin'])('says nothing of hours where a source in %s names days alone', async (timezone) => {
  const berlin = createShop(timezone)
  const { calendar } = berlin.project
  const hoursOf = async (id: string) => (await oneOperation.run(berlin.project, { ...scope, id }, unattended)).hours
  // Midnights of both winter and summer time.
  berlin.acts(
    ['2024-01-05', '2024-03-31', '2024-07-01'].flatMap((text) =>
      ['ann', 'bo'].map((user) => ({ user, time: calendar.parseIsoDate(text) ?? NaN, product: 'tea', amount: 10 })),
    ),
  )
  expect(await hoursOf('ann')).toBeNull()
  // Another source has hours, of midnights too: what it says of ann counts, and bo it does not know.
  const [midnight, evening] = [calendar.fromLocal(2024, 8, 1), calendar.fromLocal(2024, 8, 2, 21)]
  berlin.acts([
    { user: 'ann', time: midnight, type: 'view', product: 'tea' },
    { user: 'cy', time: evening, type: 'view', product: 'tea' },
  ])
  const hours = await hoursOf('ann')
  expect(hours?.map((count, hour) => [hour, count]).filter(([, count]) => count > 0)).toEqual([[0, 1]])
  expect(await hoursOf('bo')).toBeNull()
  berlin.close()
})
