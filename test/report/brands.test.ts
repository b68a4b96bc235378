import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { shopFilter } from '../../main/insight/filter/input.ts'
import { ladderFlowOperation } from '../../main/insight/loyalty/operations.ts'
import type { Block } from '../../main/report/types.ts'
import { composeReport } from '../../main/report/compose.ts'
import { definitionOf, type ReportDefinitionInput } from '../../main/report/definition.ts'
import { gatherFacts } from '../../main/report/gather.ts'
import { createReportKit } from '../../main/report/kit.ts'
import { createSampleProject } from '../insight/sampleProject.ts'
import { createShop, type Shop } from '../features/shop.ts'

const dayMs = 86_400_000
const gather = (shop: Shop, given: ReportDefinitionInput = {}) =>
  gatherFacts(shop.project, { definition: definitionOf({ template: 'brandReview', ...given }), runId: null }, 0, unattended) // prettier-ignore
const idOf = (shop: Shop, table: 'brand' | 'category', name: string) =>
  shop.project.database.prepare(`SELECT id FROM ${table} WHERE name = ?`).pluck().get(name) as number

/** Ten drink tea every ten days, and spend far more on pans of another brand; five buy coffee beside. */
function createTwoMarkets(): Shop {
  const shop = createShop()
  shop.products([
    { product: 'tea', brand: 'Aster', category: 'drinks' },
    { product: 'coffee', brand: 'Birch', category: 'drinks' },
    { product: 'pan', brand: 'Cedar', category: 'kitchen' },
    { product: 'lid', brand: 'Aster', category: 'kitchen' },
  ])
  const buy = (user: string, day: number, product: string, amount: number) => ({
    ...{ user, time: Date.UTC(2024, 0, 1) + day * dayMs, product, quantity: 1, amount },
  })
  const people = Array.from({ length: 10 }, (_, at) => `user ${at}`)
  shop.acts([
    ...people.flatMap((user) => Array.from({ length: 30 }, (_, i) => buy(user, 10 * i, 'tea', 10))),
    ...people.flatMap((user) => [5, 155, 299].map((day) => buy(user, day, 'pan', 900))),
    ...people.slice(0, 5).flatMap((user) => Array.from({ length: 30 }, (_, i) => buy(user, 10 * i + 3, 'coffee', 10))),
    buy('user 0', 50, 'lid', 20),
  ])
  return shop
}

describe('brands one by one', () => {
  let shop: Shop
  beforeAll(() => void (shop = createTwoMarkets()))
  afterAll(() => shop.close())

  it('stand on the ladder of the category that they sell most in, not of the whole shop', async () => {
    const { brandDetails } = await gather(shop)
    const aster = brandDetails.find(({ brand }) => brand === 'Aster')
    expect(aster).toMatchObject({ category: 'drinks', categoryId: idOf(shop, 'category', 'drinks') })
    const customers = Object.fromEntries((aster?.ladder ?? []).map((step) => [step.step, step.customers]))
    // Five gave Aster all their spend on drinks and five half of it; of all their spend nobody gave it two thirds.
    expect(customers).toMatchObject({ loyal: 5, repeat: 5 })
    expect(brandDetails.find(({ brand }) => brand === 'Cedar')).toMatchObject({ category: 'kitchen' })
  })

  it('are held against the brands of their category alone, each picture saying which', async () => {
    const facts = await gather(shop)
    expect(facts.loyalty?.brands).toHaveLength(3)
    expect(facts.markets.map(({ category, loyalty }) => [category, loyalty.brands.map(({ brand }) => brand)])).toEqual([
      ['drinks', ['Aster', 'Birch']],
      ['kitchen', ['Cedar', 'Aster']],
    ])
    // From one drink to the next: pans and lids play no part.
    expect(facts.markets[0].switching?.brands).toEqual(['Aster', 'Birch'])
    const report = composeReport(facts, createReportKit('en', 'EUR'))
    const chartsOf = (id: string) =>
      (report.sections.find((section) => section.id === id)?.blocks ?? []).flatMap((block: Block) =>
        block.kind === 'charts' ? block.charts : block.kind === 'chart' ? [block.chart] : [],
      )
    for (const id of ['doubleJeopardy', 'switching'])
      expect(chartsOf(id).map(({ subtitle }) => subtitle.slice(0, 11))).toEqual(['In drinks. ', 'In kitchen.'])
    expect(chartsOf('ladder').map(({ subtitle }) => subtitle.split('.')[0])).toEqual(
      facts.brandDetails.map(({ category }) => `In ${category}`),
    )
    expect(chartsOf('brandCohorts')).toHaveLength(3)
    const table = (id: string) =>
      report.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' && block.table.id === id ? [block.table] : [])))[0] // prettier-ignore
    expect(
      table('ladder')
        .rows.find(([brand]) => brand === 'Aster')
        ?.slice(1),
    ).toEqual(['drinks', 0, 0, 5, 5, 0, 0])
    expect(table('doubleJeopardy').rows.map((row) => row.slice(0, 3))).toEqual([
      ...[['drinks', 'Aster', 10], ['drinks', 'Birch', 5], ['kitchen', 'Cedar', 10], ['kitchen', 'Aster', 1]], // prettier-ignore
    ])
    // Those who drink both take turns; the others drink tea alone: 29 times five of 5·(29 + 30) stay.
    const [category, brand, purchases, stays, , next] = table('switching').rows[0]
    expect([category, brand, purchases, next]).toEqual(['drinks', 'Aster', 5 * 29 + 5 * 30, 'Birch'])
    expect(stays).toMatchObject({ value: expect.closeTo(145 / 295, 9) as number })
  })

  it('are at home in the category that the filter names', async () => {
    const categories = [idOf(shop, 'category', 'kitchen')]
    const facts = await gather(shop, { filters: { categories } })
    expect(facts.markets.map(({ category }) => category)).toEqual(['kitchen'])
    expect(facts.brandDetails.map(({ brand, category }) => [brand, category])).toEqual([
      ['Cedar', 'kitchen'],
      ['Aster', 'kitchen'],
    ])
  })

  it('bring their categories with them where the filter names brands', async () => {
    const facts = await gather(shop, { filters: { brands: [idOf(shop, 'brand', 'Cedar')] } })
    expect(facts.markets.map(({ category }) => category)).toEqual(['kitchen'])
    expect(facts.brandDetails).toHaveLength(1)
  })
})

describe('many categories', () => {
  let shop: Shop
  beforeAll(async () => {
    shop = await createSampleProject({ customers: 300, products: 120, brands: 24, categories: 8, months: 14 })
  }, 60_000)
  afterAll(() => shop.close())

  it('are told of as far as the four with most buyers, and that is said', async () => {
    const facts = await gather(shop)
    const largest = shop.project.database
      .prepare(
        `SELECT c.name FROM behaviour b JOIN product_fact p ON p.product_id = b.product_id JOIN category c ON c.id = p.category_id
         WHERE b.type_id = 4 GROUP BY c.id ORDER BY COUNT(DISTINCT b.user_id) DESC LIMIT 4`,
      )
      .pluck()
      .all()
    expect(facts.markets.map(({ category }) => category).sort()).toEqual(largest.sort())
    const report = composeReport(facts, createReportKit('en', 'EUR'))
    expect(JSON.stringify(report.sections.find(({ id }) => id === 'switching'))).toContain(
      'Shown are 4 of 8 categories',
    )
  })

  it('have brands before, during and after the last season of sales, said to be association', async () => {
    const facts = await gather(shop)
    const { promotion } = facts
    expect(promotion?.brands.map(({ brandId }) => brandId)).toEqual(facts.brandDetails.map(({ brandId }) => brandId))
    const [{ brandId, own }] = promotion?.brands ?? []
    const buyers = (from: string, to: string) =>
      shop.project.database
        .prepare(
          `SELECT COUNT(DISTINCT b.user_id) FROM behaviour b JOIN product_fact p ON p.product_id = b.product_id
           JOIN (SELECT category_id FROM product_fact WHERE brand_id = @brandId GROUP BY 1) USING (category_id)
           WHERE b.type_id = 4 AND p.brand_id = @brandId AND b.time_ms >= @from AND b.time_ms < @to`,
        )
        .pluck()
        .get({ brandId, from: Date.parse(from), to: Date.parse(to) + dayMs }) as number
    // Gross of returns: net buyers are as many or a few less.
    expect(own.during!.buyers).toBeLessThanOrEqual(buyers(promotion!.from, promotion!.to))
    expect(own.during!.buyers).toBeGreaterThan(0.7 * buyers(promotion!.from, promotion!.to))
    expect(own.before).toMatchObject({ days: 30 })
    expect(own.after).not.toBeNull()
    const report = composeReport(facts, createReportKit('en', 'EUR'))
    expect(JSON.stringify(report.sections.find(({ id }) => id === 'promotion'))).toContain('This is association')
  })

  it('flow from the days before to those of the filter, within the same category', async () => {
    const filters = { period: { days: 150 }, comparison: 'previous' as const }
    const { brandDetails } = await gather(shop, { filters })
    for (const { brandId, categoryId, flow, ladder } of brandDetails) {
      const asked = { brandId, categoryId, filter: shopFilter.parse(filters) }
      expect(flow).toEqual(await ladderFlowOperation.run(shop.project, asked, unattended))
      // Columns add up to the ladder.
      ladder.forEach(({ customers }, step) =>
        expect(flow?.counts.reduce((sum, row) => sum + row[step], 0)).toBe(customers),
      )
    }
    const facts = await gather(shop, { filters })
    const report = composeReport(facts, createReportKit('zh-CN', 'CNY'))
    const standing = report.sections.find(({ id }) => id === 'standing')?.blocks.at(-1)
    expect(standing).toMatchObject({ kind: 'table', table: { columns: { 3: { label: '对比期渗透率' } } } })
    const rows = standing?.kind === 'table' ? standing.table.rows.map((row) => row[3]) : []
    expect(rows).toEqual(facts.loyalty?.brands.slice(0, 20).map(({ then }) => then?.penetration ?? null))
    expect(JSON.stringify(report.sections.find(({ id }) => id === 'ladder'))).toContain('当时忠于')
    expect((await gather(shop)).brandDetails.map(({ flow }) => flow)).toEqual(brandDetails.map(() => null))
  })

  it('have no such season in a filter of a few days', async () => {
    const facts = await gather(shop, { filters: { period: { days: 3 } } })
    expect(facts.promotion).toBeNull()
    const report = composeReport(facts, createReportKit('en', 'EUR'))
    expect(JSON.stringify(report.sections.find(({ id }) => id === 'promotion'))).toContain('No season of sales')
  })
})
