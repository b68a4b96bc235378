import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Work } from '../base/job.ts'
import { escapeHtml } from '../charts/parts.ts'
import { fontFamily } from '../charts/theme.ts'
import type { AppContext } from '../context.ts'
import type { reportFormats } from './contract.ts'
import type { ReportChoice } from './gather.ts'
import { rememberOperation, renderOperation, type Rendered } from './operations.ts'
import { refuseTarget, replaceFile } from '../base/replaceFile.ts'
import type { WrittenReport } from './types.ts'

export interface WriteInput extends ReportChoice {
  reportId: number | null
  format: (typeof reportFormats)[number]
  table: string | null
  /** One that is there is replaced. */
  path: string
}

/**
 * Writes a report whole or not at all; that of a saved report is remembered for the next comparison. Throws what
 * `report.render`, printing and replacing a file throw.
 */
export async function writeReport(
  { path, format, ...choices }: WriteInput,
  context: Pick<AppContext, 'run' | 'print' | 'projectState'>,
  work: Work,
): Promise<WrittenReport> {
  await refuseTarget(path)
  const { sections, remembered } = await replaceFile(path, async (temporary) => {
    const render = (as: 'print' | Exclude<typeof format, 'pdf'>, to: string) =>
      context.run(renderOperation, { ...choices, format: as, path: to }, work)
    const rendered =
      format === 'pdf' ? await printed(render, temporary, context, work) : await render(format, temporary)
    work.checkpoint()
    return rendered
  })
  const canRemember = choices.reportId !== null && context.projectState()?.readOnly === false
  if (canRemember && choices.reportId !== null) {
    await context.run(rememberOperation, { ...remembered, reportId: choices.reportId, format, file: basename(path) })
  }
  return { path, bytes: (await stat(path)).size, sections, remembered: canRemember }
}

/** Renders the page into a folder of its own and has the host print it. */
async function printed(
  render: (as: 'print', to: string) => Promise<Rendered>,
  pdf: string,
  { print }: Pick<AppContext, 'print'>,
  work: Work,
): Promise<Rendered> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-report-'))
  try {
    const html = join(folder, 'report.html')
    const rendered = await render('print', html)
    work.progress('print', 0, null)
    await print({ html, pdf, ...pageEdges(rendered) }, work)
    return rendered
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Title above, project and page numbers below; the printing takes no styles from the page. */
function pageEdges({ title, foot }: Pick<Rendered, 'title' | 'foot'>): { header: string; footer: string } {
  const style = `width:100%;margin:0 15mm;font-family:${fontFamily};font-size:7px;color:#444444;display:flex;justify-content:space-between`
  const short = [...title].length > 90 ? `${[...title].slice(0, 89).join('')}…` : title
  return {
    header: `<div style="${style}"><span>${escapeHtml(short)}</span></div>`,
    footer: `<div style="${style}"><span>${escapeHtml(foot)}</span><span><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>`,
  }
}
