// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Job } from '../../../main/base/job.ts'
import type { CleaningRule, RulePreview, RuleReport } from '../../../main/dataset/clean/types.ts'
import CleanPage from '../../../renderer/src/clean/CleanPage.vue'
import { ruleRoute } from '../../../renderer/src/clean/rules.ts'
import { router } from '../../../renderer/src/router.ts'
import { project } from '../examples.ts'
import { buttonNamed, mountPage, type Stage } from '../mountPage.ts'

const rule = (id: number, kind: string, settings: CleaningRule['settings'] = {}): CleaningRule => ({
  id,
  kind,
  settings,
  enabled: true,
  effect: { ruleId: id, rowsExcluded: 10 * id, rowsChanged: 0, revenue: -100 * id, returned: 0 },
})
const inForce = [rule(1, 'exactDuplicates', { between: 'everywhere' }), rule(2, 'repeatedOrders')]

interface Sent {
  rules: { id?: number; kind: string; enabled: boolean }[]
}
const example: RuleReport['examples'][number]['before'] = {
  ...{
    id: 1,
    file: 'a.csv',
    line: 7,
    user: 'u7',
    product: 'p1',
    type: 'purchase',
    timeMs: 0,
    quantity: 1,
    price: null,
  },
  ...{ amount: 12, discount: null, currency: null, orderId: null, units: 1, money: 12 },
}
function previewOf({ rules }: Sent): RulePreview {
  const totals = { rows: 1000, purchases: 500, revenue: 9000, returns: 5, returned: 80 }
  return {
    rules: rules
      .filter(({ enabled }) => enabled)
      .map((_, at) => ({
        ...{ ruleId: at + 1, rowsExcluded: 3, rowsChanged: 1, revenue: -20, returned: 0 },
        examples: [{ before: example, after: null }],
      })),
    before: totals,
    after: { ...totals, rows: 997, revenue: 8940 },
  }
}

let stage: Stage | null = null
let job: Job
const done = (command: string, result: unknown) => {
  job = { id: command, command, state: 'done', progress: null, result, error: null, startedAt: 1, endedAt: 2 }
  return { jobId: command }
}

async function open(state = project, route: Parameters<typeof router.push>[0] = { name: 'clean' }): Promise<Stage> {
  await router.push(route)
  stage = await mountPage(CleanPage, {
    'project.state': () => state,
    'model.runs': () => [],
    'clean.rules': () => inForce,
    'dataset.profile': () => ({ findings: [] }),
    'clean.preview': (sent: Sent) => done('clean.preview', previewOf(sent)),
    'clean.apply': ({ rules }: Sent) =>
      done(
        'clean.apply',
        rules.map((each, at) => ({ ...each, id: each.id ?? 9, effect: rule(at + 1, each.kind).effect })),
      ),
    'job.get': () => job,
  })
  return stage
}
const rows = () => [...document.querySelectorAll('ol > li')]
const named = (label: string) => document.querySelector<HTMLElement>(`[aria-label="${label}"]`) as HTMLElement
const click = async (element: HTMLElement) => {
  element.click()
  await stage?.settle()
}

beforeEach(() => {
  document.body.innerHTML = ''
})
afterEach(async () => {
  stage?.page.unmount()
  await router.push({ name: 'start' })
})

describe('the page of cleaning rules', () => {
  it('adds up what the rules in force move', async () => {
    const { page } = await open()
    expect(page.text()).toContain('2 rules in force: 30 rows left out, 0 changed; revenue −¥300, returns ¥0.')
    expect(rows()[0].textContent).toContain('every copy')
    expect(buttonNamed('Apply').hasAttribute('disabled')).toBe(true)
  })

  it('knows nothing of a changed list before it is previewed, but what stands above the change', async () => {
    const { page, calls } = await open()
    await click(named('Order lines of two files left out: on or off'))
    expect(page.text()).toContain('1 rule in this draft: 10 rows left out')
    await click(named('Exact duplicates left out: apply later'))
    expect(page.text()).toContain('The draft is not in force.')
    await click(buttonNamed('Preview'))
    expect(calls('clean.preview')).toEqual([
      {
        rules: [
          { id: 2, kind: 'repeatedOrders', settings: {}, enabled: false },
          { id: 1, kind: 'exactDuplicates', settings: { between: 'everywhere' }, enabled: true },
        ],
      },
    ])
    expect(page.text()).toContain('3 rows left out, 1 changed; revenue −¥20')
    expect(page.text()).toContain('−¥60.00')
    expect(page.text()).toContain('The first 1 of 4, as the rule finds them')
    // A list that is changed again is another list.
    await click(named('Exact duplicates left out: remove'))
    expect(page.text()).not.toContain('as the rule finds them')
  })

  it('applies a draft as one list', async () => {
    const { page, calls } = await open()
    await click(named('Order lines of two files left out: remove'))
    await click(buttonNamed('Apply'))
    expect(calls('clean.apply')).toHaveLength(1)
    expect(rows()).toHaveLength(1)
    expect(page.text()).toContain('1 rule in force')
    expect(buttonNamed('Apply').hasAttribute('disabled')).toBe(true)
  })

  it('discards a draft', async () => {
    await open()
    await click(named('Order lines of two files left out: remove'))
    await click(buttonNamed('Discard changes'))
    expect(rows()).toHaveLength(2)
  })

  it('moves rules by keyboard', async () => {
    await open()
    const last = rows()[1]
    last.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', altKey: true, bubbles: true }))
    await stage?.settle()
    expect(rows().map((row) => row.getAttribute('aria-label'))).toEqual([
      'Order lines of two files left out',
      'Exact duplicates left out',
    ])
  })

  it('takes the rule that a finding brings into the draft and previews it, and applies nothing', async () => {
    const { page, calls } = await open(project, ruleRoute({ kind: 'excludedUsers', settings: { ids: ['bot1'] } }))
    await stage?.settle()
    expect(rows()).toHaveLength(3)
    expect(rows()[0].textContent).toContain('customers bot1')
    expect(page.text()).toContain('The rule was added to the draft and previewed.')
    expect(calls('clean.preview')).toHaveLength(1)
    expect(calls('clean.apply')).toHaveLength(0)
    expect(router.currentRoute.value.query).toEqual({})
  })

  it('asks before a draft is left behind', async () => {
    await open()
    await click(named('Order lines of two files left out: remove'))
    const leave = async (answer: string) => {
      const leaving = router.push({ name: 'history' })
      await stage?.settle()
      await click(buttonNamed(answer))
      await leaving
      return router.currentRoute.value.name
    }
    expect(await leave('Stay')).toBe('clean')
    document.querySelector('.n-modal-container')?.remove()
    expect(await leave('Leave')).toBe('history')
  })

  it('shows everything and changes nothing where the project is read-only', async () => {
    const { page } = await open({ ...project, readOnly: true })
    expect(rows()).toHaveLength(2)
    expect(page.text()).toContain('30 rows left out')
    expect(page.text()).not.toContain('Apply')
    expect(named('Exact duplicates left out: on or off').className).toContain('disabled')
    expect(buttonNamed('Add a rule').hasAttribute('disabled')).toBe(true)
  })
})
