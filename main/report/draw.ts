import * as echarts from 'echarts'
import type { TooltipComponentOption } from 'echarts'
import type { Chart } from '../charts/chart.ts'
import { fontFamily } from '../charts/theme.ts'

/** Pixels of the page's column; a picture is laid out in its part of it and scales with the page. */
const columnWidth = 660
const gap = 16

/** The chart as a piece of SVG without scripts, one of so many beside each other; `data-tip` says what an item is, if asked for. */
export function drawChart(chart: Chart, { beside = 1, tips = false } = {}): string {
  const width = (columnWidth - gap * (beside - 1)) / beside
  const canvas = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height: chart.height })
  try {
    canvas.setOption(chart.option)
    return withTips(withOneFont(canvas.renderToSVGString()), tips ? chart : null)
  } finally {
    canvas.dispose()
  }
}

/** Every text names the whole list of fonts: said once for the picture, that is half of its bytes. */
function withOneFont(svg: string): string {
  const font = `font-family:${fontFamily};`
  return svg.replaceAll(font, '').replace('<svg ', `<svg style="${font}" `)
}

/** ECharts notes at every item which one it is: the chart's own tooltip takes the note's place. */
function withTips(svg: string, chart: Chart | null): string {
  return svg.replace(/ ecmeta_[^>]*?(?=\s*\/?>)/g, (notes) => {
    const note = (name: string) => Number(new RegExp(`ecmeta_${name}="(\\d+)"`).exec(notes)?.[1] ?? NaN)
    const rest = notes.replace(/ ecmeta_\w+="[^"]*"/g, '')
    // Legends and axes are noted too.
    const tip =
      chart && notes.includes('ecmeta_ssr_type="chart"') ? tipOf(chart, note('series_index'), note('data_index')) : ''
    return tip === '' ? rest : `${rest} data-tip="${tip}"`
  })
}

/** The tooltip's lines, escaped as its HTML is; empty where it has none. */
function tipOf({ option }: Chart, seriesIndex: number, dataIndex: number): string {
  const formatter = (option.tooltip as TooltipComponentOption | undefined)?.formatter
  const series = (Array.isArray(option.series) ? option.series : [option.series]).at(seriesIndex)
  // A flow's bands and nodes count from 0 each, and the note does not tell which of them it is at.
  const silent =
    !series || series.silent === true || (series.tooltip as TooltipComponentOption | undefined)?.show === false
  if (typeof formatter !== 'function' || Number.isNaN(dataIndex) || silent || series.type === 'sankey') return ''
  const html = formatter({ dataIndex, seriesIndex, seriesName: String(series?.name ?? '') } as never, '')
  if (typeof html !== 'string') return ''
  return html
    .replace(/<\/(strong|div)>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('"', '&#34;')
    .trim()
    .replace(/\n+/g, '&#10;')
}
