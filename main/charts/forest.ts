import type { Task } from '../features/types.ts'
import type { Estimate, TaskReport } from '../model/types.ts'
import { wordsFor, type Chart, type ChartKit } from './chart.ts'
import { withInterval } from './format.ts'
import { baseOption, categoryAxis, finite, guideLine, knownWhiskers, tooltip, valueAxis, whiskers } from './parts.ts'
import { taskColor } from './theme.ts'

export interface ForestData {
  task: Task
  metric: string
  /** The metric that the report's advantage is measured in. */
  primaryMetric: string
  report: TaskReport
}

interface Contender {
  name: string
  model: boolean
  estimate: Estimate
}

/** One metric of the model beside every baseline on the same rows, with 95% intervals; the best baseline is drawn through. */
export function metricForest(data: ForestData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const contenders = contendersOf(data, kit)
  const metric = wordsFor(kit, 'charts.metrics', data.metric)
  const best = data.report.bestBaseline
  const line = best === null ? null : finite(data.report.baselines[best][data.metric]?.value)
  return {
    title: forestTitle(data, kit),
    subtitle: translate('charts.forest.subtitle', { metric, rows: format.count(data.report.testRows) }),
    height: 72 + 30 * contenders.length,
    option: {
      ...baseOption(kit),
      grid: { left: 156, right: 32, top: 8, bottom: 44 },
      tooltip: tooltip(kit, ({ index }) => ({
        heading: contenders[index].name,
        lines: [[metric, withInterval(contenders[index].estimate, format.exact)]],
      })),
      xAxis: { ...valueAxis(kit, { name: metric }), scale: true },
      yAxis: {
        ...categoryAxis(
          kit,
          contenders.map(({ name }) => name),
          { name: '' },
        ),
        inverse: true,
        axisLine: { show: false },
        axisLabel: { color: theme.ink, fontSize: 12, width: 144, overflow: 'truncate' },
      },
      series: [
        {
          type: 'scatter',
          symbolSize: 10,
          z: 5,
          data: contenders.map(({ model, estimate }, at) => ({
            value: [finite(estimate.value) ?? '-', at],
            itemStyle: { color: model ? taskColor(theme, data.task) : theme.neutral, opacity: 1 },
          })),
          markLine: guideLine(kit, line === null ? [] : [{ xAxis: line }]),
        },
        whiskers(
          knownWhiskers(contenders.map(({ estimate }, at) => ({ at, low: estimate.low, high: estimate.high }))),
          'x',
          theme.muted,
        ),
      ],
    },
    table: {
      columns: [
        { label: translate('charts.forest.contender'), kind: 'text' },
        { label: metric, kind: 'number' },
        { label: translate('charts.low'), kind: 'number' },
        { label: translate('charts.high'), kind: 'number' },
      ],
      rows: contenders.map(({ name, estimate }) => [name, estimate.value, estimate.low, estimate.high]),
    },
  }
}

/** The model first, then the baselines as they stand in the report. */
function contendersOf({ metric, report }: ForestData, kit: ChartKit): Contender[] {
  const none: Estimate = { value: null, low: null, high: null }
  return [
    { name: kit.translate('charts.forest.model'), model: true, estimate: report.metrics[metric] ?? none },
    ...Object.entries(report.baselines).map(([name, metrics]) => ({
      name: wordsFor(kit, 'charts.baselines', name),
      model: false,
      estimate: metrics[metric] ?? none,
    })),
  ]
}

export type Verdict = 'beats' | 'doesNotBeat' | 'worse'

/** What the paired interval of the model against its best baseline says: above 0, around 0, below 0. */
export function verdictOf({ beatsBestBaseline, bestBaseline, advantage }: TaskReport): Verdict {
  if (beatsBestBaseline) return 'beats'
  const high = bestBaseline === null ? null : advantage[bestBaseline].high
  return high !== null && high < 0 ? 'worse' : 'doesNotBeat'
}

function forestTitle({ report, metric, primaryMetric }: ForestData, kit: ChartKit): string {
  const { translate, format } = kit
  if (report.bestBaseline === null || metric !== primaryMetric) return translate('charts.forest.question')
  const params = {
    baseline: wordsFor(kit, 'charts.baselines', report.bestBaseline),
    advantage: withInterval(report.advantage[report.bestBaseline], format.signed, format.number),
  }
  return translate(`charts.forest.${verdictOf(report)}`, params)
}
