import type { Database } from 'better-sqlite3'
import type { KeptContent } from './types.ts'

/** One writing of a saved report, as it is remembered. */
export interface Writing {
  reportId: number
  writtenAtMs: number
  runId: number | null
  /** What it told of. */
  basis: string
  /** What has to be the same for a comparison to mean anything. */
  likeness: string
  format: string
  file: string
  content: KeptContent
}

/** Writings of a report that are kept. */
const kept = 24

/** Remembers a writing and forgets the oldest. A report that was deleted meanwhile remembers nothing. */
export function rememberWriting(database: Database, writing: Writing): void {
  database.transaction(() => {
    if (!database.prepare('SELECT 1 FROM report WHERE id = ?').get(writing.reportId)) return
    database
      .prepare(
        `INSERT INTO report_writing (report_id, written_at_ms, run_id, basis, likeness, format, file, content)
         VALUES (@reportId, @writtenAtMs, @runId, @basis, @likeness, @format, @file, @content)`,
      )
      .run({ ...writing, content: JSON.stringify(writing.content) })
    database
      .prepare(
        `DELETE FROM report_writing WHERE report_id = @reportId AND id NOT IN
           (SELECT id FROM report_writing WHERE report_id = @reportId ORDER BY id DESC LIMIT @kept)`,
      )
      .run({ reportId: writing.reportId, kept })
  })()
}

/** The last writing that is like this one but told of other data or another run; null where there is none. */
export function lastOther(
  database: Database,
  { reportId, basis, likeness }: Pick<Writing, 'reportId' | 'basis' | 'likeness'>,
): Pick<Writing, 'writtenAtMs' | 'runId' | 'content'> | null {
  const row = database
    .prepare(
      `SELECT written_at_ms AS writtenAtMs, run_id AS runId, content FROM report_writing
       WHERE report_id = @reportId AND likeness = @likeness AND basis <> @basis ORDER BY id DESC LIMIT 1`,
    )
    .get({ reportId, basis, likeness }) as { writtenAtMs: number; runId: number | null; content: string } | undefined
  return row ? { ...row, content: JSON.parse(row.content) as KeptContent } : null
}
