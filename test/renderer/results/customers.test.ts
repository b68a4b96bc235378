// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it } from 'vitest'
import CustomersPage from '../../../renderer/src/customers/ListTab.vue'
import { details, project, summary } from '../examples.ts'
import { mountPage, type Stage } from '../mountPage.ts'

const columns = [
  { key: 'figure1' as const, output: 'ltv.within30' },
  { key: 'figure2' as const, output: 'yesNo:Buys tea.p' },
  { key: 'figure3' as const, output: 'count:Visits.count' },
]
const row = {
  ...{
    id: 'ann',
    segment: 'loyal',
    spend: 120,
    days: 3,
    yearSpend: 120,
    first: '2025-01-01',
    last: '2025-07-20',
    ltv: 90,
    ltvLow: 10,
    ltvHigh: 200,
    repurchase: 0.5,
  },
  ...{
    recencyDays: 9,
    due: '2025-08-01',
    dueFrom: '2025-07-10',
    dueTo: '2025-09-01',
    overdue: false,
    figure1: 30,
    figure2: 0.25,
    figure3: 4.5,
  },
}

const thresholds = { recentDays: 60, lostDays: 180, manyDays: 4, topShare: 0.2 }
const segments = {
  ...{ span: { from: '2024-01-01', to: '2025-07-29' }, compared: null, thresholds, defaults: thresholds, gap: 30 },
  ...{ rows: [], movement: null, quadrants: null, overdue: { customers: 0, known: 0, yearSpend: 0 } },
}

let stage: Stage
beforeEach(async () => {
  stage = await mountPage(CustomersPage, {
    'project.state': () => project,
    'model.runs': () => [summary],
    'model.run': () => ({ ...details, columns }),
    'customers.lists': () => [],
    'customers.segments': () => segments,
    'customers.list': () => ({ rows: [row], total: 1 }),
  })
})
afterEach(() => stage.page.unmount())

it('shows nearer horizons beside the value, and own tasks beside the repurchase', () => {
  const columns = stage.page.findComponent({ name: 'DataTable' }).props('columns') as {
    title: string
    isExtra?: boolean
  }[]
  const order = columns.map(({ title }) => title)
  const from = order.indexOf('Predicted value')
  const words = ['Predicted value', '80% interval', 'Value within 30 days', 'Buys again', 'Buys tea', 'Visits']
  expect(order.slice(from, from + words.length).map((title, at) => title.startsWith(words[at]) || title)).toEqual(words.map(() => true)) // prettier-ignore
  // A nearer horizon waits among the columns to choose from; an own task is what somebody asked for.
  const shown = stage.page.findAll('th').map((head) => head.text())
  expect(shown.some((head) => head.startsWith('Value within 30 days'))).toBe(false)
  expect(shown.some((head) => head.startsWith('Buys tea'))).toBe(true)
})

it('asks for the order of such a column by its key', async () => {
  const head = stage.page.findAll('th').find((one) => one.text().startsWith('Buys tea'))
  await head?.trigger('click')
  await stage.settle()
  expect(stage.calls('customers.list').at(-1)).toMatchObject({ sort: 'figure2', runId: 7 })
})
