// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import type { CustomerAct, CustomerOffers, OneCustomer } from '../../../main/insight/customers/types.ts'
import CustomerDrawer from '../../../renderer/src/customers/CustomerDrawer.vue'
import { router } from '../../../renderer/src/router.ts'
import { project, summary } from '../examples.ts'
import { buttonNamed, mountPage, type Stage } from '../mountPage.ts'

const portrait: OneCustomer['portrait'] = {
  ...{ spend: 40, categories: [], brands: [], spendingPower: 0.5, discounted: 0.5, shopDiscounted: 0.2 },
  ...{ discountRate: 0.1, shopDiscountRate: 0.1, saleSpend: 0.2, saleDays: 0.1, hasCatalogue: true },
}
const one: OneCustomer = {
  ...{ id: 'ann', portrait, hours: new Array<number>(24).fill(0), links: null, standing: null },
  prediction: { ltv: 140, ltvLow: 20, ltvHigh: 300, repurchase: 0.6 },
}
const offers: CustomerOffers = {
  ...{ lookedAt: 3, customers: 200 },
  products: [
    {
      ...{ productId: 5, id: 'pot', title: 'Tea pot', brand: 'Birch', together: 12 },
      ...{ because: { productId: 2, id: 'tea', title: null }, everyone: 0.05 },
      ...{ share: { value: 0.3, low: 0.2, high: 0.4 }, lift: { value: 6, low: 3, high: 9 } },
    },
  ],
  again: [{ brandId: 1, brand: 'Aster', p: 0.7, pastShare: 0.9, marketShare: null }],
  fresh: null,
}
const why = {
  ...{ runId: 7, userId: 'ann', horizonDays: 90, dataEnd: '2025-07-29' },
  outputs: [
    { output: 'ltv', typical: 100, predicted: 140, parts: [{ concept: 'recency', value: 40, low: 39, high: 41, column: 'recencyDays', own: 2, mean: 30 }] }, // prettier-ignore
    { output: 'repurchase', typical: 0.4, predicted: 0.6, parts: [{ concept: 'money', value: 0.2, low: 0.1, high: 0.3, column: null, own: null, mean: null }] }, // prettier-ignore
  ],
}

const act = { timeMs: 0, units: 1, money: 0, product: null, title: null, query: null }
const acts: CustomerAct[] = [
  { ...act, id: 1, kind: 'search', query: 'green tea' },
  { ...act, id: 2, kind: 'view', product: 'tea', query: 'asked before' },
  { ...act, id: 3, kind: 'purchase', timeMs: 86_400_000, money: 26.5 },
]
const node = { id: 'ann', community: 3, reach1: 4, reach2: 9, value: 140, neighbourhoodValue: 510, neighboursKnown: 3 }

let stage: Stage
async function open(
  answer: Partial<OneCustomer> = {},
  found: CustomerOffers = offers,
  further: Parameters<typeof mountPage>[1] = {},
): Promise<void> {
  const shown = defineComponent({ render: () => h(CustomerDrawer, { id: 'ann' }) })
  stage = await mountPage(shown, {
    'project.state': () => project,
    'model.runs': () => [summary],
    'customers.one': () => ({ ...one, ...answer }),
    'customers.acts': () => acts,
    'customers.offers': () => found,
    'explain.customer': () => why,
    ...further,
  })
}
async function reopen(found: CustomerOffers): Promise<void> {
  stage.page.unmount()
  document.body.innerHTML = ''
  await open({}, found)
}
const words = () => document.body.textContent ?? ''
afterEach(() => {
  stage.page.unmount()
  document.body.innerHTML = ''
})

describe('the drawer of one customer', () => {
  it('offers products with their reason beside what all customers do, and brands by the run', async () => {
    await open()
    expect(words()).toContain('Tea pot · Birch')
    expect(words()).toContain('30.0% (20.0%–40.0%) of those who bought tea bought it, too, against 5.00% of all customers (n 12)') // prettier-ignore
    expect(words()).toContain('Brands likely to be bought again')
    expect(words()).toContain('90.0% of their spend in its categories')
    expect(words()).not.toContain('New brands within reach')
  })

  it('tells why only when asked, of value and of repurchase', async () => {
    await open()
    expect(stage.calls('explain.customer')).toEqual([])
    buttonNamed('Why the model says so').click()
    await stage.settle()
    expect(stage.calls('explain.customer')).toEqual([{ runId: 7, userId: 'ann' }])
    expect(words()).toMatch(/140.*: \+.*40.* against a customer at the mean of all inputs/)
    const again = document.querySelectorAll<HTMLInputElement>('.why input[type="radio"]')[1]
    again.click()
    await stage.settle()
    expect(words()).toContain('60.0%: +20.0% against')
  })

  it('says where the customer stands, by days and by those they are linked with', async () => {
    const standing = {
      ...{ segment: 'atRisk' as const, recencyDays: 38, last: '2025-06-22', overdue: true },
      ...{ due: '2025-07-01', dueFrom: '2025-06-24', dueTo: '2025-07-20' },
    }
    const network = { nodes: [{ ...node, x: 0, y: 0 }], measure: 'ltv' }
    await open({ standing, links: { people: 4, given: 1, received: 3 } }, offers, { 'social.network': () => network })
    expect(words()).toContain('At risk')
    expect(words()).toContain('Jun 22, 2025, 38 days before the end')
    expect(words()).toContain('Jul 1, 2025 (Jun 24, 2025 – Jul 20, 2025) · overdue')
    expect(words()).toContain('4 (1 named by them, 3 name them)')
    expect(stage.calls('social.network')).toMatchObject([{ selection: { kind: 'customer', user: 'ann', steps: 1 } }])
    expect(words()).toMatch(/Community\s*3/)
    expect(words()).toContain('¥510 (3 of 4 known)')
    const push = vi.spyOn(router, 'push').mockResolvedValue(undefined)
    buttonNamed('Show in the network').click()
    expect(push).toHaveBeenCalledWith({ name: 'social', query: { customer: 'ann' } })
    push.mockRestore()
  })

  it('asks nothing of the network where nobody is linked, and shows neither hours that nobody knows nor lost queries', async () => {
    await open({ hours: null, links: { people: 0, given: 0, received: 0 } })
    expect(stage.calls('social.network')).toEqual([])
    expect(words()).toMatch(/Most active\s*–/)
    expect(words()).toMatch(/Search · green tea/)
    expect(words()).toMatch(/View · tea/)
    expect(words()).toMatch(/Purchase¥26.5/)
  })

  it('says what is missing, and what went wrong', async () => {
    await open({ prediction: null }, { ...offers, products: [], again: null })
    expect(() => buttonNamed('Why the model says so')).toThrow('there is no button')
    expect(words()).toContain('Nothing that is still sold goes with the 3 products bought last')
    await reopen({ ...offers, lookedAt: 1, products: [] })
    expect(words()).toContain('goes with the product bought last more often')
    await reopen({ ...offers, lookedAt: 0, customers: 0, products: [], again: null })
    expect(words()).toContain('Needs purchases that name their product (a product_id column)')
    expect(words()).toContain('Chances by brand need a run that predicts loyalty.')
    stage.page.unmount()
    document.body.innerHTML = ''
    await open({ portrait: null }, offers, { 'explain.customer': undefined })
    expect(words()).not.toContain('What to offer')
    buttonNamed('Why the model says so').click()
    await stage.settle()
    expect(document.querySelector('.why button')?.textContent).toContain('Try again')
  })
})
