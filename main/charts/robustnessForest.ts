import type { Perturbation, RobustnessChange } from '../verdict/types.ts'
import type { Task } from '../features/types.ts'
import { wordsFor, type Chart, type ChartKit, type ChartTable } from './chart.ts'
import { withInterval } from './format.ts'
import { baseOption, finite, guideLine, knownWhiskers, namesAxis, tooltip, valueAxis, whiskers } from './parts.ts'
import { standingOf } from './standing.ts'
import { taskColor } from './theme.ts'

export interface RobustnessData {
  task: Task
  /** Of this task, all on the same rows. */
  changes: RobustnessChange[]
}

export function perturbationWords(kit: ChartKit, perturbation: Perturbation): string {
  const { translate, format } = kit
  return perturbation.kind === 'missing'
    ? translate('charts.robustness.kinds.missing', { source: translate(`charts.sources.${perturbation.source}`) })
    : translate(`charts.robustness.kinds.${perturbation.kind}`, { size: format.exact(perturbation.size) })
}

/** What worse test rows do to a task's metric, each beside the same rows as they are. */
export function robustnessForest({ task, changes }: RobustnessData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const names = changes.map(({ perturbation }) => perturbationWords(kit, perturbation))
  const metric = changes.length > 0 ? wordsFor(kit, 'charts.metrics', changes[0].metric) : ''
  const axis = translate('charts.robustness.axis', { metric })
  return {
    title: robustnessTitle(changes, kit),
    subtitle: translate('charts.robustness.subtitle', {
      metric,
      before: changes.length > 0 ? withInterval(changes[0].before, format.number) : format.number(null),
      rows: format.count(changes.at(0)?.rows ?? 0),
    }),
    height: 72 + 26 * changes.length,
    option: {
      ...baseOption(kit),
      grid: { left: 220, right: 32, top: 8, bottom: 44 },
      tooltip: tooltip(kit, ({ index }) => ({
        heading: names[index],
        lines: [
          [axis, withInterval(changes[index].change, format.signed, format.exact)],
          [translate('charts.robustness.before'), withInterval(changes[index].before, format.exact)],
          [translate('charts.robustness.after'), withInterval(changes[index].after, format.exact)],
        ],
      })),
      xAxis: valueAxis(kit, { name: axis }),
      yAxis: namesAxis(kit, names, 208),
      series: [
        {
          type: 'scatter',
          symbolSize: 10,
          z: 5,
          itemStyle: { color: taskColor(theme, task), opacity: 1 },
          data: changes.map(({ change }, at) => [finite(change.value), at]),
          markLine: guideLine(kit, [{ xAxis: 0 }]),
        },
        whiskers(
          knownWhiskers(changes.map(({ change }, at) => ({ at, low: change.low, high: change.high }))),
          'x',
          theme.muted,
        ),
      ],
    },
    table: tableOf(changes, axis, kit),
  }
}

function tableOf(changes: RobustnessChange[], axis: string, kit: ChartKit): ChartTable {
  const { translate } = kit
  return {
    columns: [
      { label: translate('charts.robustness.perturbation'), kind: 'text' },
      { label: translate('charts.robustness.before'), kind: 'number' },
      { label: translate('charts.robustness.after'), kind: 'number' },
      { label: axis, kind: 'number' },
      { label: translate('charts.low'), kind: 'number' },
      { label: translate('charts.high'), kind: 'number' },
      { label: translate('charts.ahead.standing'), kind: 'text' },
    ],
    rows: changes.map(({ perturbation, before, after, change }) => [
      ...[perturbationWords(kit, perturbation), before.value, after.value, change.value, change.low, change.high],
      translate(`charts.robustness.standings.${standingOf(change)}`),
    ]),
  }
}

/** The worst of what is worse beyond chance. */
function robustnessTitle(changes: RobustnessChange[], kit: ChartKit): string {
  if (changes.length === 0) return kit.translate('charts.robustness.question')
  const worse = changes.filter(({ change }) => standingOf(change) === 'behind')
  if (worse.length === 0) return kit.translate('charts.robustness.steady')
  const worst = worse.reduce((a, b) => ((b.change.value ?? 0) < (a.change.value ?? 0) ? b : a))
  return kit.translate('charts.robustness.title', {
    perturbation: perturbationWords(kit, worst.perturbation),
    change: withInterval(worst.change, kit.format.signed, kit.format.number),
  })
}
