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
  ...{ id: 'ann', ltv: 90, ltvLow: 10, ltvHigh: 200, repurchase: 0.5 },
  ...{ purchaseDays: 3, pastSpend: 120, recencyDays: 9, figure1: 30, figure2: 0.25, figure3: 4.5 },
}

let stage: Stage
beforeEach(async () => {
  stage = await mountPage(CustomersPage, {
    'project.state': () => project,
    'model.runs': () => [summary],
    'model.run': () => ({ ...details, columns }),
    'model.users': () => ({ rows: [row], total: 1 }),
  })
})
afterEach(() => stage.page.unmount())

it('shows nearer horizons beside the value, and own tasks beside the repurchase', () => {
  const heads = stage.page.findAll('th').map((head) => head.text())
  const place = (words: string) => heads.findIndex((head) => head.startsWith(words))
  expect(place('Value within 30 days')).toBeGreaterThan(place('Expected spend'))
  expect(place('Value within 30 days')).toBeLessThan(place('Buys again'))
  expect(place('Buys tea')).toBe(place('Buys again') + 1)
  expect(place('Visits')).toBe(place('Buys tea') + 1)
})

it('asks for the order of such a column by its key', async () => {
  const head = stage.page.findAll('th').find((one) => one.text().startsWith('Buys tea'))
  await head?.trigger('click')
  await stage.settle()
  expect(stage.calls('model.users').at(-1)).toMatchObject({ sort: 'figure2', runId: 7 })
})
