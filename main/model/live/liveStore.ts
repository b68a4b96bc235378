import type { Database } from 'better-sqlite3'
import { AssayError } from '../../base/errors.ts'

/** Changes whenever another connection has changed the project. */
export const dataVersion = (database: Database): number => Number(database.pragma('data_version', { simple: true }))

/** The key that a user, product or brand goes by, whatever it was merged into; null where the project has none. */
export function findKey(database: Database, table: 'user' | 'product' | 'brand', name: string): number | null {
  const column = table === 'brand' ? 'name' : 'external'
  const key = database
    .prepare<[string], number>(
      `SELECT COALESCE((SELECT to_id FROM ${table}_merge WHERE from_id = t.id), t.id) FROM ${table} t WHERE ${column} = ?`,
    )
    .pluck()
    .get(name)
  return key ?? null
}

/** Throws `model.unknownRun` { runId: 0 } in a project without runs. */
export function newestRunId(database: Database): number {
  const runId = database.prepare<[], number | null>('SELECT MAX(id) FROM run').pluck().get()
  if (runId == null) throw new AssayError('model.unknownRun', { runId: 0 })
  return runId
}
