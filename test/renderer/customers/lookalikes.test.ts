// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import type { CustomerPart, LookalikeReport } from '../../../main/insight/customers/types.ts'
import CustomersPage from '../../../renderer/src/customers/CustomersPage.vue'
import { partOf, partText } from '../../../renderer/src/customers/parts.ts'
import { router } from '../../../renderer/src/router.ts'
import { details, project, summary } from '../examples.ts'
import { buttonNamed, mountPage, type Stage } from '../mountPage.ts'

const report: LookalikeReport = {
  ...{ members: 40, withoutPurchases: 2, others: 900, problem: null, least: 20, isTold: true },
  auc: { value: 0.8, low: 0.75, high: 0.85 },
  traits: [{ name: 'category', of: 'tea', measure: 'share', members: 0.6, others: 0.2, difference: { value: 1.4, low: 1.2, high: 1.6 } }], // prettier-ignore
}
const row = {
  ...{ id: 'ann', segment: 'lost', spend: 120, days: 3, yearSpend: 120, recencyDays: 9, likeness: 0.875 },
  ...{ first: '2025-01-01', last: '2025-07-20', due: null, dueFrom: null, dueTo: null, overdue: false },
  ...{ ltv: 90, ltvLow: 10, ltvHigh: 200, repurchase: 0.5 },
}

let stage: Stage
async function open(query: Record<string, string>, answer: LookalikeReport = report): Promise<void> {
  await router.push({ name: 'customers', query: { tab: 'list', ...query } })
  stage = await mountPage(CustomersPage, {
    'project.state': () => project,
    'model.runs': () => [summary],
    'model.run': () => details,
    'customers.lists': () => [{ listId: 3, name: 'tea drinkers', customers: 42, createdAtMs: 0 }],
    'customers.list': () => ({ rows: [row], total: 1 }),
    'customers.lookalikes': () => answer,
    'customers.saveList': () => ({ listId: 4, name: 'more of them', customers: 1, createdAtMs: 0 }),
  })
}
afterEach(() => stage.page.unmount())

describe('lookalikes', () => {
  it('are listed most alike first, with how well the list can be told and what marks it', async () => {
    await open({ list: '3', like: '500' })
    expect(stage.calls('customers.list').at(-1)).toMatchObject({ listId: 3, like: { top: 500 }, sort: 'likeness' })
    expect(stage.calls('customers.lookalikes').at(-1)).toMatchObject({ listId: 3, like: null })
    const text = stage.page.text()
    expect(text).toContain('Most like: tea drinkers')
    expect(text).toContain('AUC 0.800 (0.750–0.850); by lot 0.5')
    expect(text).toContain('Category tea: 60.0%, against 20.0% for the others')
    expect(text).toContain('2 customers of the list bought nothing')
  })

  it('say so where the list cannot be told, or nobody can be found', async () => {
    await open({ list: '3', like: '500' }, { ...report, isTold: false, auc: { value: 0.51, low: 0.47, high: 0.55 } })
    expect(stage.page.text()).toContain('This list cannot be told from other customers')
    stage.page.unmount()
    await open({ list: '3', like: '500' }, { ...report, members: 5, problem: 'fewMembers', auc: null, isTold: false })
    expect(stage.page.text()).toContain('The list holds 5 customers with purchases in this selection; it takes 20.')
  })

  it('are looked for from the list that is shown, and not from everybody', async () => {
    await open({})
    expect(buttonNamed('Find lookalikes').hasAttribute('disabled')).toBe(true)
    await router.push({ name: 'customers', query: { tab: 'list', segment: 'loyal' } })
    await stage.settle()
    buttonNamed('Find lookalikes').click()
    await stage.settle()
    expect(stage.calls('customers.list').at(-1)).toMatchObject({ segment: 'loyal', like: { top: 1000 } })
    buttonNamed('Back to the list').click()
    await stage.settle()
    expect(stage.calls('customers.list').at(-1)).toMatchObject({ segment: 'loyal', like: null, sort: 'spend' })
  })
})

describe('the part of a chart in the address', () => {
  it('comes back as it went, and anything else is none', async () => {
    await open({ part: 'rank:0.9:1' })
    expect(stage.calls('customers.list').at(-1)).toMatchObject({ part: { kind: 'rank', from: 0.9, to: 1 } })
    expect(stage.page.text()).toContain('The 10% who spend most')
    const parts: CustomerPart[] = [
      { kind: 'bridge', step: 'new' },
      { kind: 'rank', from: 0.2, to: 0.3 },
      { kind: 'moved', from: 'none', to: 'lost' },
      { kind: 'cohort', step: 'quarter', from: '2024-04', after: null },
      { kind: 'cohort', step: 'month', from: '2024-05', after: 0 },
      { kind: 'ladder', brandId: 7, categoryId: null, step: 'loyal', then: null },
      { kind: 'ladder', brandId: 7, categoryId: 3, step: 'lost', then: 'none' },
      { kind: 'loyalty', brandId: 7, tenth: 0 },
      { kind: 'contacted', brandId: 7, group: null, customers: 20 },
      { kind: 'contacted', brandId: 7, group: 'atRisk', customers: 0 },
    ]
    for (const part of parts) expect(partOf(partText(part))).toEqual(part)
    for (const text of [null, '', 'rank', 'rank:2:3', 'cohort:week:2024-05', 'ladder:x::loyal', 'loyalty:7', 'x:y'])
      expect(partOf(text)).toBeNull()
  })
})
