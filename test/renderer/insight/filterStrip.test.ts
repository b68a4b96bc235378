// @vitest-environment happy-dom
import { NInput, NRadioButton, NSelect } from 'naive-ui'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ActCondition } from '../../../main/insight/filter/types.ts'
import FilterStrip from '../../../renderer/src/insight/FilterStrip.vue'
import { useShopFilter } from '../../../renderer/src/insight/useShopFilter.ts'
import { project } from '../examples.ts'
import { buttonNamed, mountPage, type Stage } from '../mountPage.ts'

const condition: ActCondition = {
  ...{ done: false, kinds: ['view', 'dance'], period: { from: '2025-03-01', to: '2025-03-31' }, brands: [7] },
  ...{ categories: [4], price: { from: 10, to: null }, hours: [22, 23, 0], weekdays: [0, 6], query: 'tea' },
}
let stage: Stage
beforeEach(async () => {
  stage = await mountPage(FilterStrip, {
    'project.state': () => project,
    'model.runs': () => [],
    'insight.filters': () => [],
    'insight.filterChoices': () => ({
      brands: [{ value: 7, label: 'Northpeak', customers: 3 }],
      categories: [{ value: 4, label: 'Shoes', customers: 9 }],
      ...{ regions: [], genders: [], channels: [], kinds: ['view', 'purchase', 'dance'] },
      ...{ from: '2025-01-01', to: '2025-06-30', sales: [] },
    }),
  })
})
afterEach(() => stage.page.unmount())

it('says every part of a condition on acts in its chip, and lets go of it alone', async () => {
  const shop = useShopFilter()
  shop.change({ acts: [condition, { ...condition, done: true, query: '' }], regions: ['North'] })
  await stage.settle()
  const chips = stage.page.findAll('.filter')
  expect(chips).toHaveLength(3)
  expect(chips[1].text()).toMatch(
    /did not: View, dance · Shoes, Northpeak · price from .*10.* · Mar 1, 2025 – Mar 31, 2025 · 22:00 – 1:00 · Mon, Sun · “tea” asked for/,
  )
  await chips[1].find('button').trigger('click')
  expect(shop.filter.acts).toEqual([{ ...condition, done: true, query: '' }])
  expect(shop.filter.regions).toEqual(['North'])
  buttonNamed('Clear filters').click()
  expect(shop.isNarrowed).toBe(false)
})

it('puts a condition together, hours through midnight, and gives it on as plain data', async () => {
  buttonNamed('Acts').click()
  await stage.settle()
  const [kinds, categories, , from, to] = stage.page.findAllComponents(NSelect)
  kinds.vm.$emit('update:value', ['purchase'])
  categories.vm.$emit('update:value', [4])
  from.vm.$emit('update:value', 22)
  to.vm.$emit('update:value', 2)
  stage.page.findAllComponents(NInput).at(-1)?.vm.$emit('update:value', ' tea ')
  expect(stage.page.findAllComponents(NRadioButton).length).toBe(2)
  buttonNamed('Use this condition').click()
  await stage.settle()
  const [made] = useShopFilter().filter.acts
  expect(made).toMatchObject({ done: true, kinds: ['purchase'], categories: [4], hours: [22, 23, 0, 1], query: 'tea' })
  expect(structuredClone(made)).toEqual(made)
})
