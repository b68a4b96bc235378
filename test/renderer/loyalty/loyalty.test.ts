// @vitest-environment happy-dom
import { NSelect } from 'naive-ui'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ShopFilter } from '../../../main/insight/filter/types.ts'
import type { Promotion } from '../../../main/insight/loyalty/types.ts'
import AssayChart from '../../../renderer/src/charts/AssayChart.vue'
import { useShopFilter } from '../../../renderer/src/insight/useShopFilter.ts'
import type { RowQuery } from '../../../main/dataset/browse/types.ts'
import LoyaltyPage from '../../../renderer/src/loyalty/LoyaltyPage.vue'
import { router } from '../../../renderer/src/router.ts'
import { around, brands, cohorts, ladderFlow, law, matrix } from '../../charts/examples.ts'
import { project } from '../examples.ts'
import { mountPage, type Stage } from '../mountPage.ts'

const risky = { userId: 3, id: 'u-3', p: 0.2, pastShare: 0.9, brandSpend: 20, value: 70, atStake: 70 }
const choices = {
  brands: [],
  categories: [],
  regions: [],
  genders: [],
  channels: [],
  from: '2025-01-01',
  to: '2025-03-31',
  sales: [],
}
const span = {
  from: '2025-02-01',
  to: '2025-02-03',
  days: 3,
  buyers: 12,
  units: 30,
  spend: 300,
  newBuyers: 4,
  again: around(0.5),
}
const promotion: Promotion = {
  ...{ brandId: 1, brand: 'Northpeak', during: around(2), after: null },
  own: { before: span, during: span, after: null },
  others: { before: span, during: span, after: null },
  trial: {
    treated: around(0.6),
    untreated: around(0.2),
    nTreated: 40,
    nUntreated: 40,
    difference: { value: 0.4, low: 0.19, high: 0.57 },
  },
}

const ladder = [
  { step: 'new' as const, customers: 20, spend: 300 },
  { step: 'loyal' as const, customers: 10, spend: 900 },
]

const answers = { brands }
let stage: Stage
beforeEach(async () => {
  answers.brands = brands
  stage = await mountPage(LoyaltyPage, {
    'project.state': () => project,
    'model.runs': () => [],
    'insight.categories': ({ filter }: { filter?: ShopFilter }) => [
      { categoryId: 4, category: 'Shoes', brands: 3, buyers: 900, namedBuyers: 0 },
      { categoryId: 2, category: 'Hats', brands: 9, buyers: 100, namedBuyers: filter?.brands.includes(77) ? 5 : 0 },
    ],
    'insight.loyalty': () => ({
      from: '2025-01-01',
      to: '2025-03-31',
      windowDays: 365,
      then: null,
      law,
      categoryId: 4,
      buyers: 1000,
      brands: answers.brands,
    }),
    'insight.switching': () => matrix,
    'insight.filterChoices': () => choices,
    'insight.filters': () => [],
    'insight.ladderFlow': ({ brandId }: { brandId: number }) => ({ ...ladderFlow('Northpeak'), brandId }),
    'insight.atRisk': () => ({ basis: 'run', horizonDays: 90, rows: [risky], total: 1, atStake: 70 }),
    'insight.campaigns': () => [
      { campaign: 'spring', from: '2025-02-01', to: '2025-02-03', treated: 40, untreated: 40 },
    ],
    'insight.promotion': () => promotion,
    'insight.brand': ({ brandId }: { brandId: number }) => ({
      ...{ brandId, brand: `brand ${brandId}`, ladder, cohorts, predicted: null },
    }),
  })
})
afterEach(() => stage.page.unmount())

it('begins with the largest category and its largest brand', () => {
  expect(stage.calls('insight.loyalty')).toMatchObject([
    { categoryId: 4, filter: { period: { days: null } }, asOf: null, runId: null },
  ])
  expect(stage.page.find('.answer').text()).toBe(
    '30.0% of buyers in Shoes bought Northpeak; they give it 30.0% of their spend there, and 40.0% bought it on two days or more.',
  )
})

it('says what it would take to see who will buy again', () => {
  expect(stage.page.text()).toContain('Train a model with the loyalty task')
})

it('writes names of brands as text, whatever they hold', () => {
  expect(document.querySelector('img')).toBeNull()
})

it('turns to the brand that is clicked in a chart', async () => {
  stage.page.findComponent(AssayChart).vm.$emit('pick', 2)
  await stage.settle()
  expect(stage.calls('insight.brand').at(-1)).toMatchObject({ brandId: 1, categoryId: 4 })
  expect(stage.page.find('.answer').text()).toContain('海岬')
})

it('keeps its category in step with the filter that all pages share', async () => {
  useShopFilter().change({ categories: [2], regions: ['north'] })
  await stage.settle()
  expect(stage.calls('insight.loyalty').at(-1)).toMatchObject({ categoryId: 2, filter: { regions: ['north'] } })
  stage.page.findAllComponents(NSelect)[0].vm.$emit('update:value', 0)
  await stage.settle()
  expect(useShopFilter().filter.categories).toEqual([])
  expect(stage.calls('insight.loyalty').at(-1)).toMatchObject({ categoryId: null })
})

it('turns to the category of a brand that the filter names', async () => {
  useShopFilter().change({ brands: [77] })
  await stage.settle()
  expect(stage.calls('insight.loyalty').at(-1)).toMatchObject({ categoryId: 2 })
})

it('says who may leave and what is at stake, where customers moved, and what a promotion did', () => {
  const text = stage.page.text()
  expect(text).toContain('1 loyal to Northpeak but at risk, ¥70 at stake')
  expect(text).toContain('66.7% of those loyal to Northpeak then are so now')
  expect(text).toContain('× 2 (1.80–2.20)')
  expect(text).toContain('Association, not effect')
  expect(text).toMatch(
    /a difference of \+40(\.0)? \(\+19(\.0)? … \+57(\.0)?\) points\. That is the campaign’s effect if/,
  )
})

it('asks about the brand, category and days that are looked at', async () => {
  expect(stage.calls('insight.promotion')).toMatchObject([
    { brandId: brands[0].brandId, categoryId: 4, campaign: 'spring', from: '2025-02-01', days: 30 },
  ])
  useShopFilter().change({ regions: ['north'] })
  await stage.settle()
  for (const name of ['insight.ladderFlow', 'insight.atRisk', 'insight.promotion'] as const) {
    expect(stage.calls(name).at(-1)).toMatchObject({ filter: { regions: ['north'] } })
  }
})

it('leads from a switch, a cohort and a promotion to the purchases behind them', async () => {
  const push = vi.spyOn(router, 'push').mockResolvedValue(undefined)
  const asked = () => JSON.parse((push.mock.lastCall?.[0] as { query: { rows: string } }).query.rows) as RowQuery
  const chartOf = (title: string) => stage.page.findAllComponents(AssayChart).find((one) => one.text().includes(title))
  // The first row of the matrix: the largest brand, then a brand, then all others.
  chartOf('Next purchase in %')?.vm.$emit('pick', 1, '')
  await stage.settle()
  expect(asked()).toEqual({
    filter: {
      ...{ table: 'acts', search: '' },
      conditions: [
        { kind: 'oneOf', column: 'kind', values: ['purchase'] },
        { kind: 'dates', column: 'time', from: '2025-01-01', to: '2025-03-31' },
        { kind: 'oneOf', column: 'category', values: ['Shoes'] },
        { kind: 'oneOf', column: 'brand', values: matrix.brands.slice(0, 2) },
      ],
    },
    sort: { column: 'user', descending: false },
  })
  chartOf('Next purchase in %')?.vm.$emit('pick', 2, '')
  await stage.settle()
  expect(asked().filter.conditions).toHaveLength(3)
  const buttons = [...document.querySelectorAll('button')].filter((one) =>
    one.textContent?.includes('See the purchases'),
  )
  buttons.at(-1)?.click()
  await stage.settle()
  expect(asked().filter.conditions).toContainEqual({ kind: 'dates', column: 'time', from: span.from, to: span.to })
  push.mockRestore()
})

it('leads from steps of the ladder and their flows to the customers on them', async () => {
  const push = vi.spyOn(router, 'push').mockResolvedValue(undefined)
  const asked = () => (push.mock.lastCall?.[0] as { query: { part: string } }).query.part
  const chartOf = (title: string) => stage.page.findAllComponents(AssayChart).find((one) => one.text().includes(title))
  const { brandId } = brands[0]
  chartOf('are loyal')?.vm.$emit('pick', 1, '')
  expect(asked()).toBe(`ladder:${brandId}:4:loyal:`)
  const flows = ladderFlow('Northpeak').counts
  const from = flows.findIndex((row) => row.some((count) => count > 0))
  chartOf('of those loyal to Northpeak then')?.vm.$emit('pick', 0, '')
  const to = flows[from].findIndex((count) => count > 0)
  const steps = ['new', 'trying', 'repeat', 'loyal', 'atRisk', 'lost']
  expect(asked()).toBe(`ladder:${brandId}:4:${steps[to]}:${['none', ...steps][from]}`)
  push.mockRestore()
})

it('counts those at risk as its list does, and says by what', () => {
  const figure = stage.page.findAll('.kpi').find((kpi) => kpi.text().startsWith('Loyal but at risk'))
  expect(figure?.find('.value').text()).toBe('1')
  expect(figure?.text()).toContain('¥70 at stake within 90 days')
})

it('says so where a brand is alone, in the place of what needs two', async () => {
  answers.brands = brands.slice(0, 1)
  await stage.tell('project.changed', { ...project })
  expect(stage.page.text()).toContain('Northpeak is the only brand in Shoes')
  expect(stage.page.text()).not.toContain('Next purchase in %')
})

it('leads from a brand’s figures to its purchases', async () => {
  const push = vi.spyOn(router, 'push').mockResolvedValue(undefined)
  const figure = stage.page.findAll('.kpi').find((kpi) => kpi.text().startsWith('Repeat rate'))
  await figure?.find('.value button').trigger('click')
  const { filter } = JSON.parse((push.mock.lastCall?.[0] as { query: { rows: string } }).query.rows) as RowQuery
  expect(filter.conditions).toContainEqual({ kind: 'oneOf', column: 'brand', values: ['Northpeak'] })
  push.mockRestore()
})
