// @vitest-environment happy-dom
import { afterEach, expect, it } from 'vitest'
import type { ColdScore } from '../../../main/model/sideTypes.ts'
import type { TaskReport } from '../../../main/model/types.ts'
import CustomersPage from '../../../renderer/src/customers/CustomersPage.vue'
import ProductsPage from '../../../renderer/src/products/ProductsPage.vue'
import { potential, report } from '../../charts/examples.ts'
import { details, project, summary } from '../examples.ts'
import { mountPage, type Stage } from '../mountPage.ts'

let stage: Stage
afterEach(() => stage.page.unmount())

const nobody = { rows: [], total: 0 }
const person: ColdScore = { id: 'p-7', ltv: 40, ltvLow: 0, ltvHigh: 90, p: 0.2, registeredDays: 33 }
const unproven: TaskReport = {
  ...report,
  baselines: { trainingMean: report.metrics },
  advantage: { trainingMean: { value: 0, low: -0.1, high: 0.1 } },
  bestBaseline: 'trainingMean',
  beatsBestBaseline: false,
}

async function open(page: typeof CustomersPage, run = details): Promise<void> {
  stage = await mountPage(page, {
    'project.state': () => project,
    'model.runs': () => [summary],
    'model.run': () => run,
    'model.users': () => nobody,
    'model.products': () => nobody,
    'insight.productPotential': () => potential,
    'insight.products': () => nobody,
    'model.cold': () => ({ rows: [person], total: 1 }),
  })
}

const turnTo = async (tab: number) => {
  await stage.page.findAll('[role="tab"]')[tab].trigger('click')
  await stage.settle()
}

it('lists people who have not bought apart from the customers, and says what the model is worth', async () => {
  await open(CustomersPage, { ...details, side: { ...details.side, tasks: { ltv: unproven } } })
  expect(stage.calls('model.cold')).toEqual([])
  await turnTo(stage.page.findAll('[role="tab"]').length - 1)
  expect(stage.calls('model.cold')).toMatchObject([{ runId: 7, sort: 'ltv', descending: true }])
  expect(stage.page.text()).toContain('Who may become a customer in the next 90 days')
  expect(stage.page.find('[role="note"]').text()).toContain('Mean of all')
  await turnTo(0)
  expect(stage.page.text()).not.toContain('Who may become a customer')
})

it('says why a side table was not learned', async () => {
  await open(ProductsPage, { ...details, scored: { ...details.scored, products: 3 } })
  await turnTo(2)
  expect(stage.page.text()).toContain('too few rows')
  expect(stage.calls('model.launches').length).toBeLessThanOrEqual(1)
})
