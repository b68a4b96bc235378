import { z } from 'zod'
import { command } from '../base/command.ts'
import { fileTarget } from '../base/files.ts'
import type { CellKind } from '../charts/chart.ts'
import { asOf } from '../storage/contract.ts'
import { reportDefinition } from './definition.ts'
import type { PreviewedReport, ReportTemplate, SavedReport } from './types.ts'

/** `zip` holds one CSV per table, `csv` the whole report below one another or one table of it. */
export const reportFormats = ['html', 'pdf', 'xlsx', 'csv', 'zip'] as const

const what = {
  /** Null: the latest run, if there is one. */
  runId: z.int().nullable().default(null),
  definition: reportDefinition.prefault({}),
  /** The saved report that this is a writing of: it is compared with the last one, and remembered. */
  reportId: z.int().nullable().default(null),
  /** The state that data and brands are shown in; what a run learned and predicts is its own in any. */
  asOf,
}

const cellKinds = ['text', 'number', 'count', 'money', 'percent', 'day'] as const satisfies readonly CellKind[]
const cell = z.union([z.string().max(32_767), z.number(), z.null()])

/** One table as a page shows it, unrounded. */
const shownTable = z.object({
  title: z.string().max(1000),
  subtitle: z.string().max(2000).default(''),
  columns: z.array(z.object({ label: z.string().max(1000), kind: z.enum(cellKinds) })).max(500),
  rows: z.array(z.array(cell).max(500)).max(100_000),
})

export const reportContract = {
  /** Writes one table as XLSX; the job's result is `{ path, rows }`. */
  'report.writeTable': command<{ jobId: string }>()(z.object({ table: shownTable, target: fileTarget })),
  /** The templates, each with the definition it starts from and what the project lacks for it. */
  'report.templates': command<ReportTemplate[]>()(z.object({ runId: z.int().nullable().default(null) })),
  /** Saved reports, the latest changed first. */
  'report.list': command<SavedReport[]>()(z.object({})),
  /** Keeps a definition under a name; without an id as a new report. */
  'report.save': command<SavedReport>()(
    z.object({
      reportId: z.int().nullable().default(null),
      name: z.string().trim().min(1).max(100),
      definition: reportDefinition,
    }),
  ),
  'report.delete': command<null>()(z.object({ reportId: z.int() })),
  /** The report as one HTML page, written nowhere. */
  'report.preview': command<PreviewedReport>()(z.object(what)),
  /** Writes a report in one of its formats. */
  'report.write': command<{ jobId: string }>()(
    z.object({
      ...what,
      target: fileTarget,
      format: z.enum(reportFormats).default('html'),
      /** Of CSV: the one table that is wanted, by its id; null for the whole report. */
      table: z.string().nullable().default(null),
    }),
  ),
}
