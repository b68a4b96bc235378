import { BarChart, CustomChart, HeatmapChart, LineChart, SankeyChart, ScatterChart } from 'echarts/charts'
import {
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components'
import { use } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers'

/** The parts of ECharts that our charts need: SVG on screen, canvas for PNG files. */
export function useChartParts(): void {
  use([
    ...[BarChart, CustomChart, HeatmapChart, LineChart, SankeyChart, ScatterChart],
    ...[GridComponent, LegendComponent, MarkLineComponent, TitleComponent, TooltipComponent, VisualMapComponent],
    ...[LabelLayout, CanvasRenderer, SVGRenderer],
  ])
}
