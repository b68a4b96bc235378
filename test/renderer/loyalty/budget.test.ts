// @vitest-environment happy-dom
import { NInputNumber, NRadioGroup, NSelect } from 'naive-ui'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { potOf } from '../../../main/insight/loyalty/budget.ts'
import type { BudgetPicture } from '../../../main/insight/loyalty/types.ts'
import { shopFilter } from '../../../main/insight/filter/input.ts'
import BudgetCard from '../../../renderer/src/loyalty/BudgetCard.vue'
import { project, summary } from '../examples.ts'
import { mountPage, type Stage } from '../mountPage.ts'

const stakes = (p: number, value: number, customers: number) => Array.from({ length: customers }, () => ({ p, value }))
const picture: BudgetPicture = {
  ...{ brandId: 1, brand: 'Aster', runId: 1, horizonDays: 90, spendDays: 365, calibrationError: null, contactCost: 2 },
  effect: { kind: 'trial', name: 'may', from: '2025-05-01', days: 30, share: { value: 0.25, low: 0.1, high: 0.4 } },
  pots: [
    potOf('loyal', '', stakes(0.9, 100, 100)),
    potOf('atRisk', '', stakes(0.2, 100, 100)),
    potOf('lost', '', stakes(0, 10, 100)),
  ],
  all: potOf('all', '', [...stakes(0.9, 100, 100), ...stakes(0.2, 100, 100), ...stakes(0, 10, 100)]),
}
let answer: BudgetPicture | null
let stage: Stage

async function show(): Promise<void> {
  // One object, as the page has it.
  const question = { categoryId: null, filter: shopFilter.parse({}), brandId: 1, windowDays: null, asOf: null }
  stage = await mountPage(defineComponent({ render: () => h(BudgetCard, { question }) }), {
    'project.state': () => project,
    'model.runs': () => [summary],
    'insight.budget': () => answer,
  })
}
beforeEach(() => (answer = picture))
afterEach(() => stage.page.unmount())

const heading = () => stage.page.find('h2').text()

it('begins with what the data say of cost and effect, and moves from those lost to those at risk', async () => {
  await show()
  // A fifth of 300 customers at 2 each: 20 contacts a group, of which a tenth of the budget, 6 contacts, is moved.
  expect(heading()).toMatch(/^Moving 6 contacts from as good as lost to at risk makes no clear difference: ¥105 \(/)
  const row = stage.page.findAll('tbody tr')[1].text()
  expect(row).toContain('2026')
  // 26 contacts keep a quarter of 26 · 80.
  expect(row).toContain('¥520')
  const links = stage.page.findAll('tbody a').map((link) => link.attributes('href') ?? '')
  expect(decodeURIComponent(links[1])).toContain('part=contacted:1:26:atRisk')
  expect(stage.page.text()).toContain('Campaign may measured 25.0% (10.0%–40.0%) within 30 days')
  expect(stage.page.text()).toContain('not a measured effect')
})

it('follows the assumption, the budget and the move', async () => {
  await show()
  await stage.page.find('input[type=range]').setValue('50')
  stage.page.findAllComponents(NInputNumber)[2].vm.$emit('update:value', 4)
  await stage.settle()
  expect(heading()).toContain('Moving 2 contacts')
  expect(stage.page.find('label.effect').text()).toContain('50.0%')
  const selects = stage.page.findAllComponents(NSelect)
  selects[0].vm.$emit('update:value', 'atRisk')
  selects[1].vm.$emit('update:value', 'atRisk')
  await stage.settle()
  expect(heading()).toContain('Nothing to move from at risk to at risk at this budget')
  stage.page.findComponent(NRadioGroup).vm.$emit('update:value', 'brands')
  await stage.settle()
  expect(stage.calls('insight.budget').at(-1)).toMatchObject({ by: 'brands', runId: summary.runId, brandId: 1 })
})

it('says what it needs where nothing is predicted', async () => {
  answer = null
  await show()
  expect(stage.page.text()).toContain('Needs a run that predicts this brand’s loyalty')
})
