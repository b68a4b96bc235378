// @vitest-environment happy-dom
import { NSelect } from 'naive-ui'
import { afterEach, beforeEach, expect, it } from 'vitest'
import AssayChart from '../../../renderer/src/charts/AssayChart.vue'
import { useShopFilter } from '../../../renderer/src/insight/useShopFilter.ts'
import LoyaltyPage from '../../../renderer/src/loyalty/LoyaltyPage.vue'
import { brands, cohorts, law, matrix } from '../../charts/examples.ts'
import { project } from '../examples.ts'
import { mountPage, type Stage } from '../mountPage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await mountPage(LoyaltyPage, {
    'project.state': () => project,
    'model.runs': () => [],
    'insight.categories': () => [
      { categoryId: 4, category: 'Shoes', brands: 3, buyers: 900 },
      { categoryId: 2, category: 'Hats', brands: 9, buyers: 100 },
    ],
    'insight.loyalty': () => ({
      from: '2025-01-01',
      to: '2025-03-31',
      windowDays: 365,
      law,
      categoryId: 4,
      buyers: 1000,
      brands,
    }),
    'insight.switching': () => matrix,
    'insight.brand': ({ brandId }: { brandId: number }) => ({
      ...{ brandId, brand: `brand ${brandId}`, ladder: [], cohorts, predicted: null },
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
