import { writeFile } from 'node:fs/promises'
import type { Work } from '../base/job.ts'
import type { ChartKit } from '../charts/chart.ts'
import { asOfOperation } from '../dataset/clean/asOf.ts'
import { browseOperation, writeOperation, type OpenProject } from '../storage/operation.ts'
import { keptContent } from './compare.ts'
import { composeReport, type KeptWriting } from './compose.ts'
import type { ReportDefinition } from './definition.ts'
import { deleteReport, saveReport } from './definitionStore.ts'
import { gatherFacts, type ReportChoice, type ReportFacts } from './gather.ts'
import { createReportKit } from './kit.ts'
import { requireNeeds } from './needs.ts'
import { replaceFile } from '../base/replaceFile.ts'
import type { KeptContent, PreviewedReport, Report, ReportTable } from './types.ts'
import { lastOther, rememberWriting, type Writing } from './writingStore.ts'

export interface RenderInput extends ReportChoice {
  reportId: number | null
  /** `print` is the page that a PDF is printed from. */
  format: 'html' | 'print' | 'xlsx' | 'csv' | 'zip'
  /** Of CSV: the one table that is wanted; null for all. */
  table: string | null
  /** Where the file goes: a new one, whole or not at all is the caller's to see to. */
  path: string
}

/** What a writing leaves to do and to remember. */
export interface Rendered {
  sections: number
  title: string
  /** Project and version: what stands at the foot of every page. */
  foot: string
  remembered: Pick<Writing, 'runId' | 'basis' | 'likeness' | 'writtenAtMs'> & { content: KeptContent }
}

/**
 * Reads what the report is about and writes it in one format, with the data as they are or as of a past state. Throws
 * `model.unknownRun`, `history.unknown`, `history.compacted`, `report.noData`, `report.noBrands`, `report.noRun`,
 * `report.noScores`, `report.unknownTable` and what writing a file can throw.
 */
export const renderOperation = asOfOperation<RenderInput, Rendered>('report.render', async (project, input, work) => {
  const { report, kit, facts, basis } = await composeFor(project, input, work)
  work.checkpoint()
  work.progress('write', 0, null)
  const bytes = await render(report, kit, input, work)
  work.checkpoint()
  await writeFile(input.path, bytes)
  return {
    sections: report.sections.length,
    title: report.title,
    foot: `${facts.projectName} · Assay ${facts.version}`,
    remembered: { ...basis, runId: facts.run?.runId ?? null, content: keptContent(report) },
  }
})

/** Each format's library is loaded only now: every project thread would else start slower by all of them. */
async function render(report: Report, kit: ChartKit, { format, table }: RenderInput, work: Work) {
  switch (format) {
    case 'html':
    case 'print': {
      const { renderHtml } = await import('./html.ts')
      return renderHtml(report, kit, format === 'print' ? 'print' : 'file')
    }
    case 'xlsx': {
      const { renderXlsx } = await import('./xlsx.ts')
      return renderXlsx(report, kit, work)
    }
    case 'csv': {
      const { reportCsv, tableCsv } = await import('./csv.ts')
      return table === null ? reportCsv(report, kit) : tableCsv(report, table, kit)
    }
    case 'zip': {
      const { reportZip } = await import('./csv.ts')
      return reportZip(report, kit)
    }
  }
}

/** The page as it would be written, without what makes it move. */
export const previewOperation = asOfOperation<ReportChoice & { reportId: number | null }, PreviewedReport>(
  'report.preview',
  async (project, input, work) => {
    const { report, kit } = await composeFor(project, input, work)
    const { renderHtml } = await import('./html.ts')
    return { html: renderHtml(report, kit, 'preview') }
  },
)

interface Composed {
  report: Report
  kit: ChartKit
  facts: ReportFacts
  basis: Pick<Writing, 'basis' | 'likeness' | 'writtenAtMs'>
}

async function composeFor(
  project: OpenProject,
  input: ReportChoice & { reportId: number | null },
  work: Work,
): Promise<Composed> {
  const writtenAtMs = Date.now()
  work.progress('gather', 0, null)
  const facts = await gatherFacts(project, input, writtenAtMs, work)
  requireNeeds(facts)
  work.checkpoint()
  const { definition } = input
  const kit = createReportKit(definition.language, project.settings.currency)
  const basis = {
    writtenAtMs,
    basis: `${facts.dataFingerprint} ${facts.run?.runId ?? ''}`,
    likeness: likenessOf(definition),
  }
  const earlier = input.reportId === null ? null : earlierWriting(project, { ...basis, reportId: input.reportId })
  return { report: composeReport(facts, kit, earlier), kit, facts, basis }
}

/** Names of rows and columns are in a language, figures within filters, and lists of a length. */
const likenessOf = ({ language, filters, listed }: ReportDefinition): string =>
  JSON.stringify({ language, filters, listed })

function earlierWriting(
  { database, calendar }: OpenProject,
  writing: Pick<Writing, 'reportId' | 'basis' | 'likeness'>,
): KeptWriting | null {
  const found = lastOther(database, writing)
  return found && { day: calendar.isoDate(found.writtenAtMs), runId: found.runId, content: found.content }
}

export const saveOperation = writeOperation('report.save', ({ database }, input: Parameters<typeof saveReport>[1]) =>
  saveReport(database, input, Date.now()),
)

export const deleteOperation = writeOperation('report.delete', ({ database }, { reportId }: { reportId: number }) => {
  deleteReport(database, reportId)
  return null
})

export const rememberOperation = writeOperation('report.remember', ({ database }, writing: Writing) => {
  rememberWriting(database, writing)
  return null
})

/** One table that a page shows, as XLSX: whole or not at all. On the thread of rows, where it keeps no page waiting. */
export const writeTableOperation = browseOperation(
  'report.writeTable',
  async (
    _project,
    { table, path }: { table: Pick<ReportTable, 'title' | 'subtitle' | 'columns' | 'rows'>; path: string },
    work,
  ) => {
    const { tableXlsx } = await import('./xlsxTable.ts')
    await replaceFile(path, async (temporary) => {
      const bytes = await tableXlsx({ ...table, id: 'table', keys: 0 })
      work.checkpoint()
      await writeFile(temporary, bytes)
    })
    return { path, rows: table.rows.length }
  },
)

export const reportOperations = [
  ...[renderOperation, previewOperation, saveOperation, deleteOperation, rememberOperation],
  writeTableOperation,
]
