import * as echarts from 'echarts'
import type { Chart } from '../charts/chart.ts'

/** Pixels of the page's column; a picture is laid out in its part of it and scales with the page. */
const columnWidth = 660
const gap = 16

/** The chart as a piece of SVG without scripts, one of so many beside each other. */
export function drawChart(chart: Chart, beside = 1): string {
  const width = (columnWidth - gap * (beside - 1)) / beside
  const canvas = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height: chart.height })
  try {
    canvas.setOption(chart.option)
    return canvas.renderToSVGString()
  } finally {
    canvas.dispose()
  }
}
