// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest'
import VChart from 'vue-echarts'
import type { ProductDetails, ProductPotential, ProductRow } from '../../../main/insight/products/types.ts'
import AssayChart from '../../../renderer/src/charts/AssayChart.vue'
import DataTable from '../../../renderer/src/components/DataTable.vue'
import type { TableColumn } from '../../../renderer/src/components/tableColumns.ts'
import { useShopFilter } from '../../../renderer/src/insight/useShopFilter.ts'
import ProductsPage from '../../../renderer/src/products/ProductsPage.vue'
import { router } from '../../../renderer/src/router.ts'
import { around, hostile, potential } from '../../charts/examples.ts'
import { project } from '../examples.ts'
import { buttonNamed, mountPage, type Stage } from '../mountPage.ts'

const row: ProductRow = {
  ...{ productId: 7, id: 'p-7', title: hostile, brand: 'Aster', category: 'Tea', units: 40, spend: 400, buyers: 9 },
  ...{ unitsBefore: 20, predicted: 55, word: 'rising', price: 10, pricePosition: 0.25, share: around(0.4) },
  ...{ shareChange: { value: 0.05, low: 0.01, high: 0.09 }, phase: 'growth', daysOnSale: 200 },
}
const details: ProductDetails = {
  period: { from: '2025-01-01', to: '2025-03-31' },
  compared: { from: '2024-10-03', to: '2024-12-31' },
  ...{ row, horizonDays: 90, slope: { value: 0.02, low: 0.01, high: 0.03 }, launched: '2024-09-12' },
  audience: {
    ...{ buyers: 9, newcomers: around(0.3), again: around(0.2), regions: [] },
    value: { mean: around(120), n: 8, everyone: 90 },
  },
  months: [{ month: '2025-01', units: 40, spend: 400 }],
}

let stage: Stage
afterEach(() => stage.page.unmount())

async function open(
  query: Record<string, string> = {},
  picture: ProductPotential = potential,
  rows: ProductRow[] = [row],
): Promise<void> {
  await router.replace({ name: 'products', query })
  stage = await mountPage(ProductsPage, {
    'project.state': () => project,
    'model.runs': () => [],
    'insight.productPotential': () => picture,
    'insight.products': () => ({ rows, total: rows.length }),
    'insight.product': () => details,
    'insight.productTies': () => ({
      baskets: 90,
      complements: [{ productId: 9, id: 'p-9', title: 'Soap', support: 6, lift: around(3), logLikelihood: 12 }],
      substitutes: [],
    }),
  })
}

const lastList = () => stage.calls('insight.products').at(-1)

it('answers in a sentence, needs no run, and lists all products', async () => {
  await open()
  expect(stage.page.find('.answer').text()).toContain('Of 4 products, the run predicts 1 to rise')
  expect(lastList()).toMatchObject({
    word: null,
    expected: null,
    ahead: null,
    sort: 'spend',
    descending: true,
    runId: null,
  })
})

it('lists the products of a word, and of a part that is framed', async () => {
  await open()
  await stage.page.find('button.word').trigger('click')
  await stage.settle()
  expect(lastList()).toMatchObject({ word: 'rising' })
  stage.page.findComponent(AssayChart).vm.$emit('brush', { x: [0.05, 8], y: [2, 30] })
  await stage.settle()
  expect(lastList()).toMatchObject({ word: 'rising', expected: [0, 8], ahead: [2, 30] })
  buttonNamed('Show all').click()
  await stage.settle()
  expect(lastList()).toMatchObject({ word: 'rising', expected: null })
})

it('keeps its picture as it is drawn while it is framed', async () => {
  await open()
  const drawn = () => ({ ...stage.page.findComponent(AssayChart).findComponent(VChart).props() })
  const before = drawn()
  stage.page.findComponent(AssayChart).vm.$emit('brush', { x: [0.05, 8], y: [2, 30] })
  await stage.settle()
  expect(stage.page.text()).toContain('Framed:')
  for (const name of ['option', 'initOptions', 'updateOptions'] as const) expect(drawn()[name]).toBe(before[name])
})

it('asks again when the filter that all pages share changes', async () => {
  await open()
  const before = stage.calls('insight.productPotential').length
  useShopFilter().change({ regions: ['north'] })
  await stage.settle()
  expect(stage.calls('insight.productPotential')).toHaveLength(before + 1)
  expect(lastList()).toMatchObject({ filter: { regions: ['north'] } })
})

it('opens the product of a point, by its own address', async () => {
  await open()
  stage.page.findComponent(AssayChart).vm.$emit('pick', 0, 'Fading')
  await stage.settle()
  expect(router.currentRoute.value.query.product).toBe('9')
  expect(stage.calls('insight.product')).toMatchObject([{ productId: 9 }])
})

it('shows one product with its intervals, its ties, and the way to its rows', async () => {
  await open({ product: '7' })
  const text = stage.page.text()
  expect(text).toContain('40.0%')
  expect(text).toContain('+5 (+1 … +9) points since the compared span')
  expect(text).toContain('dearer than 25.0% of its category')
  expect(text).toMatch(/Times chance1 row/)
  expect(document.querySelector('img')).toBeNull()
  const push = vi.spyOn(router, 'push').mockResolvedValue(undefined)
  buttonNamed('Its purchases').click()
  const [to] = push.mock.lastCall ?? []
  push.mockRestore()
  expect(to).toMatchObject({ name: 'browse' })
  expect(JSON.stringify(to)).toContain('p-7')
  expect(JSON.stringify(to)).toContain('2025-01-01')
})

it('offers a comparison where there is nothing to hold past sales against', async () => {
  await open({}, { ...potential, basis: null })
  buttonNamed('Last 90 days against the 90 before').click()
  await stage.settle()
  expect(useShopFilter().filter).toMatchObject({ period: { days: 90 }, comparison: 'previous' })
})

it('says what is missing where nothing was sold', async () => {
  const empty = { productIds: [], names: [], expected: [], ahead: [], words: [], total: 0 }
  await open({}, { ...potential, points: empty })
  expect(stage.page.text()).toContain('Purchases need a product_id column')
})

it.each(['overview', 'list'])('leads to the import on %s where no purchase names a product', async (tab) => {
  const empty = { productIds: [], names: [], expected: [], ahead: [], words: [], total: 0 }
  await open({ tab }, { ...potential, named: false, basis: null, points: empty }, [])
  expect(stage.page.text()).toContain('No purchase names a product')
  const push = vi.spyOn(router, 'push').mockResolvedValue(undefined)
  buttonNamed('Import files').click()
  expect(push).toHaveBeenCalledWith({ name: 'import' })
  push.mockRestore()
  expect(() => buttonNamed('Train a model')).toThrow('there is no button')
})

it('shows as many columns as a window of 1,440 pixels holds, and the change where one is asked for', async () => {
  await open({ tab: 'list' })
  const keys = () => {
    const table = stage.page.findComponent(DataTable).props() as { columns: TableColumn<ProductRow>[] }
    const columns = table.columns.filter(({ isExtra }) => !isExtra)
    expect(columns.reduce((sum, { width }) => sum + (width ?? 120), 0)).toBeLessThanOrEqual(1158 - 40)
    return columns.map(({ key }) => key)
  }
  expect(keys()).toContain('phase')
  useShopFilter().change({ comparison: 'previous' })
  await stage.settle()
  expect(keys()).toContain('change')
  expect(keys()).not.toContain('phase')
})

it('clears the filters from a list that they leave empty', async () => {
  await open({ tab: 'list' }, potential, [])
  expect(() => buttonNamed('Clear filters')).toThrow('there is no button')
  useShopFilter().change({ regions: ['nowhere'] })
  await stage.settle()
  buttonNamed('Clear filters').click()
  await stage.settle()
  expect(useShopFilter().filter.regions).toEqual([])
})
