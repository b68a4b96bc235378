import type { Task } from '../features/types.ts'
import type { DecileRow } from '../model/types.ts'
import { formatExactly, formatTick, unitOf } from './amounts.ts'
import type { Chart, ChartKit, ChartTable } from './chart.ts'
import { rangeWords } from './format.ts'
import { baseOption, categoryAxis, finite, knownWhiskers, plainLegend, tooltip, valueAxis, whiskers } from './parts.ts'
import { measureName } from './taskWords.ts'
import { taskColor } from './theme.ts'

export interface DecileData {
  task: Task
  deciles: DecileRow[]
}

/**
 * Ten equal groups by prediction, best first: predicted means as bars, actual means as points with their interval.
 * The baseline is the mean over all, which every group would have if the order were random.
 */
export function decileChart({ task, deciles }: DecileData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const overall = meanActual(deciles)
  const names = { predicted: translate('charts.deciles.predicted'), actual: translate('charts.deciles.actual') }
  return {
    title: decileTitle(deciles, kit),
    subtitle: translate('charts.deciles.subtitle', {
      measure: measureName(task, kit),
      rows: format.count(deciles.reduce((sum, row) => sum + row.rows, 0)),
    }),
    height: 280,
    option: {
      ...baseOption(kit),
      grid: { left: 64, right: 16, top: 32, bottom: 44 },
      legend: plainLegend(kit, Object.values(names)),
      tooltip: tooltip(kit, ({ index }) => describeDecile(deciles[index], task, kit)),
      xAxis: categoryAxis(
        kit,
        deciles.map((row) => format.count(row.decile)),
        { name: translate('charts.deciles.axis') },
      ),
      yAxis: {
        ...valueAxis(kit, { name: measureName(task, kit), format: formatTick(task, kit), gap: 50 }),
        min: 0,
      },
      series: [
        {
          type: 'bar',
          name: names.predicted,
          data: deciles.map((row) => finite(row.predicted)),
          barCategoryGap: '35%',
          itemStyle: { color: taskColor(theme, task), opacity: 0.45, borderRadius: [2, 2, 0, 0] },
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: theme.muted, type: 'dashed' },
            label: {
              formatter: translate('charts.deciles.baseline', { value: format[unitOf(task)](overall) }),
              position: 'insideEndTop',
              color: theme.muted,
              fontSize: 11,
            },
            data: overall === null ? [] : [{ yAxis: overall }],
          },
        },
        {
          type: 'scatter',
          name: names.actual,
          data: deciles.map((row) => finite(row.actual)),
          symbolSize: 8,
          itemStyle: { color: theme.ink },
          z: 5,
        },
        whiskers(
          knownWhiskers(deciles.map((row, at) => ({ at, low: row.actualLow, high: row.actualHigh }))),
          'y',
          theme.ink,
        ),
      ],
    },
    table: decileTable(task, deciles, kit),
  }
}

/** Mean actual figure over all rows; null without rows. */
export function meanActual(deciles: DecileRow[]): number | null {
  const rows = deciles.reduce((sum, row) => sum + row.rows, 0)
  return rows === 0 ? null : deciles.reduce((sum, row) => sum + row.rows * row.actual, 0) / rows
}

/** Share of the total, predicted and actual, that the best `groups` of the ten hold; null where the total is 0. */
export function shareOfTop(deciles: DecileRow[], groups: number): { predicted: number; actual: number } | null {
  const total = (side: 'predicted' | 'actual', rows: DecileRow[]) =>
    rows.reduce((sum, row) => sum + row.rows * row[side], 0)
  const top = deciles.filter((row) => row.decile <= groups)
  const [predicted, actual] = [total('predicted', deciles), total('actual', deciles)]
  if (!(predicted > 0) || !(actual > 0)) return null
  return { predicted: total('predicted', top) / predicted, actual: total('actual', top) / actual }
}

function decileTitle(deciles: DecileRow[], { translate, format }: ChartKit): string {
  const share = shareOfTop(deciles, 1)
  return share === null
    ? translate('charts.deciles.question')
    : translate('charts.deciles.title', { share: format.percent(share.actual) })
}

function describeDecile(row: DecileRow, task: Task, kit: ChartKit) {
  const exactly = formatExactly(task, kit)
  const { translate } = kit
  return {
    heading: translate('charts.deciles.group', { decile: row.decile, rows: kit.format.count(row.rows) }),
    lines: [
      [translate('charts.deciles.predicted'), exactly(row.predicted)],
      [translate('charts.deciles.actual'), exactly(row.actual)],
      [translate('charts.interval'), rangeWords({ low: row.actualLow, high: row.actualHigh }, exactly)],
    ] satisfies [string, string][],
  }
}

function decileTable(task: Task, deciles: DecileRow[], { translate }: ChartKit): ChartTable {
  const kind = unitOf(task)
  return {
    columns: [
      { label: translate('charts.deciles.axis'), kind: 'count' },
      { label: translate('charts.rows'), kind: 'count' },
      { label: translate('charts.deciles.predicted'), kind },
      { label: translate('charts.deciles.actual'), kind },
      { label: translate('charts.low'), kind },
      { label: translate('charts.high'), kind },
    ],
    rows: deciles.map((row) => [
      row.decile,
      row.rows,
      finite(row.predicted),
      finite(row.actual),
      finite(row.actualLow),
      finite(row.actualHigh),
    ]),
  }
}
