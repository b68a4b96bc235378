import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listHistory, record, type HistoryQuery } from '../../main/storage/history.ts'
import { createProjectFile, openForWriting } from '../../main/storage/open.ts'
import { currentStateId, emptyState, readState, stateAfter, stateText, textOf } from '../../main/storage/state.ts'
import { addStep, countSteps, nextMoves, stepToRedo, stepToUndo } from '../../main/storage/steps.ts'

let folder: string
let database: Database
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-history-'))
  const path = join(folder, 'shop.assay')
  createProjectFile(path, { currency: '', timezone: 'UTC' }, 0)
  database = openForWriting(path).database
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

const all: HistoryQuery = { search: '', actions: null, fromMs: null, toMs: null, offset: 0, limit: 100 }
const subjects = (query: Partial<HistoryQuery>) =>
  listHistory(database, { ...all, ...query }).rows.map(({ subject }) => subject)

describe('the history', () => {
  beforeEach(() => {
    for (const [i, [action, subject, details]] of [
      ['import', 'orders_2024.csv', { rowsKept: 5 }] as const,
      ['import', '100% wool.csv', {}] as const,
      ['model.train', '#1', { note: 'Orders' }] as const,
    ].entries()) {
      const id = record(database, action, subject, details)
      database.prepare('UPDATE history SET at_ms = ? WHERE id = ?').run(1000 * (i + 1), id)
    }
  })

  it('is listed newest first, page by page', () => {
    expect(subjects({})).toEqual(['#1', '100% wool.csv', 'orders_2024.csv'])
    expect(listHistory(database, { ...all, offset: 1, limit: 1 })).toMatchObject({
      total: 3,
      rows: [{ subject: '100% wool.csv' }],
    })
  })

  it('is searched by text in subject, action and details, taken as it is written', () => {
    expect(subjects({ search: 'ORDERS' })).toEqual(['#1', 'orders_2024.csv'])
    expect(subjects({ search: 'train' })).toEqual(['#1'])
    expect(subjects({ search: '0%' })).toEqual(['100% wool.csv'])
    expect(subjects({ search: 's_2' })).toEqual(['orders_2024.csv'])
    expect(subjects({ search: '%' })).toEqual(['100% wool.csv'])
    expect(subjects({ search: '\\' })).toEqual([])
  })

  it('is narrowed to actions and to a time, its end excluded', () => {
    expect(subjects({ actions: ['import'] })).toEqual(['100% wool.csv', 'orders_2024.csv'])
    expect(subjects({ actions: [] })).toEqual([])
    expect(subjects({ fromMs: 2000, toMs: 3000 })).toEqual(['100% wool.csv'])
    expect(listHistory(database, { ...all, toMs: 2000 }).total).toBe(1)
  })
})

describe('states', () => {
  it('are kept once, whatever the order in which they are written down', () => {
    addStep(database, { ...emptyState, sources: [2, 1] }, { action: 'import', subject: 'a' })
    const first = currentStateId(database)
    addStep(
      database,
      {
        ...emptyState,
        merges: {
          ...emptyState.merges,
          user: [
            [3, 1],
            [2, 1],
          ],
        },
      },
      { action: 'clean.merge', subject: 'b' },
    )
    addStep(database, { ...emptyState, sources: [1, 2] }, { action: 'import', subject: 'c' })
    expect(currentStateId(database)).toBe(first)
    expect(readState(database, first).sources).toEqual([1, 2])
    const [{ id }] = listHistory(database, { ...all, search: 'clean.merge' }).rows
    expect(stateAfter(database, id).merges.user).toEqual([
      [2, 1],
      [3, 1],
    ])
  })

  it('begin with nothing in force, nothing to undo and nothing to redo', () => {
    expect(stateText(database)).toBe(textOf(emptyState))
    expect(nextMoves(database)).toEqual({ undo: null, redo: null })
    expect(countSteps(database)).toEqual({ undoLeft: 0, redoLeft: 0 })
    expect(() => stepToUndo(database)).toThrow('history.nothingToUndo')
    expect(() => stepToRedo(database)).toThrow('history.nothingToRedo')
    expect(() => readState(database, 99)).toThrow('history.unknown')
    expect(() => stateAfter(database, 99)).toThrow('history.unknown')
  })
})
