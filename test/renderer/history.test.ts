// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'
import type { HistoryEntry } from '../../main/storage/types.ts'
import HistoryPage from '../../renderer/src/history/HistoryPage.vue'
import { project } from './examples.ts'
import { buttonNamed, mountPage } from './mountPage.ts'

const entry = (id: number, action: string, subject: string, atMs: number): HistoryEntry => ({
  id,
  atMs,
  action,
  subject,
  details: { sourceId: id, rowsKept: 1200, rowsRejected: 0 },
  stateId: id,
})
const noon = Date.UTC(2025, 6, 2, 12)
const rows = [entry(2, 'import', 'july.csv', noon), entry(1, 'import', 'june.csv', noon - 86_400_000)]

const openHistory = (state = project) =>
  mountPage(HistoryPage, {
    'project.state': () => state,
    'project.history': ({ search }: { search: string }) => {
      const found = rows.filter(({ subject }) => subject.includes(search))
      return { rows: found, total: found.length }
    },
    'project.undo': () => ({ jobId: 'u' }),
    'model.runs': () => [],
    'job.get': () => ({
      id: 'u',
      command: 'project.undo',
      state: 'done',
      progress: null,
      result: { action: 'import', subject: 'july.csv', details: {}, undoLeft: 1, redoLeft: 1 },
      error: null,
      startedAt: 1,
      endedAt: 2,
    }),
  })

beforeEach(() => {
  document.body.innerHTML = ''
})

describe('the history page', () => {
  it('tells what was done, by day, with its figures but without zeros', async () => {
    const { page } = await openHistory()
    expect(page.findAll('section h3')).toHaveLength(2)
    expect(page.text()).toContain('Imported july.csv')
    expect(page.text()).toContain('1,200 rows kept')
    expect(page.text()).not.toContain('rejected')
  })

  it('finds entries and says when nothing fits', async () => {
    const { page, settle } = await openHistory()
    await page.get('input').setValue('june')
    await settle()
    expect(page.text()).toContain('june.csv')
    expect(page.text()).not.toContain('july.csv')
    await page.get('input').setValue('xyz')
    await settle()
    expect(page.text()).toContain('Nothing fits')
  })

  it('undoes what can be undone, and nothing else', async () => {
    const undoable = { ...project, undo: { action: 'import', subject: 'july.csv' } }
    const { calls, settle } = await openHistory(undoable)
    expect(buttonNamed('Redo').hasAttribute('disabled')).toBe(true)
    expect(buttonNamed('Undo').title).toBe('Imported july.csv')
    buttonNamed('Undo').click()
    await settle()
    expect(calls('project.undo')).toHaveLength(1)
  })

  it('undoes nothing in a project that is read-only', async () => {
    await openHistory({
      ...project,
      readOnly: true,
      undo: { action: 'import', subject: 'july.csv' },
    })
    expect(buttonNamed('Undo').hasAttribute('disabled')).toBe(true)
  })
})
