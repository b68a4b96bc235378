import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { lorenz } from '../../../main/insight/customers/concentration.ts'
import { overviewOperation } from '../../../main/insight/customers/operations.ts'
import { shopFilter } from '../../../main/insight/filter/input.ts'
import { createRandom } from '../../../main/base/random.ts'
import type { Shop } from '../../features/shop.ts'
import { createSampleProject } from '../sampleProject.ts'

let shop: Shop
beforeAll(async () => {
  shop = await createSampleProject({ customers: 300, products: 120, brands: 24, categories: 8, months: 12 }, false)
})
afterAll(() => shop.close())

const dayMs = 86_400_000
const all = (sql: string, params: Record<string, number | null> = {}) =>
  shop.project.database.prepare(sql).all(params) as Record<string, number>[]
const overview = async (filter: object) =>
  overviewOperation.run(shop.project, { filter: shopFilter.parse(filter), runId: null }, unattended)

/** The shop has no returns, so purchases are net already. */
const bridgeSql = `WITH bought AS (SELECT a.user_id AS user, a.money, a.time_ms / ${dayMs} AS day FROM act a
    LEFT JOIN product_current p ON p.product_id = a.product_id
    WHERE a.type_id = 4 AND a.units > 0 AND (@brand IS NULL OR p.brand_id = @brand)),
  people AS (SELECT user, MIN(day) AS first,
    SUM(CASE WHEN day >= @from THEN money END) AS now,
    SUM(CASE WHEN day >= @before AND day < @from THEN money END) AS then_
    FROM bought GROUP BY user)
  SELECT
    SUM(now IS NOT NULL AND then_ IS NULL AND first >= @from) AS new, SUM(CASE WHEN then_ IS NULL AND first >= @from THEN now END) AS newMoney,
    SUM(now IS NOT NULL AND then_ IS NULL AND first < @from) AS reactivated,
    SUM(now > then_) AS more, SUM(CASE WHEN now > then_ THEN now - then_ END) AS moreMoney,
    SUM(now < then_) AS less, SUM(now IS NULL AND then_ IS NOT NULL) AS lost, SUM(CASE WHEN now IS NULL THEN -then_ END) AS lostMoney,
    SUM(now) AS now, SUM(then_) AS then_ FROM people`

describe('the bridge between two spans', () => {
  it('has the customers and the money that SQL finds, and adds up to the difference', async () => {
    const end = all('SELECT MAX(time_ms) AS ms FROM behaviour')[0].ms
    const endDay = Math.floor(end / dayMs) + 1
    const brand = all('SELECT id FROM brand LIMIT 1')[0].id
    for (const [days, chosen] of [
      [60, null],
      [90, brand],
    ] as const) {
      const { bridge } = await overview({
        period: { days },
        comparison: 'previous',
        ...(chosen !== null && { brands: [chosen] }),
      })
      const [expected] = all(bridgeSql, { brand: chosen, from: endDay - days, before: endDay - 2 * days })
      const step = (name: string) => bridge?.steps.find((one) => one.step === name)
      for (const name of ['new', 'reactivated', 'more', 'less', 'lost']) {
        expect([name, step(name)?.customers]).toEqual([name, expected[name]])
      }
      expect(expected.new * expected.lost * expected.more).toBeGreaterThan(0)
      for (const name of ['new', 'more', 'lost']) expect(step(name)?.money).toBeCloseTo(expected[`${name}Money`], 6)
      expect(bridge?.now).toBeCloseTo(expected.now, 6)
      expect(bridge?.before).toBeCloseTo(expected.then_, 6)
      const parts = bridge?.steps.reduce((sum, { money }) => sum + money, 0)
      expect(parts).toBeCloseTo(expected.now - expected.then_, 6)
    }
  })

  it('is none where nothing is compared, or the data do not reach back', async () => {
    expect(await overview({ period: { days: 60 } })).toMatchObject({ bridge: null, before: null, compared: null })
    expect(await overview({ comparison: 'previous' })).toMatchObject({ bridge: null, compared: null })
  })

  it('says nothing at all of a selection without purchases', async () => {
    const nothing = await overview({ regions: ['nowhere'] })
    expect(nothing).toMatchObject({ spend: null, predicted: null, figures: { customers: 0, revenue: 0 } })
    expect(nothing.figures.spendPerCustomer.value).toBeNull()
  })
})

describe('concentration', () => {
  it('is that of known spreads', () => {
    expect(lorenz(Float64Array.of(1, 1, 1, 1))).toMatchObject({ gini: { value: 0 } })
    const one = lorenz(Float64Array.of(0, 0, 0, 8))
    expect(one?.gini.value).toBeCloseTo(0.75, 12)
    expect(one?.curve[75]).toBeCloseTo(0, 12)
    expect(one?.tops.find(({ share }) => share === 0.1)?.held).toBeCloseTo(0.4, 12)
    expect(lorenz(Float64Array.of(0, 0))).toBeNull()
    expect(lorenz(Float64Array.of(5))).toMatchObject({ gini: { value: 0, low: null } })
  })

  it('has the mean difference of all pairs, and an interval as wide as that of resamples', () => {
    const random = createRandom(3)
    const amounts = Float64Array.from({ length: 300 }, () => Math.exp(random.normal()))
    const pairs = (of: Float64Array) => {
      let [difference, total] = [0, 0]
      for (const a of of) for (const b of of) difference += Math.abs(a - b)
      for (const a of of) total += a
      return difference / (2 * of.length * total)
    }
    const found = lorenz(amounts)?.gini
    expect(found?.value).toBeCloseTo(pairs(amounts), 12)
    const resamples = Array.from(
      { length: 400 },
      () => lorenz(amounts.map(() => amounts[Math.floor(random.uniform() * amounts.length)]))?.gini.value ?? 0,
    )
    const middle = resamples.reduce((sum, value) => sum + value, 0) / resamples.length
    const spread = Math.sqrt(resamples.reduce((sum, value) => sum + (value - middle) ** 2, 0) / resamples.length)
    const half = ((found?.high ?? 0) - (found?.low ?? 0)) / 2
    expect(half / (1.96 * spread)).toBeGreaterThan(0.85)
    expect(half / (1.96 * spread)).toBeLessThan(1.15)
  })
})
