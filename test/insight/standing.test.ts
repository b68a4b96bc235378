import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { mean, share } from '../../main/insight/intervals.ts'
import { categoriesOperation, loyaltyOperation } from '../../main/insight/operations.ts'
import { createSampleProject } from './sampleProject.ts'
import type { Shop } from '../features/shop.ts'

const windowDays = 200

let shop: Shop
beforeAll(async () => {
  shop = await createSampleProject({ customers: 300, products: 120, brands: 24, categories: 8, months: 12 }, false)
})
afterAll(() => shop.close())

const all = (sql: string, params: Record<string, number | null> = {}) =>
  shop.project.database.prepare(sql).all(params) as Record<string, number>[]

/** What was bought when, of brands, in SQL alone: the shop has no returns here. */
const bought = `WITH facts AS (
    SELECT a.user_id AS user, p.brand_id AS brand, COALESCE(p.category_id, 0) AS category, a.money,
      a.time_ms / 86400000 AS day
    FROM act a JOIN product_current p ON p.product_id = a.product_id
    WHERE a.type_id = 4 AND a.units > 0 AND p.brand_id IS NOT NULL),
  bought AS (SELECT * FROM facts WHERE (@category IS NULL OR category = @category)
    AND day >= (SELECT MAX(time_ms) / 86400000 + 1 FROM behaviour) - @windowDays)`

const choices = () => [null, ...all('SELECT id FROM category LIMIT 1').map(({ id }) => id)]

describe('what size alone lets expect', () => {
  it('is the NBD-Dirichlet model within a category: brands together are bought as often as the category is', async () => {
    const [, category] = choices()
    const input = { categoryId: category, windowDays, runId: null }
    const { law, brands, buyers } = await loyaltyOperation.run(shop.project, input, unattended)
    if (law?.kind !== 'dirichlet') throw new Error(`expected a Dirichlet model, got ${law?.kind}`)
    const [{ active }] = all(`${bought} SELECT COUNT(DISTINCT user) AS active FROM bought`, {
      category: null,
      windowDays,
    })
    expect(law.active).toBe(active)
    const days = brands.reduce((sum, { buyers: own, frequency }) => sum + own * (frequency.value ?? NaN), 0)
    expect(law.m).toBeCloseTo(days / active, 9)
    const bySize = brands.map(({ expected }) => (expected?.penetration ?? NaN) * (expected?.frequency ?? NaN))
    expect((bySize.reduce((sum, own) => sum + own, 0) * buyers) / active).toBeCloseTo(law.m, 6)
    for (const { expected, penetration, frequency } of brands) {
      const inside = law.line.filter(([at]) => at >= (expected?.penetration ?? NaN) - 0.02)
      expect(inside[0][1]).toBeGreaterThan((expected?.frequency ?? NaN) * 0.98)
      expect([penetration.value, frequency.value]).not.toContain(null)
    }
  })

  it('is the law of frequency and penetration over the whole shop, where everybody buys', async () => {
    const { law, brands } = await loyaltyOperation.run(
      shop.project,
      { categoryId: null, windowDays, runId: null },
      unattended,
    )
    if (law?.kind !== 'size') throw new Error(`expected the law of size, got ${law?.kind}`)
    for (const { expected, penetration } of brands) {
      expect(expected?.frequency).toBeCloseTo(law.constant / (1 - (penetration.value ?? NaN)), 12)
      expect(expected?.onlyThis).toBeNull()
    }
  })
})

describe('the standing of brands', () => {
  it('has the counts, frequencies and spends that SQL finds', async () => {
    for (const category of choices()) {
      const { brands, buyers } = await loyaltyOperation.run(
        shop.project,
        { categoryId: category, windowDays, runId: null },
        unattended,
      )
      const expected = all(
        `${bought}, days AS (SELECT user, brand, COUNT(DISTINCT day) AS days, SUM(money) AS spend
          FROM bought GROUP BY user, brand)
        SELECT brand, COUNT(*) AS buyers, SUM(days) AS days, SUM(days * days) AS daysSquared, SUM(days >= 2) AS repeaters,
          SUM(spend) AS spend, (SELECT COUNT(DISTINCT user) FROM bought) AS everyone FROM days GROUP BY brand`,
        { category, windowDays },
      )
      expect(expected.length).toBeGreaterThan(2)
      expect(brands).toHaveLength(expected.length)
      for (const row of expected) {
        const standing = brands.find(({ brandId }) => brandId === row.brand)
        expect(standing).toMatchObject({
          buyers: row.buyers,
          penetration: share(row.buyers, row.everyone),
          frequency: mean(row.days, row.daysSquared, row.buyers),
          repeatRate: share(row.repeaters, row.buyers),
        })
        expect(standing?.spend).toBeCloseTo(row.spend, 6)
        expect(buyers).toBe(row.everyone)
      }
      expect(brands.map(({ buyers }) => buyers)).toEqual(brands.map(({ buyers }) => buyers).sort((a, b) => b - a))
    }
  })

  it('has the share of requirements and the sole buyers that SQL finds', async () => {
    for (const category of choices()) {
      const { brands } = await loyaltyOperation.run(
        shop.project,
        { categoryId: category, windowDays, runId: null },
        unattended,
      )
      const expected = all(
        `${bought}, sold AS (SELECT DISTINCT brand, category FROM facts),
        needs AS (SELECT o.brand, o.user,
            (SELECT SUM(b.money) FROM bought b WHERE b.user = o.user AND b.brand = o.brand) AS own,
            (SELECT SUM(b.money) FROM bought b JOIN sold s ON s.category = b.category
             WHERE b.user = o.user AND s.brand = o.brand) AS required,
            EXISTS (SELECT 1 FROM bought b JOIN sold s ON s.category = b.category
             WHERE b.user = o.user AND s.brand = o.brand AND b.brand <> o.brand) AS others
          FROM (SELECT DISTINCT brand, user FROM bought) o)
        SELECT brand, SUM(own) / SUM(required) AS share, SUM(NOT others) AS sole, COUNT(*) AS buyers
        FROM needs GROUP BY brand`,
        { category, windowDays },
      )
      for (const row of expected) {
        const standing = brands.find(({ brandId }) => brandId === row.brand)
        expect(standing?.onlyThis).toEqual(share(row.sole, row.buyers))
        expect(standing?.shareOfRequirements.value).toBeCloseTo(row.share, 9)
        expect(standing?.shareOfRequirements.low).toBeLessThanOrEqual(row.share)
        expect(standing?.shareOfRequirements.high).toBeGreaterThanOrEqual(row.share)
      }
    }
  })

  it('tells the days of its window, at most those of the data', async () => {
    const scope = { categoryId: null, runId: null }
    const [{ first, last }] = shop.project.database
      .prepare(
        `SELECT date(MIN(time_ms) / 1000, 'unixepoch') AS first, date(MAX(time_ms) / 1000, 'unixepoch') AS last
         FROM behaviour`,
      )
      .all() as { first: string; last: string }[]
    const whole = await loyaltyOperation.run(shop.project, { ...scope, windowDays: 3650 }, unattended)
    expect(whole).toMatchObject({ from: first, to: last })
    const week = await loyaltyOperation.run(shop.project, { ...scope, windowDays: 7 }, unattended)
    expect(Date.parse(week.to) - Date.parse(week.from)).toBe(6 * 86_400_000)
  })

  it('has nothing to say of a category in which nobody bought', async () => {
    const overview = await loyaltyOperation.run(
      shop.project,
      { categoryId: 99_999, windowDays, runId: null },
      unattended,
    )
    expect(overview).toMatchObject({ buyers: 0, brands: [] })
  })
})

it('lists the categories with their brands and buyers, largest first', async () => {
  const found = await categoriesOperation.run(shop.project, {}, unattended)
  const expected = all(
    `${bought} SELECT category AS categoryId, COUNT(DISTINCT brand) AS brands, COUNT(DISTINCT user) AS buyers
     FROM facts GROUP BY category`,
    { category: null, windowDays },
  )
  expect(found.map(({ categoryId, brands, buyers }) => ({ categoryId, brands, buyers }))).toEqual(
    expect.arrayContaining(expected),
  )
  expect(found).toHaveLength(expected.length)
  expect(found.map(({ buyers }) => buyers)).toEqual(found.map(({ buyers }) => buyers).sort((a, b) => b - a))
})
