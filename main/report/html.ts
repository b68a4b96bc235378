import { formatCell, type CellKind, type Chart, type ChartKit } from '../charts/chart.ts'
import { escapeHtml } from '../charts/parts.ts'
import { drawChart } from './draw.ts'
import { markdownHtml } from './markdown.ts'
import { pageScript, pageScriptSource } from './pageScript.ts'
import { paperStyle, screenStyle } from './style.ts'
import { kindOf } from './flatTable.ts'
import type { Block, Report, ReportCell, ReportTable, Section } from './types.ts'
import { estimateWords, isEstimate } from './wording.ts'

/** A file to hand on, with charts that answer the pointer; a page that is printed; or one that is only looked at here. */
export type PageKind = 'file' | 'print' | 'preview'

interface Context {
  kind: PageKind
  kit: ChartKit
}

/** One self-contained page: inline styles and pictures, nothing fetched. All text is escaped here. */
export function renderHtml(report: Report, kit: ChartKit, kind: PageKind = 'file'): string {
  const { language, title, subtitle, summary, figures, sections, logo } = report
  const contents = sections.map(({ id, title }) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`)
  const tiles = figures.map(
    ({ label, value, detail }) =>
      `<div class="figure"><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd><dd class="detail">${escapeHtml(detail)}</dd></div>`,
  )
  const style = kind === 'print' ? paperStyle(report.paper) : screenStyle
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(kind, logo !== '')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Assay">
<meta name="description" content="${escapeHtml(lineageWords(report))}">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<header>
${logo === '' ? '' : `<img class="logo" alt="" src="${escapeHtml(logo)}">`}
<h1>${escapeHtml(title)}</h1>
<p class="subtitle">${escapeHtml(subtitle)}</p>
<p class="summary">${escapeHtml(summary)}</p>
<dl class="figures">${tiles.join('')}</dl>
<nav><ol>${contents.join('')}</ol></nav>
</header>
${sections.map((section) => renderSection(section, { kit, kind })).join('\n')}
</main>
${kind === 'file' ? `<script>${pageScript}</script>` : ''}
</body>
</html>
`
}

/** Nothing may be fetched; a logo is in the page itself, and one script is known by its hash. */
const policyOf = (kind: PageKind, hasLogo: boolean): string =>
  [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    ...(hasLogo ? ['img-src data:'] : []),
    ...(kind === 'file' ? [`script-src ${pageScriptSource}`] : []),
  ].join('; ')

/** Where the report comes from, in one line. */
export const lineageWords = ({ lineage }: Report): string =>
  lineage.map(({ name, value }) => `${name}: ${value}`).join(' · ')

const renderSection = ({ id, title, blocks }: Section, context: Context): string =>
  `<section id="${id}">\n<h2>${escapeHtml(title)}</h2>\n${blocks.map((block) => renderBlock(block, context)).join('\n')}\n</section>`

function renderBlock(block: Block, context: Context): string {
  switch (block.kind) {
    case 'heading':
      return `<h3>${escapeHtml(block.text)}</h3>`
    case 'paragraph':
      return `<p>${escapeHtml(block.text)}</p>`
    case 'note':
      // The sign stands beside the colour, which print may lose.
      return `<p class="note ${block.tone}"><b aria-hidden="true">${block.tone === 'good' ? '✓' : '!'}</b><span>${escapeHtml(block.text)}</span></p>`
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`
    case 'markdown':
      return markdownHtml(block.text)
    case 'table':
      return block.table.individuals && context.kind !== 'print'
        ? renderOmitted(block.table, context.kit)
        : renderTable(block.table, context.kit)
    case 'chart':
      return renderChart(block.chart, context)
    case 'charts':
      return `<div class="beside">${block.charts.map((chart) => renderChart(chart, context, block.charts.length)).join('')}</div>`
  }
}

/** A page that may be passed on says how many single customers stand in the other formats, and names none. */
const renderOmitted = ({ title, rows }: ReportTable, kit: ChartKit): string =>
  `<figure class="table">${caption(title, '')}<p>${escapeHtml(
    kit.translate('report.document.individuals', { rows: kit.format.count(rows.length) }),
  )}</p></figure>`

type DrawnTable = Pick<ReportTable, 'title' | 'subtitle' | 'columns' | 'rows' | 'rowKinds'>

function renderTable(table: DrawnTable, kit: ChartKit): string {
  const { title, subtitle, columns, rows } = table
  const aligned = (kind: CellKind) => (kind === 'text' || kind === 'day' ? '' : ' class="number"')
  const hasHead = columns.some(({ label }) => label !== '')
  const heads = columns.map(({ label, kind }) => `<th scope="col"${aligned(kind)}>${escapeHtml(label)}</th>`)
  const body = rows.map((cells, row) => {
    const [first, ...others] = cells.map((cell, at) => {
      const tag = at === 0 ? 'th scope="row"' : 'td'
      const attributes = isLong(cell) ? ' class="long"' : aligned(columns[at].kind)
      return `<${tag}${attributes}${sortValue(cell)}>${renderCell(cell, kindOf(table, row, at), kit)}</${tag.slice(0, 2)}>`
    })
    return `<tr>${first}${others.join('')}</tr>`
  })
  const head = hasHead ? `<thead><tr>${heads.join('')}</tr></thead>` : ''
  const kinds = [
    ...(columns.length > 6 ? ['dense'] : []),
    ...(hasHead ? [] : ['facts']),
    ...(rows.length <= unbrokenRows ? ['short'] : []),
  ]
  const drawn = `<table aria-label="${escapeHtml(title)}">${head}<tbody>${body.join('')}</tbody></table>`
  return `<figure class="table ${kinds.join(' ')}">${caption(title, subtitle)}${drawn}</figure>`
}

/** What sorting goes by, where the words of a cell do not sort as it does. */
function sortValue(cell: ReportCell): string {
  const value = isEstimate(cell) ? cell.value : cell
  return typeof value === 'string' ? '' : ` data-value="${value ?? ''}"`
}

/** A word, such as a fingerprint, that has to be broken to fit. */
const isLong = (cell: ReportCell): boolean => typeof cell === 'string' && /[^\s-]{25}/.test(cell)

/** A table of so many rows stays on one page. */
const unbrokenRows = 12

const caption = (title: string, subtitle: string): string =>
  `<figcaption>${escapeHtml(title)}${subtitle === '' ? '' : `<span>${escapeHtml(subtitle)}</span>`}</figcaption>`

/** An interval may stand below its figure, but is never broken itself. */
function renderCell(cell: ReportCell, kind: CellKind, kit: ChartKit): string {
  if (cell === '') return ''
  // Three figures to read; all of them stand behind the cell and in the other formats.
  if (typeof cell === 'number' && kind === 'number') return escapeHtml(kit.format.unshortened(cell))
  if (!isEstimate(cell)) return escapeHtml(formatCell(cell, kind, kit.format))
  const [value, interval] = estimateWords(cell, kind, kit).split(/ (?=\()/)
  return interval === undefined
    ? escapeHtml(value)
    : `<span class="value">${escapeHtml(value)}</span> <span class="interval">${escapeHtml(interval)}</span>`
}

function renderChart(chart: Chart, { kit, kind }: Context, beside = 1): string {
  const { title, subtitle, table } = chart
  const figures =
    kind === 'print' || table.rows.length === 0
      ? ''
      : `<details><summary>${escapeHtml(kit.translate('report.document.chartFigures'))}</summary>${renderTable({ title, subtitle: '', ...table }, kit)}</details>`
  return `<figure class="chart">${caption(title, subtitle)}<div role="img" aria-label="${escapeHtml(title)}">${drawChart(chart, { beside, tips: kind !== 'print' })}</div>${figures}</figure>`
}
