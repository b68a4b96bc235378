import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { createRandom } from '../../../main/base/random.ts'
import { demandOperation } from '../../../main/insight/demand/operations.ts'
import { keepSearches, searchStore } from '../../../main/insight/demand/kept.ts'
import { plainQuery } from '../../../main/insight/demand/searches.ts'
import { shopFilter } from '../../../main/insight/filter/input.ts'
import type { ShopFilter } from '../../../main/insight/filter/types.ts'
import type { Demand } from '../../../main/insight/demand/types.ts'
import { keepActIndex } from '../../../main/storage/actIndex.ts'
import { createShop, type Shop } from '../../features/shop.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000
let shop: Shop
beforeEach(() => (shop = createShop()))
afterEach(() => shop.close())

interface Act {
  user: string
  time: number
  type: 'search' | 'view' | 'purchase'
  query?: string
  session?: string
  amount?: number
  product?: string
}

/** Acts with what the shop's own helper leaves out: queries, sessions, and searches without a product. */
function put(acts: Act[]): void {
  const { database } = shop.project
  shop.acts(acts.map(({ user, time, type, amount, product = 'tea' }) => ({ user, time, type: type === 'search' ? 'view' : type, product, quantity: 1, amount }))) // prettier-ignore
  const fill = database.prepare(
    `UPDATE behaviour SET query = @query, session_id = @session, type_id = CASE WHEN @type = 'search' THEN 9 ELSE type_id END,
     product_id = CASE WHEN @type = 'search' THEN NULL ELSE product_id END WHERE line = @line`,
  )
  acts.forEach(({ query = null, session = null, type }, at) => fill.run({ query, session, type, line: at + 1 }))
}

const ask = async (days: number | null = 365, limit = 5000, filter: Partial<ShopFilter> = {}): Promise<Demand | null> =>
  demandOperation.run(shop.project, { filter: shopFilter.parse({ period: { days }, ...filter }), limit }, unattended)
async function demand(days: number | null = 365, limit = 5000, filter: Partial<ShopFilter> = {}): Promise<Demand> {
  const found = await ask(days, limit, filter)
  if (!found) throw new Error('some demand was expected')
  return found
}
const of = ({ rows }: Demand, query: string) => rows.find((row) => row.query === query)

describe('demand', () => {
  it('is null without acts, and without queries', async () => {
    expect(await ask()).toBeNull()
    put([{ user: 'a', time: 0, type: 'view', query: '  ' }])
    expect(await ask()).toBeNull()
  })

  it('takes a query for one however it was typed', () => {
    expect(plainQuery('  Green\t TEA ')).toBe('green tea')
    expect(plainQuery('ＴＥＡ　绿茶')).toBe('tea 绿茶')
  })

  it('counts a purchase of the same session for every search, its money for the last', async () => {
    put([
      { user: 'a', time: 0, type: 'search', query: 'tea', session: 's' },
      { user: 'a', time: 1000, type: 'view', session: 's' },
      { user: 'a', time: 2000, type: 'search', query: 'green tea', session: 's' },
      { user: 'a', time: 3000, type: 'search', query: 'Tea', session: 's' },
      { user: 'a', time: 4000, type: 'search', query: 'cup', session: 'other' },
      { user: 'a', time: 5000, type: 'purchase', amount: 30, session: 's' },
    ])
    const found = await demand()
    expect(found).toMatchObject({ searches: 3, users: 1, queries: 3, inSession: 1, converted: { value: 2 / 3 } })
    expect(of(found, 'tea')).toMatchObject({ searches: 1, value: 0, converted: { value: 1 }, clicked: { value: 1 } })
    expect(of(found, 'green tea')).toMatchObject({ value: 30, unbought: 0, clicked: { value: 1 } })
    expect(of(found, 'cup')).toMatchObject({ value: 0, unbought: 1, clicked: { value: 0 } })
    expect(found.neverBought).toEqual({ queries: 1, searches: 1 })
  })

  it('takes 24 hours where one of the two has no session', async () => {
    put([
      { user: 'a', time: 0, type: 'search', query: 'early' },
      { user: 'a', time: hourMs, type: 'search', query: 'late', session: 's' },
      { user: 'b', time: 2 * hourMs, type: 'search', query: 'other' },
      { user: 'a', time: 24 * hourMs, type: 'purchase', amount: 8 },
    ])
    const found = await demand()
    expect(found.rows.map(({ query, unbought }) => [query, unbought])).toEqual([['early', 1], ['late', 0], ['other', 1]]) // prettier-ignore
    expect(of(found, 'late')?.clicked).toBeNull()
  })

  it('tells what is new and what fades beside all searches', async () => {
    const many = (query: string, count: number, from: number) =>
      Array.from({ length: count }, (_, at): Act => ({ user: `${query}${at}`, time: from + at * hourMs, type: 'search', query })) // prettier-ignore
    put([
      ...many('steady', 40, 0),
      ...many('steady', 40, 50 * dayMs),
      ...many('new', 20, 60 * dayMs),
      ...many('once', 1, 61 * dayMs),
      ...many('gone', 20, 2 * dayMs),
      ...[...many('rising', 5, 3 * dayMs), ...many('rising', 40, 70 * dayMs)],
      ...[...many('fading', 40, 4 * dayMs), ...many('fading', 5, 99 * dayMs)],
    ])
    const found = await demand()
    const trends = Object.fromEntries(found.rows.map(({ query, trend }) => [query, trend]))
    expect(trends).toEqual({ steady: 'steady', new: 'new', once: 'steady', gone: 'gone', rising: 'rising', fading: 'fading' }) // prettier-ignore
    expect(found).toMatchObject({ from: '1970-01-01', to: '1970-04-10', half: '1970-02-20' })
    expect(of(found, 'rising')).toMatchObject({ before: 5, after: 40 })
    expect((await demand(30)).rows.map(({ query }) => query)).not.toContain('gone')
    expect((await demand(365, 2)).rows).toHaveLength(2)
  })
})

/** What the searches of some people within some days come to, and what of some products follows them, by SQL of its own. */
function demandBySql({ people = 'TRUE', goods = 'TRUE', fromDay = 0, toDay = 20 }): Record<string, number>[] {
  // A purchase's own query comes before it, and at distinct times nothing else is simultaneous.
  const sql = `
    WITH asked AS (
      SELECT user_id, COALESCE(session_id, 'day ' || (time_ms / ${dayMs})) AS visit, LOWER(TRIM(query)) AS query,
        session_id, MIN(time_ms) AS time_ms
      FROM behaviour WHERE TRIM(query) <> '' AND ${people} GROUP BY 1, 2, 3, 4
    ),
    followed AS (
      SELECT a.*, b.id AS act, b.type_id, b.amount,
        ROW_NUMBER() OVER (PARTITION BY b.id ORDER BY a.time_ms DESC) AS place
      FROM asked a JOIN behaviour b ON b.user_id = a.user_id AND b.product_id IS NOT NULL AND ${goods}
        AND b.time_ms >= a.time_ms AND b.time_ms < a.time_ms + ${dayMs}
        AND (b.session_id IS NULL OR a.session_id IS NULL OR b.session_id = a.session_id)
    ),
    each AS (
      SELECT a.query, a.user_id,
        EXISTS (SELECT 1 FROM followed f WHERE f.type_id = 4 AND f.user_id = a.user_id AND f.visit = a.visit AND f.query = a.query) AS bought,
        EXISTS (SELECT 1 FROM followed f WHERE f.place = 1 AND f.user_id = a.user_id AND f.visit = a.visit AND f.query = a.query) AS clicked,
        COALESCE((SELECT SUM(f.amount) FROM followed f WHERE f.type_id = 4 AND f.place = 1 AND f.user_id = a.user_id
          AND f.visit = a.visit AND f.query = a.query), 0) AS value,
        a.time_ms >= ${(fromDay + Math.floor((toDay - fromDay) / 2)) * dayMs} AS later
      FROM asked a WHERE a.time_ms >= ${fromDay * dayMs} AND a.time_ms < ${toDay * dayMs}
    )
    SELECT query, COUNT(*) AS searches, COUNT(DISTINCT user_id) AS users, SUM(bought) AS bought, SUM(clicked) AS clicked,
      SUM(value) AS value, SUM(later) AS after
    FROM each GROUP BY query ORDER BY searches DESC, query`
  return shop.project.database.prepare(sql).all() as Record<string, number>[]
}

describe.each(['all acts', 'their index', 'what is kept'])('a random shop, by %s', (way) => {
  beforeEach(() => {
    const random = createRandom(9)
    const times = new Set<number>([20 * dayMs - 1])
    while (times.size < 1500) times.add(random.integer(20 * dayMs))
    shop.products([
      { product: 'tea', brand: 'Aster' },
      { product: 'cup', brand: 'Other' },
    ])
    shop.users(Array.from({ length: 25 }, (_, i) => ({ user: `u${i}`, region: i % 3 === 0 ? 'North' : 'South' })))
    put(
      [...times].map((time): Act => ({
        user: `u${random.integer(25)}`,
        time,
        type: (['search', 'view', 'purchase'] as const)[random.integer(3)],
        product: ['tea', 'cup'][random.integer(2)],
        query: random.uniform() < 0.4 ? ['tea', 'Green Tea', ' cup'][random.integer(3)] : undefined,
        // A session of its own for every day, so that none begins before a period.
        session: random.uniform() < 0.6 ? `s${Math.floor(time / dayMs)}-${random.integer(3)}` : undefined,
        amount: 1 + random.integer(50),
      })),
    )
    if (way === 'their index') keepActIndex(shop.project.database, 0)
    if (way === 'what is kept') {
      keepSearches(shop.project, unattended)
      expect(searchStore.isKept(shop.project.database)).toBe(true)
    }
  })

  const told = (found: Demand) =>
    found.rows.map(({ query, searches, users, unbought, clicked, value, after }) => ({
      ...{ query, searches, users, bought: searches - unbought },
      ...{ clicked: Math.round((clicked?.value ?? 0) * searches), value, after },
    }))
  const idOf = (name: string) =>
    shop.project.database.prepare('SELECT id FROM brand WHERE name = ?').pluck().get(name) as number

  it('equals SQL written by itself', async () => {
    const expected = demandBySql({})
    const found = await demand()
    expect(found.half).toBe('1970-01-11')
    expect(told(found)).toEqual(expected)
    expect(found.searches).toBe(expected.reduce((sum, { searches }) => sum + searches, 0))
    expect(found.valuePerSearch.value).toBeCloseTo(expected.reduce((sum, { value }) => sum + value, 0) / found.searches, 10) // prettier-ignore
  })

  it('is narrowed to people, goods and days as SQL is', async () => {
    const people = `user_id IN (SELECT user_id FROM user_fact WHERE region = 'North')`
    const goods = `b.product_id IN (SELECT product_id FROM product_fact WHERE brand_id = ${idOf('Aster')})`
    expect(told(await demand(null, 5000, { regions: ['North'] }))).toEqual(demandBySql({ people }))
    expect(told(await demand(null, 5000, { brands: [idOf('Aster')] }))).toEqual(demandBySql({ goods }))
    const period = { from: '1970-01-04', to: '1970-01-12' }
    expect(told(await demand(null, 5000, { period }))).toEqual(demandBySql({ fromDay: 3, toDay: 12 }))
    const all = await demand(null, 5000, { period, regions: ['North'], brands: [idOf('Aster')] })
    expect(told(all)).toEqual(demandBySql({ people, goods, fromDay: 3, toDay: 12 }))
    const compared = await demand(8, 5000, { comparison: 'previous' })
    const before = demandBySql({ fromDay: 4, toDay: 12 })
    const sum = (key: string) => before.reduce((total, row) => total + row[key], 0)
    expect(compared.then).toMatchObject({ from: '1970-01-05', to: '1970-01-12', searches: sum('searches') })
    expect(compared.then?.converted.value).toBeCloseTo(sum('bought') / sum('searches'), 12)
    expect((await demand(8)).then).toBeNull()
    expect(await demand(null, 5000, { regions: ['nowhere'] })).toMatchObject({ searches: 0, rows: [] })
  })
})

describe('kept searches', () => {
  it('are those of the state in force alone, and left where they are already true', async () => {
    put([
      { user: 'a', time: 0, type: 'search', query: 'tea' },
      { user: 'b', time: 0, type: 'search', query: 'cup' },
    ])
    keepSearches(shop.project, unattended)
    expect(searchStore.read(shop.project.database)).toMatchObject({ count: 2, queries: ['tea', 'cup'] })
    expect(await demand()).toMatchObject({ searches: 2, converted: { value: 0 } })
    shop.acts([{ user: 'a', time: hourMs, product: 'tea', amount: 3 }])
    expect(searchStore.isKept(shop.project.database)).toBe(false)
    expect(await demand()).toMatchObject({ searches: 2, converted: { value: 0.5 } })
    keepSearches(shop.project, unattended)
    expect(await demand()).toMatchObject({ searches: 2, converted: { value: 0.5 } })
    const neverRead = () => {
      throw new Error('read again')
    }
    keepSearches(shop.project, { ...unattended, checkpoint: neverRead })
  })

  it('count a query once in a session that goes on past midnight, as the acts of some days do', async () => {
    put([
      { user: 'a', time: dayMs - 1000, type: 'search', query: 'tea', session: 's' },
      { user: 'a', time: dayMs + 1000, type: 'search', query: 'tea', session: 's' },
      { user: 'a', time: dayMs + 2000, type: 'search', query: 'cup', session: 's' },
    ])
    const period = { from: '1970-01-02', to: '1970-01-02' }
    const read = await demand(null, 5000, { period })
    keepSearches(shop.project, unattended)
    expect(read.rows.map(({ query }) => query)).toEqual(['cup'])
    shop.acts([{ user: 'b', time: dayMs, product: 'tea', amount: 1 }])
    keepSearches(shop.project, unattended)
    expect((await demand(null, 5000, { period })).rows.map(({ query }) => query)).toEqual(['cup'])
  })
})
