import type { Demand, QueryDemand } from '../insight/demand/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { withInterval } from './format.ts'
import { baseOption, finite, knownWhiskers, namesAxis, tooltip, valueAxis, whiskers } from './parts.ts'

export type DemandData = Pick<Demand, 'rows' | 'converted'>

const drawnQueries = 15

/** How often a purchase follows each of the most searched queries, beside all searches. */
export function demandChart({ rows, converted }: DemandData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const drawn = rows.slice(0, drawnQueries)
  const colorOf = (row: QueryDemand) =>
    isBelow(row, converted.value) ? theme.negative : isAbove(row, converted.value) ? theme.positive : theme.accent
  return {
    title: titleOf(drawn, converted.value, kit),
    subtitle: translate('demand.chart.subtitle', { drawn: format.count(drawn.length) }),
    height: 72 + 24 * Math.max(1, drawn.length),
    option: {
      ...baseOption(kit),
      grid: { left: 168, right: 32, top: 24, bottom: 44 },
      tooltip: tooltip(kit, ({ index }) => describe(drawn[index], kit)),
      xAxis: { ...valueAxis(kit, { name: translate('demand.chart.axis'), format: format.wholePercent }), min: 0 },
      yAxis: namesAxis(
        kit,
        drawn.map(({ query }) => query),
        152,
      ),
      series: [
        {
          type: 'scatter',
          symbolSize: 10,
          z: 5,
          data: drawn.map((row, at) => ({
            value: [finite(row.converted.value), at],
            itemStyle: { color: colorOf(row), opacity: 1 },
          })),
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: theme.muted, type: 'dashed' },
            label: {
              formatter: translate('demand.chart.all', { share: format.percent(converted.value) }),
              // The axis of the rows runs downwards: above them.
              position: 'start',
              color: theme.muted,
              fontSize: 11,
            },
            data: converted.value === null ? [] : [{ xAxis: converted.value }],
          },
        },
        whiskers(
          knownWhiskers(drawn.map((row, at) => ({ at, low: row.converted.low, high: row.converted.high }))),
          'x',
          theme.neutral,
        ),
      ],
    },
    table: {
      columns: [
        { label: translate('demand.columns.query'), kind: 'text' },
        { label: translate('demand.columns.searches'), kind: 'count' },
        { label: translate('demand.columns.converted'), kind: 'percent' },
        { label: translate('charts.low'), kind: 'percent' },
        { label: translate('charts.high'), kind: 'percent' },
      ],
      rows: drawn.map((row) => [
        ...[row.query, row.searches],
        ...[row.converted.value, row.converted.low, row.converted.high],
      ]),
    },
  }
}

const isBelow = ({ converted }: QueryDemand, all: number | null) =>
  all !== null && converted.high !== null && converted.high < all
const isAbove = ({ converted }: QueryDemand, all: number | null) =>
  all !== null && converted.low !== null && converted.low > all

const describe = (row: QueryDemand, { translate, format }: ChartKit) => ({
  heading: row.query,
  lines: [
    [translate('demand.columns.searches'), format.count(row.searches)],
    [translate('demand.columns.converted'), withInterval(row.converted, format.percent)],
    [translate('demand.columns.value'), format.exactMoney(row.value)],
  ] satisfies [string, string][],
})

/** Names the query most searched for with too little bought after it. */
function titleOf(drawn: QueryDemand[], all: number | null, { translate, format }: ChartKit): string {
  if (drawn.length === 0) return translate('demand.chart.question')
  const missing = drawn.find((row) => isBelow(row, all))
  if (!missing) return translate('demand.chart.even')
  return translate('demand.chart.title', {
    query: missing.query,
    share: format.percent(missing.converted.value),
    all: format.percent(all),
  })
}
