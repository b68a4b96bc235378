import type { Database } from 'better-sqlite3'
import { AssayError } from '../base/errors.ts'
import { record } from '../storage/history.ts'
import { reportDefinition, type ReportDefinition } from './definition.ts'
import type { SavedReport } from './types.ts'

interface ReportRow {
  reportId: number
  name: string
  definition: string
  changedAtMs: number
  writtenAtMs: number | null
  runId: number | null
  format: string | null
  file: string | null
}

const select = `SELECT r.id AS reportId, r.name, r.definition, r.changed_at_ms AS changedAtMs,
    w.written_at_ms AS writtenAtMs, w.run_id AS runId, w.format, w.file
  FROM report r LEFT JOIN report_writing w ON w.id = (SELECT MAX(id) FROM report_writing WHERE report_id = r.id)`

const savedReport = ({ reportId, name, definition, changedAtMs, ...last }: ReportRow): SavedReport => ({
  reportId,
  name,
  // What an earlier Assay knew nothing of gets its default.
  definition: reportDefinition.parse(JSON.parse(definition)),
  changedAtMs,
  lastWriting:
    last.writtenAtMs === null
      ? null
      : { writtenAtMs: last.writtenAtMs, runId: last.runId, format: last.format ?? '', file: last.file ?? '' },
})

/** The latest changed first. */
export const listReports = (database: Database): SavedReport[] =>
  (database.prepare(`${select} ORDER BY r.changed_at_ms DESC, r.id DESC`).all() as ReportRow[]).map(savedReport)

/** Throws `report.unknown`. */
export function findReport(database: Database, reportId: number): SavedReport {
  const row = database.prepare(`${select} WHERE r.id = ?`).get(reportId) as ReportRow | undefined
  if (!row) throw new AssayError('report.unknown', { report: `#${reportId}` })
  return savedReport(row)
}

/** Keeps a definition; without an id as a new report. Throws `report.unknown`, `report.nameTaken`. */
export function saveReport(
  database: Database,
  { reportId, name, definition }: { reportId: number | null; name: string; definition: ReportDefinition },
  nowMs: number,
): SavedReport {
  return database.transaction(() => {
    if (reportId !== null) findReport(database, reportId)
    const namesake = database.prepare('SELECT id FROM report WHERE name = ?').pluck().get(name)
    if (namesake !== undefined && namesake !== reportId) throw new AssayError('report.nameTaken', { name })
    const id = database
      .prepare(
        `INSERT INTO report (id, name, definition, changed_at_ms) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, definition = excluded.definition,
           changed_at_ms = excluded.changed_at_ms RETURNING id`,
      )
      .pluck()
      .get(reportId, name, JSON.stringify(definition), nowMs) as number
    record(database, 'report.save', name)
    return findReport(database, id)
  })()
}

/** With what was remembered of its writings; the files that were written stay. Throws `report.unknown`. */
export function deleteReport(database: Database, reportId: number): void {
  database.transaction(() => {
    const { name } = findReport(database, reportId)
    database.prepare('DELETE FROM report WHERE id = ?').run(reportId)
    record(database, 'report.delete', name)
  })()
}
