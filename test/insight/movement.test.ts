import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { shopFilter } from '../../main/insight/filter/input.ts'
import { brandOperation, loyaltyOperation, switchingOperation } from '../../main/insight/operations.ts'
import { createShop, type Shop } from '../features/shop.ts'
import { createSampleProject } from './sampleProject.ts'

const day = (text: string) => Date.parse(`${text}T12:00:00Z`)

interface Bought {
  user: number
  brand: number
  ms: number
  money: number
}

describe('a generated shop without returns', () => {
  let shop: Shop
  let bought: Bought[]
  beforeAll(async () => {
    shop = await createSampleProject({ customers: 200, products: 100, brands: 24, categories: 8, months: 12 }, false)
    bought = shop.project.database
      .prepare(
        `SELECT a.user_id AS user, p.brand_id AS brand, a.time_ms AS ms, a.money FROM act a
         JOIN product_current p ON p.product_id = a.product_id
         WHERE a.type_id = 4 AND a.units > 0 AND p.brand_id IS NOT NULL ORDER BY a.time_ms, a.id`,
      )
      .all() as Bought[]
  })
  afterAll(() => shop.close())

  it('has the figures of the span compared as a look at that span alone has them', async () => {
    const period = { days: 90 }
    const ask = (filter: object) =>
      loyaltyOperation.run(
        shop.project,
        { categoryId: null, filter: shopFilter.parse(filter), runId: null },
        unattended,
      )
    const compared = await ask({ period, comparison: 'previous' })
    if (!compared.then) throw new Error('no span')
    const alone = await ask({ period: compared.then })
    expect(alone.windowDays).toBe(90)
    const byBrand = new Map(alone.brands.map((brand) => [brand.brandId, brand]))
    expect(compared.brands.filter(({ then }) => then !== null).length).toBeGreaterThan(5)
    for (const { brandId, then } of compared.brands) {
      const own = byBrand.get(brandId)
      if (!own) expect(then).toBeNull()
      else expect(own).toMatchObject(then ?? {})
    }
    expect((await ask({ period })).brands.every(({ then }) => then === null)).toBe(true)
  })

  it('has the cohorts that counting customer by customer finds', async () => {
    const brandId = bought[0].brand
    const details = await brandOperation.run(
      shop.project,
      { categoryId: null, windowDays: 90, brandId, runId: null },
      unattended,
    )
    const monthOf = (ms: number) => new Date(ms).toISOString().slice(0, 7)
    const later = (month: string, by: number) =>
      new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 + by)).toISOString().slice(0, 7)
    const own = bought.filter(({ brand }) => brand === brandId)
    const firstOf = (user: number) => monthOf(own.find((row) => row.user === user)?.ms ?? NaN)
    const users = [...new Set(own.map(({ user }) => user))]
    const lastMonth = monthOf(
      shop.project.database.prepare('SELECT MAX(time_ms) FROM behaviour').pluck().get() as number,
    )
    const expected = [...new Set(users.map(firstOf))].sort().map((month) => {
      const members = users.filter((user) => firstOf(user) === month)
      const again = Array.from({ length: 13 }, (_, after) => {
        const then = later(month, after)
        // The sample ends with a month, so its last month is whole.
        if (then > lastMonth) return null
        return members.filter((user) => own.some((row) => row.user === user && monthOf(row.ms) === then)).length / members.length // prettier-ignore
      })
      return { month, customers: members.length, again }
    })
    expect(details.cohorts).toEqual(expected)
    expect(details.cohorts.length).toBeGreaterThan(5)
    expect(details.cohorts.every(({ again }) => again[0] === 1)).toBe(true)
  })

  it.each([2, 5, 20])('has the switches that following every customer finds, %i brands shown', async (largest) => {
    const scope = { categoryId: null, windowDays: 3650 }
    const { brands: ranked } = await loyaltyOperation.run(shop.project, { ...scope, runId: null }, unattended)
    const matrix = await switchingOperation.run(shop.project, { ...scope, brands: largest }, unattended)
    const place = (brand: number) => {
      const found = ranked.slice(0, largest).findIndex(({ brandId }) => brandId === brand)
      return found < 0 ? largest : found
    }
    const size = Math.min(ranked.length, largest + 1)
    const counts = Array.from({ length: size }, () => new Array<number>(size).fill(0))
    let customers = 0
    for (const user of new Set(bought.map((row) => row.user))) {
      const own = bought.filter((row) => row.user === user)
      const days = [...new Set(own.map((row) => Math.floor(row.ms / 86_400_000)))].sort((a, b) => a - b)
      const steps = days.map((dayNumber) => {
        const ofDay = own.filter((row) => Math.floor(row.ms / 86_400_000) === dayNumber)
        const spendOn = (brand: number) => ofDay.filter((row) => row.brand === brand).reduce((sum, row) => sum + row.money, 0) // prettier-ignore
        const most = Math.max(...ofDay.map((row) => spendOn(row.brand)))
        return place(ofDay.find((row) => spendOn(row.brand) === most)?.brand ?? -1)
      })
      if (steps.length > 1) customers++
      for (let i = 1; i < steps.length; i++) counts[steps[i - 1]][steps[i]]++
    }
    expect(matrix.counts).toEqual(counts)
    expect(matrix.customers).toBe(customers)
    expect(matrix.brands.slice(0, largest)).toEqual(ranked.slice(0, largest).map(({ brand }) => brand))
  })
})

describe('cohorts at the edge of the data', () => {
  it('leave a month that is not over blank, and count one that is', async () => {
    const shop = createShop()
    shop.products([{ product: 'tea', brand: 'Aster' }])
    const buy = (user: string, text: string) => ({ user, time: day(text), product: 'tea', amount: 1 })
    shop.acts([buy('a', '2024-01-10'), buy('b', '2024-01-31'), buy('b', '2024-02-29'), buy('a', '2024-03-30')])
    const { cohorts } = await brandOperation.run(
      shop.project,
      { categoryId: null, windowDays: 90, brandId: 1, runId: null },
      unattended,
    )
    // The last act is on 30 March: March has a day to come.
    expect(cohorts).toHaveLength(1)
    expect(cohorts[0]).toMatchObject({ month: '2024-01', customers: 2 })
    expect(cohorts[0].again.slice(0, 4)).toEqual([1, 0.5, null, null])
    shop.close()
  })

  it('follow the project’s own days', async () => {
    const shop = createShop('Asia/Shanghai')
    shop.products([{ product: 'tea', brand: 'Aster' }])
    // 16:30 UTC on 31 January is 00:30 on 1 February in Shanghai.
    shop.acts([{ user: 'a', time: Date.parse('2024-01-31T16:30:00Z'), product: 'tea', amount: 1 }])
    const { cohorts } = await brandOperation.run(
      shop.project,
      { categoryId: null, windowDays: 90, brandId: 1, runId: null },
      unattended,
    )
    expect(cohorts[0].month).toBe('2024-02')
    shop.close()
  })
})
