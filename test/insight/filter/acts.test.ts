import { afterAll, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { createRandom } from '../../../main/base/random.ts'
import { overviewOperation } from '../../../main/insight/customers/operations.ts'
import { clockSegments } from '../../../main/insight/filter/clock.ts'
import { shopFilter } from '../../../main/insight/filter/input.ts'
import { selectUsers } from '../../../main/insight/filter/select.ts'
import { loadLedger } from '../../../main/insight/ledger/ledger.ts'
import { hasActIndex, keepActIndex } from '../../../main/storage/actIndex.ts'
import { createShop } from '../../features/shop.ts'

const dayMs = 86_400_000
const zone = 'Europe/Berlin'
const shop = createShop(zone)
afterAll(() => shop.close())

const start = Date.UTC(2024, 1, 1)
const random = createRandom(5)
const kinds = ['view', 'cart', 'purchase'] as const
shop.products(Array.from({ length: 8 }, (_, i) => ({ product: `p${i}`, brand: `b${i % 3}`, category: `c${i % 2}`, price: i === 7 ? undefined : 10 * i }))) // prettier-ignore
shop.users(Array.from({ length: 40 }, (_, i) => ({ user: `u${i}`, region: i % 2 === 0 ? 'North' : 'South' })))
const acts = Array.from({ length: 600 }, (_, i) => ({
  user: `u${random.integer(38)}`,
  // Over both changes of the clocks of a year.
  time: start + random.integer(300 * 24 * 4) * 900_000,
  type: kinds[random.integer(3)],
  product: random.uniform() < 0.1 ? undefined : `p${random.integer(8)}`,
  query: i % 7 === 0 ? ['Green Tea', 'tea_100%', '绿茶'][random.integer(3)] : null,
  quantity: 1,
  amount: 5,
}))
shop.acts(acts.map(({ query: _, ...act }) => act))
const { database } = shop.project
const setQuery = database.prepare('UPDATE behaviour SET query = ? WHERE line = ?')
acts.forEach(({ query }, at) => setQuery.run(query, at + 1))

type Act = (typeof acts)[number]
const wall = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', hour: '2-digit', weekday: 'short', year: 'numeric', month: '2-digit', day: '2-digit' }) // prettier-ignore
const partOf = ({ time }: Act, type: string) => wall.formatToParts(time).find((part) => part.type === type)?.value ?? ''
const dateOf = (act: Act) => ['year', 'month', 'day'].map((type) => partOf(act, type)).join('-')
const placeOf = ({ product }: Act) => (product === undefined ? NaN : Number(product.slice(1)))

const idOf = (table: 'brand' | 'category', name: string) =>
  database.prepare(`SELECT id FROM ${table} WHERE name = ?`).pluck().get(name) as number
/** Names of whom conditions leave. */
function meant(...conditions: object[]): string[] {
  const ledger = loadLedger(shop.project, unattended)
  const isUser = selectUsers(ledger, shopFilter.parse({ acts: conditions }))
  const name = database.prepare('SELECT external FROM user WHERE id = ?').pluck()
  return [...ledger.users.ids].filter((_, at) => isUser?.[at] === 1).map((id) => name.get(id) as string)
}
const everybody = Array.from({ length: 40 }, (_, i) => `u${i}`)
/** The same by looking at every act. */
const whoDid = (test: (act: Act) => boolean) => everybody.filter((user) => acts.some((act) => act.user === user && test(act))) // prettier-ignore

const cases: [string, object, (act: Act) => boolean][] = [
  ['anything', {}, () => true],
  ['a kind', { kinds: ['cart'] }, ({ type }) => type === 'cart'],
  ['kinds on certain days', { kinds: ['view', 'cart'], period: { from: '2024-03-01', to: '2024-03-31' } }, (act) => act.type !== 'purchase' && dateOf(act) >= '2024-03-01' && dateOf(act) <= '2024-03-31'], // prettier-ignore
  ['in hours, by the clocks of the zone', { hours: [2, 3] }, (act) => [2, 3].includes(Number(partOf(act, 'hour')))],
  ['on days of the week', { weekdays: [0, 6], kinds: ['purchase'] }, (act) => act.type === 'purchase' && ['Mon', 'Sun'].includes(partOf(act, 'weekday'))], // prettier-ignore
  ['on a category', { categories: [idOf('category', 'c1')], kinds: ['view'] }, (act) => act.type === 'view' && placeOf(act) % 2 === 1], // prettier-ignore
  ['on a brand and price', { brands: [idOf('brand', 'b1')], price: { from: 10, to: 40 } }, (act) => [1, 4].includes(placeOf(act))], // prettier-ignore
  ['of a price at least', { price: { from: 60, to: null } }, (act) => placeOf(act) === 6],
  ['with words asked for, whatever their case', { query: 'green' }, ({ query }) => query === 'Green Tea'],
  ['with signs that mean something to SQL', { query: 'a_100%' }, ({ query }) => query === 'tea_100%'],
  ['in Chinese', { query: '绿' }, ({ query }) => query === '绿茶'],
  ['of a kind nobody knows', { kinds: ['dance'] }, () => false],
]

describe.each(['all acts', 'their index'])('found by %s', (way) => {
  it.each(cases)('who did %s', (_, condition, test) => {
    if (way === 'their index') keepActIndex(database, 0)
    expect(hasActIndex(database)).toBe(way === 'their index')
    expect(meant(condition).sort()).toEqual(whoDid(test).sort())
    const others = everybody.filter((user) => !whoDid(test).includes(user))
    expect(meant({ ...condition, done: false }).sort()).toEqual(others.sort())
  })
})

describe('conditions', () => {
  it('hold together: who looked at a category in March and did not buy it', () => {
    const category = { categories: [idOf('category', 'c0')], period: { from: '2024-03-01', to: '2024-03-31' } }
    const within = (act: Act) => placeOf(act) % 2 === 0 && dateOf(act) >= '2024-03-01' && dateOf(act) <= '2024-03-31'
    const looked = whoDid((act) => act.type === 'view' && within(act))
    const bought = whoDid((act) => act.type === 'purchase' && within(act))
    const expected = looked.filter((user) => !bought.includes(user))
    expect(expected.length).toBeGreaterThan(0)
    expect(meant({ ...category, kinds: ['view'] }, { ...category, kinds: ['purchase'], done: false }).sort()).toEqual(expected.sort()) // prettier-ignore
  })

  it('narrow a page as SQL does', async () => {
    const filter = shopFilter.parse({ regions: ['North'], acts: [{ kinds: ['cart'], brands: [idOf('brand', 'b2')] }] })
    const found = await overviewOperation.run(shop.project, { filter, runId: null }, unattended)
    const [customers, spend] = database
      .prepare(
        `SELECT COUNT(DISTINCT user_id), SUM(amount) FROM behaviour WHERE type_id = 4
         AND user_id IN (SELECT user_id FROM user_fact WHERE region = 'North')
         AND user_id IN (SELECT b.user_id FROM behaviour b JOIN product_fact p ON p.product_id = b.product_id
           JOIN brand ON brand.id = p.brand_id WHERE b.type_id = 2 AND brand.name = 'b2')`,
      )
      .raw()
      .get() as [number, number]
    expect(found.figures).toMatchObject({ customers, revenue: spend })
  })

  it('are forgotten with the data', () => {
    expect(meant({ query: 'jasmine' })).toEqual([])
    shop.acts([{ user: 'late', time: start, type: 'view' }])
    database.prepare(`UPDATE behaviour SET query = 'jasmine' WHERE id = (SELECT MAX(id) FROM behaviour)`).run()
    expect(meant({ query: 'jasmine' })).toEqual(['late'])
  })
})

it('knows when a zone’s clocks are changed', () => {
  const days = [start, start + 300 * dayMs].map((ms) => shop.project.calendar.dayNumber(ms))
  expect(clockSegments(shop.project.calendar, days[0], days[1]).slice(1)).toEqual([
    { fromMs: Date.UTC(2024, 2, 31, 1), offsetMs: 7_200_000 },
    { fromMs: Date.UTC(2024, 9, 27, 1), offsetMs: 3_600_000 },
  ])
})
