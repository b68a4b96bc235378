import { afterAll, describe, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import type { ShopFilter } from '../../main/insight/filter/types.ts'
import { createReportKit } from '../../main/report/kit.ts'
import { composeReport } from '../../main/report/compose.ts'
import { definitionOf } from '../../main/report/definition.ts'
import { gatherFacts } from '../../main/report/gather.ts'
import { createExampleProject } from './exampleProject.ts'

const shop = createExampleProject()
afterAll(() => shop.close())
const { database } = shop.project
shop.users(
  Array.from({ length: 39 }, (_, u) => ({ user: `customer ${u + 1}`, region: u % 2 === 1 ? 'North' : 'South' })),
)

const gather = (filters: Partial<ShopFilter>) =>
  gatherFacts(shop.project, { definition: definitionOf({ filters, listed: 5 }), runId: null }, 0, unattended)
const brandId = (name: string) => database.prepare('SELECT id FROM brand WHERE name = ?').pluck().get(name) as number
const north = `SELECT user_id FROM user_fact WHERE region = 'North'`
const buyers = (conditions: string) =>
  `SELECT b.user_id FROM behaviour b JOIN product_fact p ON p.product_id = b.product_id WHERE ${conditions}`

/** Count, predicted value and past spend of some scored customers, and the five predicted highest. */
function scoredBySql(people: string) {
  const [customers, total] = database
    .prepare(`SELECT COUNT(*), SUM(ltv) FROM score_user WHERE user_id IN (${people})`)
    .raw()
    .get() as [number, number]
  const best = database
    .prepare(
      `SELECT external FROM user u JOIN score_user s ON s.user_id = u.id WHERE u.id IN (${people}) ORDER BY ltv DESC LIMIT 5`,
    )
    .pluck()
    .all()
  return { customers, total, best }
}

describe('the filter of a report', () => {
  it.each<[string, Partial<ShopFilter>, string]>([
    ['of people', { regions: ['North'] }, north],
    ['of a brand', { brands: [brandId('Aster')] }, buyers(`p.brand_id = ${brandId('Aster')}`)],
    [
      'of a brand, days and people',
      { brands: [brandId('Aster')], regions: ['South'], period: { from: '2024-03-01', to: '2024-06-30' } },
      `${buyers(`p.brand_id = ${brandId('Aster')} AND b.time_ms >= ${Date.UTC(2024, 2, 1)} AND b.time_ms < ${Date.UTC(2024, 6, 1)}`)}
       AND b.user_id IN (SELECT user_id FROM user_fact WHERE region = 'South')`,
    ],
  ])('%s narrows its customers as SQL does', async (_, filters, people) => {
    const { value, customers } = await gather(filters)
    const expected = scoredBySql(people)
    expect(expected.customers).toBeGreaterThan(5)
    expect(value).toMatchObject({ customers: expected.customers, total: expect.closeTo(expected.total, 9) as number })
    expect(customers.map(({ id }) => id)).toEqual(expected.best)
  })

  it('narrows who is at risk to its people and brands', async () => {
    const { atRisk } = await gather({ regions: ['North'], brands: [brandId('Aster')] })
    const [pairs, spend] = database
      .prepare(
        `SELECT COUNT(*), COALESCE(SUM(brand_spend), 0) FROM score_pair
         WHERE past_share >= .5 AND p < .5 AND brand_id = ? AND user_id IN (${north})`,
      )
      .raw()
      .get(brandId('Aster')) as [number, number]
    expect(pairs).toBeGreaterThan(0)
    expect(atRisk).toMatchObject({ pairs, spend })
  })

  it('narrows the standing of brands to its people', async () => {
    const { loyalty } = await gather({ regions: ['North'], period: { days: null } })
    const expected = database.prepare(`SELECT COUNT(DISTINCT user_id) FROM behaviour WHERE user_id IN (${north})`)
    expect(loyalty?.buyers).toBe(expected.pluck().get())
  })

  it('that means nobody says so, and needs no other template', async () => {
    const filters = { regions: ['nowhere'] }
    const facts = await gatherFacts(
      shop.project,
      { definition: definitionOf({ template: 'board', filters }), runId: null },
      0,
      unattended,
    )
    expect(facts).toMatchObject({ scoredCustomers: 40, value: null, customers: [] })
    const report = composeReport(facts, createReportKit('en', 'EUR'))
    expect(JSON.stringify(report.sections.find(({ id }) => id === 'customers'))).toContain('leaves no customer')
  })

  it('stands in the lineage and the limits, by names', async () => {
    const acts = [{ done: false, kinds: ['purchase'], brands: [brandId('Aster')], period: { from: '2024-03-01', to: '2024-03-31' }, hours: [23, 0] }] // prettier-ignore
    const facts = await gather({ regions: ['North'], brands: [brandId('Aster')], period: { days: 90 }, acts } as never)
    const report = composeReport(facts, createReportKit('en', 'EUR'))
    const words =
      'Last 90 days · Brand: Aster · Region: North · (did not: Purchase · Aster · Mar 1, 2024 – Mar 31, 2024 · 23:00 – 1:00)'
    expect(report.lineage.map(({ value }) => value)).toContain(words)
    expect(JSON.stringify(report.sections.find(({ id }) => id === 'limits'))).toContain(words)
  })

  it('of an earlier Assay is read as it was meant', () => {
    const former = { categoryId: 3, windowDays: 30, brandIds: [1, 2] }
    expect(definitionOf({ filters: former }).filters).toMatchObject({
      ...{ period: { days: 30 }, categories: [3], brands: [1, 2], regions: [] },
    })
    const year = { filters: { period: { days: 365 } } }
    expect(definitionOf({ filters: { categoryId: null, windowDays: 365, brandIds: [] } })).toEqual(definitionOf(year))
  })
})
