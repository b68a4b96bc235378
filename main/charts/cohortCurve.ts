import type { Chart, ChartKit } from './chart.ts'
import type { CustomerCohortData } from './customerCohorts.ts'
import { withInterval } from './format.ts'
import { baseOption, categoryAxis, finite, tooltip, valueAxis } from './parts.ts'

export interface CohortCurveData extends CustomerCohortData {
  /** What is drawn, where it is not retention or spend, and what it is held against. */
  named?: { name: string; title: string; line: number | null; lineName: string }
}

/** What all cohorts together did, step by step since their first purchase, with 95% intervals as a band. */
export function cohortCurveChart(given: CohortCurveData, kit: ChartKit): Chart {
  const { data, measure } = given
  const { translate, format, theme } = kit
  const first = measure === 'retention' ? 1 : 0
  const points = data.curve.map((point, after) => ({ ...point, after })).slice(first).filter(({ customers }) => customers > 0) // prettier-ignore
  const words = measure === 'retention' ? format.percent : format.money
  const name = given.named?.name ?? translate(`charts.customers.cohorts.${measure}`)
  const line = given.named?.line ?? null
  const low = points.map((point) => finite(point[measure].low) ?? finite(point[measure].value))
  const high = points.map((point) => finite(point[measure].high) ?? finite(point[measure].value))
  return {
    title: given.named?.title ?? name,
    subtitle: translate(`charts.customers.cohorts.curve.${data.step}`),
    height: 260,
    option: {
      ...baseOption(kit),
      grid: { left: 68, right: 24, top: 16, bottom: 44 },
      tooltip: tooltip(
        kit,
        ({ index }) => ({
          heading: String(points[index].after),
          lines: [
            [name, withInterval(points[index][measure], words)],
            [translate('charts.customers.customers'), format.count(points[index].customers)],
          ],
        }),
        'axis',
      ),
      xAxis: categoryAxis(kit, points.map(({ after }) => String(after)), { name: translate(`charts.customers.cohorts.axis.${data.step}`) }), // prettier-ignore
      yAxis: { ...valueAxis(kit, { name, format: measure === 'retention' ? format.wholePercent : format.money, gap: 52 }), min: 0 }, // prettier-ignore
      series: [
        { type: 'line', stack: 'band', silent: true, symbol: 'none', lineStyle: { opacity: 0 }, data: low },
        {
          type: 'line',
          stack: 'band',
          silent: true,
          symbol: 'none',
          lineStyle: { opacity: 0 },
          areaStyle: { color: theme.accent, opacity: 0.18 },
          data: high.map((value, i) => (value === null ? null : value - (low[i] ?? 0))),
        },
        {
          type: 'line',
          name,
          symbol: 'circle',
          symbolSize: 6,
          lineStyle: { color: theme.accent, width: 2 },
          itemStyle: { color: theme.accent },
          data: points.map((point) => finite(point[measure].value)),
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: theme.muted, type: 'dashed' },
            label: {
              formatter: `${given.named?.lineName ?? ''} ${words(line)}`,
              position: 'insideEndTop',
              color: theme.muted,
            },
            data: line === null ? [] : [{ yAxis: line }],
          },
        },
      ],
    },
    table: {
      columns: [
        { label: translate(`charts.customers.cohorts.axis.${data.step}`), kind: 'count' },
        { label: translate('charts.customers.customers'), kind: 'count' },
        ...[name, translate('charts.customers.cohorts.low'), translate('charts.customers.cohorts.high')].map((label) => ({ label, kind: measure === 'retention' ? ('percent' as const) : ('money' as const) })), // prettier-ignore
      ],
      rows: points.map((point) => [point.after, point.customers, point[measure].value, point[measure].low, point[measure].high].map(finiteOrNull)), // prettier-ignore
    },
  }
}

const finiteOrNull = (value: number | null) => finite(value)
