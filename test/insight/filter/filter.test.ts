import { afterAll, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { filterChoices } from '../../../main/insight/filter/choices.ts'
import { shopFilter } from '../../../main/insight/filter/input.ts'
import {
  deleteFilterOperation,
  savedFiltersOperation,
  saveFilterOperation,
} from '../../../main/insight/filter/operations.ts'
import { byCustomer, selectLines } from '../../../main/insight/filter/select.ts'
import { comparedSpan, shownSpan, spanOf } from '../../../main/insight/filter/span.ts'
import type { ShopFilter } from '../../../main/insight/filter/types.ts'
import { loadLedger } from '../../../main/insight/ledger/ledger.ts'
import { createShop } from '../../features/shop.ts'

const dayMs = 86_400_000
const shop = createShop()
afterAll(() => shop.close())

const regions = ['North', 'South', undefined]
shop.users(
  Array.from({ length: 30 }, (_, i) => ({ user: `u${i}`, region: regions[i % 3], gender: i % 2 === 0 ? 'f' : 'm' })),
)
shop.products(
  Array.from({ length: 12 }, (_, i) => ({
    product: `p${i}`,
    brand: i === 11 ? undefined : `brand ${i % 3}`,
    category: i === 10 ? undefined : `category ${i % 2}`,
  })),
)
const start = Date.UTC(2022, 0, 1)
shop.acts(
  Array.from({ length: 800 }, (_, i) => ({
    user: `u${(i * 7) % 40}`,
    time: start + ((i * 13) % 900) * dayMs,
    product: i % 17 === 0 ? undefined : `p${(i * 5) % 12}`,
    amount: (i % 23) + 1,
  })),
)
const ledger = loadLedger(shop.project, unattended)
const filterOf = (given: Partial<ShopFilter>): ShopFilter => shopFilter.parse(given)
const idOf = (table: 'brand' | 'category', name: string) =>
  shop.project.database.prepare(`SELECT id FROM ${table} WHERE name = ?`).pluck().get(name) as number

/** Count and money by SQL of its own. */
function bySql(conditions: string, ...values: unknown[]): [number, number] {
  return shop.project.database
    .prepare(
      `SELECT COUNT(*), COALESCE(SUM(b.amount), 0) FROM behaviour b
       LEFT JOIN user_fact u ON u.user_id = b.user_id LEFT JOIN product_fact p ON p.product_id = b.product_id
       WHERE ${conditions}`,
    )
    .raw()
    .get(...values) as [number, number]
}

function selected(given: Partial<ShopFilter>): [number, number] {
  const filter = filterOf(given)
  const lines = selectLines(ledger, filter, spanOf(ledger, filter.period))
  return [lines.length, lines.reduce((sum, i) => sum + ledger.lines.money[i], 0)]
}

describe('a selection', () => {
  it('of everything is everything', () => expect(selected({})).toEqual(bySql('TRUE')))

  it('holds the purchases that SQL finds', () => {
    const [first, second] = [idOf('brand', 'brand 1'), idOf('brand', 'brand 2')]
    const category = idOf('category', 'category 0')
    expect(selected({ brands: [first] })).toEqual(bySql('p.brand_id = ?', first))
    expect(selected({ brands: [first, second], categories: [category] })).toEqual(
      bySql('p.brand_id IN (?, ?) AND p.category_id = ?', first, second, category),
    )
    expect(selected({ categories: [0] })).toEqual(bySql('p.product_id IS NOT NULL AND p.category_id IS NULL'))
    expect(selected({ regions: ['North'] })).toEqual(bySql(`u.region = 'North'`))
    expect(selected({ regions: ['North', 'South'], genders: ['f'] })).toEqual(
      bySql(`u.region IN ('North', 'South') AND u.gender = 'f'`),
    )
    const [from, to] = [Date.UTC(2022, 2, 5), Date.UTC(2022, 7, 2)]
    expect(selected({ period: { from: '2022-03-05', to: '2022-08-01' } })).toEqual(
      bySql('b.time_ms >= ? AND b.time_ms < ?', from, to),
    )
  })

  it('that nothing fits is empty', () => {
    expect(selected({ brands: [999] })).toEqual([0, 0])
    expect(selected({ channels: ['shop'] })).toEqual([0, 0])
    expect(selected({ period: { from: '2030-01-01', to: null } })).toEqual([0, 0])
  })

  it('falls into one run per customer', () => {
    const lines = selectLines(ledger, filterOf({}), spanOf(ledger, { days: null }))
    const runs = [...byCustomer(ledger.lines, lines)]
    expect(runs.flatMap((run) => [...run])).toEqual([...lines])
    expect(new Set(runs.map(([line]) => ledger.lines.user[line])).size).toBe(runs.length)
  })
})

describe('a period', () => {
  const bounds = { startDay: Date.UTC(2022, 0, 1) / dayMs, endDay: Date.UTC(2024, 5, 1) / dayMs }
  const compared = (from: string, to: string, comparison: 'previous' | 'yearBefore') => {
    const span = comparedSpan(bounds, spanOf(bounds, { from, to }), comparison)
    return span && shownSpan(span)
  }

  it('of days ends with the data', () => {
    expect(shownSpan(spanOf(bounds, { days: 31 }))).toEqual({ from: '2024-05-01', to: '2024-05-31' })
    expect(shownSpan(spanOf(bounds, { days: null }))).toEqual({ from: '2022-01-01', to: '2024-05-31' })
    expect(shownSpan(spanOf(bounds, { days: 9999 }))).toEqual({ from: '2022-01-01', to: '2024-05-31' })
  })

  it('that ends before it begins is refused', () =>
    expect(() => spanOf(bounds, { from: '2023-02-02', to: '2023-02-01' })).toThrow('input.invalid'))

  it('is held against as many days before it', () =>
    expect(compared('2023-03-01', '2023-03-31', 'previous')).toEqual({ from: '2023-01-29', to: '2023-02-28' }))

  it('is held against the same dates a year before', () => {
    expect(compared('2023-03-01', '2023-03-31', 'yearBefore')).toEqual({ from: '2022-03-01', to: '2022-03-31' })
    expect(compared('2024-02-01', '2024-02-29', 'yearBefore')).toEqual({ from: '2023-02-01', to: '2023-02-28' })
  })

  it('of a season of sales is held against that season, on whatever days it fell', () => {
    // Black Friday fell on 24 November 2023 and 25 November 2022; Chinese New Year on 10 February 2024 and 22 January 2023.
    expect(compared('2023-11-24', '2023-11-27', 'yearBefore')).toEqual({ from: '2022-11-25', to: '2022-11-28' })
    expect(compared('2024-01-20', '2024-02-09', 'yearBefore')).toEqual({ from: '2023-01-01', to: '2023-01-21' })
    expect(compared('2023-11-01', '2023-11-11', 'yearBefore')).toEqual({ from: '2022-11-01', to: '2022-11-11' })
  })

  it('is held against nothing where the data do not reach back that far', () => {
    expect(compared('2022-06-01', '2022-06-30', 'yearBefore')).toBeNull()
    expect(compared('2022-01-05', '2022-01-30', 'previous')).toBeNull()
  })
})

describe('what can be chosen', () => {
  it('counts the customers who bought, as SQL does', () => {
    const { brands, regions, categories, from, to, sales } = filterChoices(ledger, [])
    const counted = shop.project.database
      .prepare(
        `SELECT p.brand_id, COUNT(DISTINCT b.user_id) FROM behaviour b JOIN product_fact p ON p.product_id = b.product_id
         WHERE p.brand_id IS NOT NULL GROUP BY 1`,
      )
      .raw()
      .all()
    const byValue = (a: unknown[], b: unknown[]) => Number(a[0]) - Number(b[0])
    expect(brands.map(({ value, customers }) => [value, customers]).sort(byValue)).toEqual(counted)
    expect(categories.map(({ label }) => label)).toContain('')
    expect(regions.map(({ label }) => label).sort()).toEqual(['North', 'South'])
    expect([from, to]).toEqual(['2022-01-01', '2024-06-18'])
    expect(sales.filter(({ name }) => name === '618').map((sale) => sale.from)).toEqual(['2023-06-01', '2022-06-01'])
  })
})

describe('filters with a name', () => {
  it('are kept, replaced and deleted', async () => {
    const { project } = shop
    const filter = filterOf({ regions: ['North'], period: { days: 90 } })
    await saveFilterOperation.run(project, { name: 'the north', filter: filterOf({}) }, unattended)
    const [kept] = await saveFilterOperation.run(project, { name: 'The North', filter }, unattended)
    expect(kept).toMatchObject({ name: 'the north', filter })
    expect(await deleteFilterOperation.run(project, { id: kept.id }, unattended)).toEqual([])
    expect(await savedFiltersOperation.run(project, null, unattended)).toEqual([])
  })
})
