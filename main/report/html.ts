import { formatCell, type CellKind, type Chart, type ChartKit } from '../charts/chart.ts'
import { escapeHtml } from '../charts/parts.ts'
import { drawChart } from './draw.ts'
import { styleSheet } from './style.ts'
import type { Block, Report, ReportCell, ReportTable, Section } from './types.ts'
import { estimateWords, isEstimate } from './wording.ts'

/** One self-contained page: inline styles and pictures, no scripts, nothing fetched. All text is escaped here. */
export function renderHtml(report: Report, kit: ChartKit): string {
  const { language, title, subtitle, summary, figures, sections } = report
  const contents = sections.map(({ id, title }) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`)
  const tiles = figures.map(
    ({ label, value, detail }) =>
      `<div class="figure"><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd><dd class="detail">${escapeHtml(detail)}</dd></div>`,
  )
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Assay">
<title>${escapeHtml(title)}</title>
<style>${styleSheet}</style>
</head>
<body>
<main>
<header>
<h1>${escapeHtml(title)}</h1>
<p class="subtitle">${escapeHtml(subtitle)}</p>
<p class="summary">${escapeHtml(summary)}</p>
<dl class="figures">${tiles.join('')}</dl>
<nav><ol>${contents.join('')}</ol></nav>
</header>
${sections.map((section) => renderSection(section, kit)).join('\n')}
</main>
</body>
</html>
`
}

const renderSection = ({ id, title, blocks }: Section, kit: ChartKit): string =>
  `<section id="${id}">\n<h2>${escapeHtml(title)}</h2>\n${blocks.map((block) => renderBlock(block, kit)).join('\n')}\n</section>`

function renderBlock(block: Block, kit: ChartKit): string {
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
    case 'table':
      return renderTable(block.table, kit)
    case 'chart':
      return renderChart(block.chart)
    case 'charts':
      return `<div class="beside">${block.charts.map((chart) => renderChart(chart, block.charts.length)).join('')}</div>`
  }
}

function renderTable({ title, subtitle, columns, rows }: ReportTable, kit: ChartKit): string {
  const aligned = (kind: CellKind) => (kind === 'text' || kind === 'day' ? '' : ' class="number"')
  const hasHead = columns.some(({ label }) => label !== '')
  const heads = columns.map(({ label, kind }) => `<th scope="col"${aligned(kind)}>${escapeHtml(label)}</th>`)
  const body = rows.map((cells) => {
    const [first, ...others] = cells.map((cell, at) => {
      const tag = at === 0 ? 'th scope="row"' : 'td'
      const attributes = isLong(cell) ? ' class="long"' : aligned(columns[at].kind)
      return `<${tag}${attributes}>${renderCell(cell, columns[at].kind, kit)}</${tag.slice(0, 2)}>`
    })
    return `<tr>${first}${others.join('')}</tr>`
  })
  const head = hasHead ? `<thead><tr>${heads.join('')}</tr></thead>` : ''
  const kinds = [
    ...(columns.length > 6 ? ['dense'] : []),
    ...(hasHead ? [] : ['facts']),
    ...(rows.length <= unbrokenRows ? ['short'] : []),
  ]
  const table = `<table aria-label="${escapeHtml(title)}">${head}<tbody>${body.join('')}</tbody></table>`
  return `<figure class="table ${kinds.join(' ')}">${caption(title, subtitle)}${table}</figure>`
}

/** A word, such as a fingerprint, that has to be broken to fit. */
const isLong = (cell: ReportCell): boolean => typeof cell === 'string' && /[^\s-]{25}/.test(cell)

/** A table of so many rows stays on one page. */
const unbrokenRows = 12

const caption = (title: string, subtitle: string): string =>
  `<figcaption>${escapeHtml(title)}${subtitle === '' ? '' : `<span>${escapeHtml(subtitle)}</span>`}</figcaption>`

/** An interval may stand below its figure, but is never broken itself. */
function renderCell(cell: ReportCell, kind: CellKind, kit: ChartKit): string {
  if (!isEstimate(cell)) return escapeHtml(cell === '' ? '' : formatCell(cell, kind, kit.format))
  const [value, interval] = estimateWords(cell, kind, kit).split(/ (?=\()/)
  return interval === undefined
    ? escapeHtml(value)
    : `<span class="value">${escapeHtml(value)}</span> <span class="interval">${escapeHtml(interval)}</span>`
}

const renderChart = (chart: Chart, beside = 1): string =>
  `<figure class="chart">${caption(chart.title, chart.subtitle)}<div role="img" aria-label="${escapeHtml(chart.title)}">${drawChart(chart, beside)}</div></figure>`
