// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Job } from '../../../main/base/job.ts'
import type { Merge, MergeSuggestion } from '../../../main/dataset/clean/types.ts'
import type { RowQuery } from '../../../main/dataset/browse/types.ts'
import { describeColumns } from '../../../main/dataset/browse/tables.ts'
import CleanPage from '../../../renderer/src/clean/CleanPage.vue'
import { router } from '../../../renderer/src/router.ts'
import { project } from '../examples.ts'
import { buttonNamed, mountPage, type Stage } from '../mountPage.ts'

const pair = (n: number): MergeSuggestion => ({
  entity: 'user',
  from: `u${n}`,
  to: `U-${n}`,
  score: 0.98,
  reason: 'email',
  evidence: `ann${n}@shop.cn`,
})
const facts = (name: string): Record<string, string | number> => ({
  user: name,
  acts: name === 'u1' ? 4 : 70,
  gender: name,
})
const suggestions = [pair(1), pair(2), pair(3)]

let stage: Stage | null = null
let merges: Merge[] = []
let declined: Merge[] = []
const jobs = new Map<string, Job>()
function done(command: string, result: unknown): { jobId: string } {
  const id = `${command} ${jobs.size}`
  jobs.set(id, { id, command, state: 'done', progress: null, result, error: null, startedAt: 1, endedAt: 2 })
  return { jobId: id }
}

async function open(state = project): Promise<Stage> {
  await router.push({ name: 'clean', query: { tab: 'merge' } })
  stage = await mountPage(CleanPage, {
    'project.state': () => state,
    'model.runs': () => [],
    'clean.rules': () => [],
    'clean.merges': () => merges,
    'clean.declined': () => declined,
    'clean.decline': ({ pairs, declined: isOn }: { pairs: Merge[]; declined: boolean }) =>
      (declined = [
        ...declined.filter(({ from }) => pairs.every((each) => each.from !== from)),
        ...(isOn ? pairs : []),
      ]),
    'clean.suggestMerges': () => done('clean.suggestMerges', suggestions),
    'clean.merge': ({ merges: wanted }: { merges: Merge[] }) => done('clean.merge', (merges = [...merges, ...wanted])),
    'clean.unmerge': ({ merges: gone }: { merges: Merge[] }) =>
      done('clean.unmerge', (merges = merges.filter(({ from }) => gone.every((each) => each.from !== from)))),
    'dataset.rowColumns': () => describeColumns(),
    'dataset.findRows': () => done('dataset.findRows', { total: 0 }),
    'dataset.rows': ({ filter }: RowQuery) => {
      const [asked] = filter.conditions
      const names = asked.kind === 'oneOf' ? asked.values : []
      const cells = (name: string) => describeColumns().users.map((column) => facts(name)[column.name] ?? null)
      return { rows: names.map((name, id) => ({ id, cells: cells(name) })).reverse(), total: names.length }
    },
    'dataset.rowDetail': ({ id }: { id: number }) => ({
      deeds: [],
      sections: [{ section: 'attributes', fields: [{ name: 'email', type: 'text', value: `${id}@shop.cn` }] }],
      origins: [],
    }),
    'job.get': ({ jobId }: { jobId: string }) => jobs.get(jobId),
  })
  return stage
}
const list = () => document.querySelector('[role="grid"]') as HTMLElement
const rows = () => [...list().querySelectorAll('[role="row"]')]
async function press(...keys: string[]): Promise<void> {
  for (const key of keys) {
    list().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    await stage?.settle()
  }
}
const sent = ({ entity, from, to }: Merge) => ({ entity, from, to })

beforeEach(() => {
  document.body.innerHTML = ''
  localStorage.clear()
  merges = []
})
afterEach(() => stage?.page.unmount())

describe('merging', () => {
  it('confirms one by keyboard, as one step, and goes on to the next', async () => {
    const { calls, page } = await open()
    expect(page.text()).toContain('3 pairs of customers may be one')
    await press('j', 'Enter')
    expect(calls('clean.merge')).toEqual([{ merges: [sent(suggestions[1])] }])
    expect(rows().map((row) => row.textContent)).toEqual([expect.stringContaining('u1'), expect.stringContaining('u3')])
    expect(list().getAttribute('aria-activedescendant')).toBe('suggestion-1')
  })

  it('shows both side by side, each under its own name', async () => {
    const { page } = await open()
    await expect.poll(() => page.text()).toContain('email')
    const lines = page.findAll('tbody tr').map((line) => line.findAll('th, td').map((cell) => cell.text()))
    expect(lines).toContainEqual(['email', '0@shop.cn', '1@shop.cn'])
    expect(lines).toContainEqual(['Acts', '4', '70'])
    expect(page.findAll('.differs').map((cell) => cell.text())).toEqual(['0@shop.cn', '1@shop.cn', 'u1', 'U-1'])
  })

  it('confirms many as one step', async () => {
    const { calls } = await open()
    await press(' ', 'ArrowDown', ' ')
    buttonNamed('Merge 2 pairs').click()
    await stage?.settle()
    expect(calls('clean.merge')).toEqual([{ merges: [suggestions[0], suggestions[1]].map(sent) }])
    expect(rows()).toHaveLength(1)
  })

  it('keeps the other one where they are swapped', async () => {
    const { calls } = await open()
    buttonNamed('Swap').click()
    await stage?.settle()
    await press('Enter')
    expect(calls('clean.merge')).toEqual([{ merges: [{ entity: 'user', from: 'U-1', to: 'u1' }] }])
  })

  it('remembers what was declined and offers it again on demand', async () => {
    await open()
    await press('Delete')
    expect(rows()).toHaveLength(2)
    stage?.page.unmount()
    document.body.innerHTML = ''
    const { calls } = await open()
    expect(rows()).toHaveLength(2)
    expect(declined).toHaveLength(1)
    buttonNamed('Offer 1 declined pair again').click()
    await stage?.settle()
    expect(rows()).toHaveLength(3)
    expect(declined).toEqual([])
    expect(calls('clean.merge')).toEqual([])
  })

  it('offers nothing that is merged already, and changes nothing where the project is read-only', async () => {
    merges = [sent(suggestions[2])]
    const { page, calls } = await open({ ...project, readOnly: true })
    expect(rows()).toHaveLength(2)
    await press('Enter', 'Delete')
    expect(rows()).toHaveLength(2)
    expect(calls('clean.merge')).toEqual([])
    expect(page.text()).not.toContain('Merge by hand')
  })
})
