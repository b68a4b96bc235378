import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { cohortsOperation, overviewOperation, segmentsOperation } from '../../main/insight/customers/operations.ts'
import { shopFilter } from '../../main/insight/filter/input.ts'
import { composeReport } from '../../main/report/compose.ts'
import { definitionOf, type ReportDefinitionInput } from '../../main/report/definition.ts'
import { gatherFacts } from '../../main/report/gather.ts'
import { halvesOf } from '../../main/report/gatherCustomers.ts'
import { createReportKit } from '../../main/report/kit.ts'
import type { Report } from '../../main/report/types.ts'
import { insertRun } from '../../main/model/store.ts'
import { createSampleProject } from '../insight/sampleProject.ts'
import { createShop, type Shop } from '../features/shop.ts'
import { createExampleProject } from './exampleProject.ts'
import { exampleRun } from './exampleRun.ts'

const dayMs = 86_400_000
const gather = (shop: Shop, given: ReportDefinitionInput = {}) =>
  gatherFacts(shop.project, { definition: definitionOf({ template: 'board', ...given }), runId: null }, 0, unattended)
const compose = (facts: Awaited<ReturnType<typeof gather>>) => composeReport(facts, createReportKit('en', 'EUR'))
const figure = (report: Report, id: string) => report.figures.find((one) => one.id === id)
const textOf = (report: Report, id: string) => JSON.stringify(report.sections.find((section) => section.id === id))
const chartsOf = (report: Report, id: string) =>
  (report.sections.find((section) => section.id === id)?.blocks ?? []).filter(({ kind }) => kind === 'chart').length

describe('the headlines', () => {
  let shop: Shop
  const act = (user: string, day: number, type: 'purchase' | 'return', amount: number, product = 'tea') => ({
    ...{
      user,
      time: Date.UTC(2024, 0, 1) + day * dayMs,
      type,
      product,
      quantity: 1,
      amount,
      order: `${user} ${product}`,
    },
  })
  beforeAll(() => {
    shop = createShop()
    shop.products([
      { product: 'tea', brand: 'Aster', category: 'drinks' },
      { product: 'pan', brand: 'Cedar', category: 'kitchen' },
    ])
    shop.acts([
      act('early', 0, 'purchase', 100),
      act('gone', 90, 'purchase', 70),
      act('gone', 95, 'return', 70),
      act('late', 98, 'purchase', 30),
      act('late', 99, 'purchase', 500, 'pan'),
    ])
    const runId = insertRun(shop.project.database, exampleRun())
    const score = shop.project.database.prepare(
      'INSERT INTO score_user (run_id, user_id, ltv, purchase_days, past_spend, recency_days) VALUES (?, ?, ?, 1, 1, 1)',
    )
    for (const user of [1, 2, 3]) score.run(runId, user, 10 * user)
  })
  afterAll(() => shop.close())

  it('count those of whose purchases something is left, as the page about customers does', async () => {
    const report = compose(await gather(shop))
    expect(figure(report, 'buyers')).toMatchObject({ number: 2, detail: 'Jan 1, 2024 – Apr 9, 2024' })
    expect(figure(report, 'revenue')?.number).toBe(630)
    expect(report.summary).toContain('2 customers bought for €630')
    expect(report.summary).toContain('all 3 scored customers are expected')
    expect(textOf(report, 'data')).toBeUndefined()
  })

  it('are of the days of the filter', async () => {
    const filters = { period: { days: 20 } }
    const report = compose(await gather(shop, { filters }))
    expect(figure(report, 'buyers')).toMatchObject({ number: 1, detail: 'Mar 21, 2024 – Apr 9, 2024' })
    expect(figure(report, 'revenue')?.number).toBe(530)
    // Days narrow what was bought, not whom the run scored.
    expect(figure(report, 'expected')).toMatchObject({ number: 60, detail: 'all 3 scored customers, 90 days' })
    expect(report.summary).toContain('Within the filter (Last 20 days), 1 customers bought for €530')
  })

  it('are of the goods and people of the filter, and so are the scored customers, in words', async () => {
    const brands = [shop.project.database.prepare("SELECT id FROM brand WHERE name = 'Cedar'").pluck().get() as number]
    const report = compose(await gather(shop, { filters: { brands } }))
    expect(figure(report, 'buyers')?.number).toBe(1)
    expect(figure(report, 'revenue')?.number).toBe(500)
    expect(figure(report, 'expected')).toMatchObject({
      ...{ number: 30, detail: '1 scored customers of the filter, whole shop, 90 days' },
    })
    expect(report.summary).toContain('the 1 scored customers of the filter are expected to spend €30 in the whole shop')
  })
})

describe('the sections about customers', () => {
  let shop: Shop
  beforeAll(async () => {
    shop = await createSampleProject({ customers: 300, products: 120, brands: 24, categories: 8, months: 12 })
  }, 60_000)
  afterAll(() => shop.close())
  const sections = (['revenue', 'segments', 'cohorts'] as const).map((id) => ({ id, shown: true }))
  const review = (filters: object) => gather(shop, { template: 'dataQuality', sections, filters })

  it('say what the page says of the filter and its comparison', async () => {
    const filters = { period: { days: 120 }, comparison: 'previous' as const, brands: [1, 2] }
    const asked = { filter: shopFilter.parse(filters), runId: null }
    const facts = await review(filters)
    const overview = await overviewOperation.run(shop.project, asked, unattended)
    expect(facts.overview).toEqual(overview)
    expect(facts.revenue).toEqual({
      ...{ bridge: overview.bridge, before: overview.compared, now: overview.span, isAsked: true },
    })
    const segments = await segmentsOperation.run(shop.project, { ...asked, thresholds: {}, cuts: {} }, unattended)
    expect(facts.segments).toMatchObject({ rows: segments.rows, moved: { counts: segments.movement, isAsked: true } })
    expect(facts.cohorts).toEqual(await cohortsOperation.run(shop.project, { ...asked, step: 'month' }, unattended))
    const report = compose(facts)
    for (const id of ['revenue', 'segments', 'cohorts']) expect([id, chartsOf(report, id)]).toEqual([id, 1])
    expect(textOf(report, 'revenue')).toContain('as the filter says')
  })

  it.each(['none', 'previous'] as const)(
    'hold the later half of all time against the earlier one: %s',
    async (comparison) => {
      const facts = await review({ comparison })
      const { before, now, bridge, isAsked } = facts.revenue!
      expect(isAsked).toBe(false)
      const days = (of: { from: string; to: string }) => (Date.parse(of.to) - Date.parse(of.from)) / dayMs + 1
      expect(days(now)).toBe(days(before))
      expect(Date.parse(now.from) - Date.parse(before.to)).toBe(dayMs)
      expect(now.to).toBe(facts.overview.span.to)
      const revenueOf = async (period: { from: string; to: string }) =>
      (await overviewOperation.run(shop.project, { filter: shopFilter.parse({ period }), runId: null }, unattended)).figures.revenue // prettier-ignore
      expect(bridge.before).toBeCloseTo(await revenueOf(before), 6)
      expect(bridge.now).toBeCloseTo(await revenueOf(now), 6)
      // Columns of the movement add up to the segments of the page.
      const { rows, moved } = facts.segments!
      rows.forEach(({ customers }, column) =>
        expect(moved?.counts.reduce((sum, row) => sum + row[column], 0)).toBe(customers),
      )
      expect(moved).toMatchObject({ isAsked: false, before: { to: before.to } })
      expect(textOf(compose(facts), 'revenue')).toContain('Seasons fall differently')
    },
  )

  it('say that nobody bought within a filter, and that one day has no other', async () => {
    const nobody = compose(await review({ regions: ['nowhere'] }))
    for (const id of ['revenue', 'segments']) expect(textOf(nobody, id)).toContain('Nobody bought anything')
    expect(textOf(nobody, 'cohorts')).toContain('Nobody made a first purchase')
    const day = compose(await review({ period: { days: 1 } }))
    for (const id of ['revenue', 'segments']) expect(textOf(day, id)).toContain('A single day')
  })

  it('stand in the summary for the board, with charts', async () => {
    const example = createExampleProject()
    const report = compose(await gather(example))
    expect(report.sections.map(({ id }) => id)).toEqual(expect.arrayContaining(['revenue', 'segments', 'cohorts']))
    expect(['revenue', 'segments', 'cohorts'].map((id) => chartsOf(report, id))).toEqual([1, 1, 1])
    example.close()
  })
})

it('halves have as many days each', () => {
  expect(halvesOf({ fromDay: 10, toDay: 20 })).toEqual({ before: { fromDay: 10, toDay: 15 }, now: { fromDay: 15, toDay: 20 } }) // prettier-ignore
  expect(halvesOf({ fromDay: 9, toDay: 20 })).toEqual({ before: { fromDay: 10, toDay: 15 }, now: { fromDay: 15, toDay: 20 } }) // prettier-ignore
  expect(halvesOf({ fromDay: 19, toDay: 20 })).toBeNull()
})
