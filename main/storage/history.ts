import type { Database } from 'better-sqlite3'
import type { HistoryEntry, Page } from './types.ts'

/** Remembers what was done. Call it inside the transaction that does it. */
export function record(
  database: Database,
  action: string,
  subject: string,
  details: Record<string, string | number | null> = {},
): void {
  database
    .prepare('INSERT INTO history (at_ms, action, subject, details) VALUES (?, ?, ?, ?)')
    .run(Date.now(), action, subject, JSON.stringify(details))
}

/** Newest first. */
export function listHistory(database: Database, offset: number, limit: number): Page<HistoryEntry> {
  const rows = database
    .prepare('SELECT id, at_ms AS atMs, action, subject, details FROM history ORDER BY id DESC LIMIT ? OFFSET ?')
    .all(limit, offset) as (Omit<HistoryEntry, 'details'> & { details: string })[]
  const { total } = database.prepare('SELECT COUNT(*) AS total FROM history').get() as { total: number }
  return { rows: rows.map((row) => ({ ...row, details: JSON.parse(row.details) })), total }
}
