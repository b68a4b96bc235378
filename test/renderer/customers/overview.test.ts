// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest'
import type { CustomerPart, CustomersOverview } from '../../../main/insight/customers/types.ts'
import type { ValueSpread } from '../../../main/insight/customers/spreadTypes.ts'
import AssayChart from '../../../renderer/src/charts/AssayChart.vue'
import CustomersPage from '../../../renderer/src/customers/CustomersPage.vue'
import { partOf, partText } from '../../../renderer/src/customers/parts.ts'
import { framedPart } from '../../../renderer/src/customers/valueParts.ts'
import { useShopFilter } from '../../../renderer/src/insight/useShopFilter.ts'
import { router } from '../../../renderer/src/router.ts'
import { values } from '../../charts/customerCharts.ts'
import { around } from '../../charts/examples.ts'
import { details, project, summary } from '../examples.ts'
import { buttonNamed, mountPage, type Stage } from '../mountPage.ts'

const overview: CustomersOverview = {
  span: { from: '2025-01-01', to: '2025-03-31' },
  figures: { customers: 60, revenue: 4000, purchaseDays: 374, spendPerCustomer: around(66), daysPerCustomer: around(6.23) }, // prettier-ignore
  ...{ compared: null, before: null, bridge: null, spend: null, predicted: null },
}

let stage: Stage
afterEach(() => stage.page.unmount())

async function open(spread: ValueSpread | null = values, runs = [summary]): Promise<void> {
  await router.replace({ name: 'customers' })
  stage = await mountPage(CustomersPage, {
    'project.state': () => project,
    'model.runs': () => runs,
    'model.run': () => details,
    'customers.overview': () => overview,
    'customers.value': () => spread,
    'customers.lists': () => [],
    'customers.list': () => ({ rows: [], total: 0 }),
    'customers.segments': () => null,
  })
}
const charts = () => stage.page.findAllComponents(AssayChart)
const chartOf = (words: string) => {
  const found = charts().find((one) => one.props('chart').title.includes(words))
  if (!found) throw new Error(`there is no chart ${words}`)
  return found
}

it('says of the charts that were measured on test rows that no filter reaches them, while there is one', async () => {
  await open()
  const subtitles = () =>
    ['top fifth', 'tenth predicted highest'].map((words) => chartOf(words).props('chart').subtitle)
  for (const words of subtitles()) expect(words).not.toContain('filter')
  useShopFilter().change({ period: { days: 30 } })
  await stage.settle()
  for (const words of subtitles()) expect(words).toContain('Measured on all test customers; the filter plays no part')
})

it('leads from predicted value, past spend and a frame over both to their customers', async () => {
  await open()
  const any = { from: null, to: null, pastFrom: null, pastTo: null }
  const push = vi.spyOn(router, 'push').mockResolvedValue(undefined)
  const pick = (words: string, event: string, ...what: unknown[]) => {
    chartOf(words).vm.$emit(event, ...what)
    const to = push.mock.lastCall?.[0]
    return typeof to === 'object' && 'query' in to ? partOf(to.query?.part) : null
  }
  const [spread, against] = ['Half of customers', 'Of those who spent']
  expect(pick(spread, 'pick', 1, 'Predicted')).toEqual({ kind: 'value', ...any, from: 40, to: 63 })
  expect(pick(spread, 'pick', 2, 'Spent before')).toEqual({ kind: 'value', ...any, pastFrom: 63, pastTo: 100 })
  const cell = { from: 63, to: 100, pastFrom: 100, pastTo: 160 }
  expect(pick(against, 'pick', 4, '')).toEqual({ kind: 'value', ...cell })
  const frame = { x: [0.6, 2.2], y: [-3, 1] }
  expect(pick(against, 'brush', frame)).toEqual({ kind: 'value', from: 0, to: 63, pastFrom: 40, pastTo: 100 }) // prettier-ignore
  push.mockRestore()
})

it('lists customers at once where everything else is known already', async () => {
  await open()
  await router.replace({ name: 'customers', query: { tab: 'list' } })
  await stage.settle()
  // Once as it opens, and once more as the saved lists are known.
  expect(stage.calls('customers.list')).toHaveLength(2)
  expect(stage.page.text()).toContain('No purchases in this selection')
})

it('names what is missing where no run tells values', async () => {
  await open(null, [])
  expect(stage.page.text()).toContain('train a model that predicts customer value')
  const push = vi.spyOn(router, 'push').mockResolvedValue(undefined)
  buttonNamed('Train a model').click()
  expect(push).toHaveBeenCalledWith({ name: 'train' })
  push.mockRestore()
})

it('keeps a part of value in the address as it is', () => {
  const parts: CustomerPart[] = [
    { kind: 'value', from: 0, to: 0.00016, pastFrom: null, pastTo: null },
    { kind: 'value', from: null, to: null, pastFrom: 1e21, pastTo: null },
    framedPart(values.bounds, { x: [0, 9], y: [2, 2] }),
  ]
  for (const part of parts) expect(partOf(partText(part))).toEqual(part)
  for (const text of ['value', 'value:1:2:3', 'value:-1:::', 'value:a:::']) expect(partOf(text)).toBeNull()
})
