import * as echarts from 'echarts'
import type { Chart } from '../charts/chart.ts'

/** Pixels that a chart is laid out in; the page scales the picture to its own width. */
const width = 660

/** The chart as a piece of SVG without scripts. */
export function drawChart(chart: Chart): string {
  const canvas = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height: chart.height })
  try {
    canvas.setOption(chart.option)
    return canvas.renderToSVGString()
  } finally {
    canvas.dispose()
  }
}
