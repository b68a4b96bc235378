import { rename, rm, stat, writeFile } from 'node:fs/promises'
import { toAssayError } from '../base/errors.ts'
import { loadWords } from '../base/resources.ts'
import type { ChartKit } from '../charts/chart.ts'
import { createChartFormat } from '../charts/format.ts'
import { chartThemes } from '../charts/theme.ts'
import { asOfOperation, type AsOf } from '../dataset/clean/asOf.ts'
import { composeReport } from './compose.ts'
import { gatherFacts } from './gather.ts'
import type { WrittenReport } from './types.ts'

export interface ReportInput extends AsOf {
  runId: number
  /** Where the file goes; one that is there is replaced. */
  path: string
  language: 'en' | 'zh-CN'
  /** Empty: the standing title. */
  title: string
}

/**
 * Reads a run and writes the report about it, with the data as they are or as of a past state. Throws `model.unknownRun`,
 * `history.unknown`, `history.compacted` and what writing a file can throw.
 */
export const reportOperation = asOfOperation<ReportInput, WrittenReport>(
  'report.write',
  async (project, { runId, asOf, path, language, title }, work) => {
    const steps = 3
    const facts = await gatherFacts(project, { runId, asOf }, Date.now(), work)
    work.checkpoint()
    work.progress('write', 1, steps)
    const kit = createReportKit(language, project.settings.currency)
    // Loaded only now: every project thread would else start slower by the charts' library.
    const { renderHtml } = await import('./html.ts')
    const report = composeReport(facts, language, title, kit)
    const html = renderHtml(report, kit)
    work.checkpoint()
    work.progress('write', 2, steps)
    await replaceFile(path, html)
    work.progress('write', steps, steps)
    return { path, bytes: (await stat(path)).size, sections: report.sections.length }
  },
)

/** Words, figures and colours of a printed report. */
export function createReportKit(language: ReportInput['language'], currency: string): ChartKit {
  const words = loadWords(language)
  return { translate: words.say, format: createChartFormat(language, currency), theme: chartThemes.print }
}

/** Writes beside the file and renames, so that a reader sees the old file or the whole new one. */
async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    await writeFile(temporary, text)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw toAssayError(error)
  }
}

export const reportOperations = [reportOperation]
