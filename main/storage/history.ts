import type { Database } from 'better-sqlite3'
import { currentStateId } from './state.ts'
import type { HistoryDetails, HistoryEntry, Page, StateMoment } from './types.ts'

/** Remembers what was done, and the state it left. Call it inside the transaction that does it. Returns the entry's id. */
export function record(database: Database, action: string, subject: string, details: HistoryDetails = {}): number {
  const { lastInsertRowid } = database
    .prepare('INSERT INTO history (at_ms, action, subject, details, state_id) VALUES (?, ?, ?, ?, ?)')
    .run(Date.now(), action, subject, JSON.stringify(details), currentStateId(database))
  return Number(lastInsertRowid)
}

export interface HistoryQuery {
  /** Part of an entry's subject, action or details, in any case; empty for all. */
  search: string
  /** Keys of the locale's `history.actions`; null for all. */
  actions: string[] | null
  /** UTC milliseconds, the first included, the second not; null where open. */
  fromMs: number | null
  toMs: number | null
  offset: number
  limit: number
}

/** Newest first. */
export function listHistory(database: Database, query: HistoryQuery): Page<HistoryEntry> {
  const { search, actions, fromMs, toMs, offset, limit } = query
  const pattern = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
  const where = `(subject LIKE @pattern ESCAPE '\\' OR action LIKE @pattern ESCAPE '\\' OR details LIKE @pattern ESCAPE '\\')
    AND (@actions IS NULL OR action IN (SELECT value FROM json_each(@actions)))
    AND at_ms >= COALESCE(@fromMs, at_ms) AND at_ms < COALESCE(@toMs, at_ms + 1)`
  const wanted = { pattern, actions: actions && JSON.stringify(actions), fromMs, toMs }
  const rows = database
    .prepare(
      `SELECT id, at_ms AS atMs, action, subject, details, state_id AS stateId FROM history WHERE ${where}
       ORDER BY id DESC LIMIT @limit OFFSET @offset`,
    )
    .all({ ...wanted, limit, offset }) as (Omit<HistoryEntry, 'details'> & { details: string })[]
  const total = database.prepare(`SELECT COUNT(*) FROM history WHERE ${where}`).pluck().get(wanted) as number
  return { rows: rows.map((row) => ({ ...row, details: JSON.parse(row.details) as HistoryDetails })), total }
}

/** When the data first stood in a state, and what had been done; null for that of a new project. */
export function momentOf(database: Database, stateId: number): StateMoment | null {
  const row = database
    .prepare('SELECT at_ms AS atMs, action, subject FROM history WHERE state_id = ? ORDER BY id LIMIT 1')
    .get(stateId)
  return (row as StateMoment | undefined) ?? null
}
