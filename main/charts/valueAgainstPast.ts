import type { ValueSpread } from '../insight/customers/spreadTypes.ts'
import type { Chart, ChartKit } from './chart.ts'
import { baseOption, categoryAxis, tooltip } from './parts.ts'
import { colorAt } from './theme.ts'
import { groupTicks, groupWords } from './valueSpread.ts'

/**
 * What customers are predicted to spend by what they spent in as many days before, counted in groups of both, so that
 * hundreds of thousands of customers are drawn as fast as ten. The dashed line: as before.
 */
export function valueAgainstPastChart(spread: ValueSpread | null, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const words = (key: string, params?: Record<string, string>) => translate(`charts.customers.against.${key}`, params)
  const { bounds, cells } = spread ?? { bounds: [], cells: [] }
  const most = cells.reduce((largest, { customers }) => Math.max(largest, customers), 1)
  const ticks = groupTicks(bounds, kit)
  const days = format.count(spread?.horizonDays)
  const names = { past: words('past', { days }), value: words('value', { days }) }
  return {
    title: spread ? againstTitle(spread, kit) : words('question'),
    subtitle: words('subtitle', {
      customers: format.count(spread?.customers ?? 0),
      from: spread ? format.day(spread.past.from) : '–',
      to: spread ? format.day(spread.past.to) : '–',
    }),
    height: 380,
    option: {
      ...baseOption(kit),
      grid: { left: 84, right: 16, top: 12, bottom: 48 },
      tooltip: tooltip(kit, ({ index, series }) =>
        series === words('asBefore') || !cells[index]
          ? null
          : {
              heading: `${translate('charts.customers.customers')}: ${format.count(cells[index].customers)}`,
              lines: [
                [names.past, groupWords(bounds, cells[index].past, kit)],
                [names.value, groupWords(bounds, cells[index].value, kit)],
              ],
            },
      ),
      xAxis: categoryAxis(kit, ticks, { name: names.past }),
      yAxis: categoryAxis(kit, ticks, { name: names.value, gap: 62 }),
      visualMap: { show: false, min: 0, max: most, dimension: 2, seriesIndex: 0, inRange: { color: theme.magnitude } },
      series: [
        {
          type: 'heatmap',
          name: translate('charts.customers.customers'),
          data: cells.map(({ past, value, customers }) => ({
            value: [past, value, customers],
            // By magnitude: a few groups hold most customers.
            itemStyle: {
              color: colorAt(theme.magnitude, 0.15 + (0.85 * Math.log1p(customers)) / Math.log1p(most)),
              borderColor: theme.surface,
              borderWidth: 1,
            },
          })),
        },
        {
          type: 'line',
          name: words('asBefore'),
          silent: true,
          symbol: 'none',
          lineStyle: { color: theme.muted, type: 'dashed', width: 1.5 },
          data: ticks.length > 0 ? [[0, 0], [ticks.length - 1, ticks.length - 1]] : [], // prettier-ignore
        },
      ],
    },
    table: {
      columns: [
        { label: `${names.past}, ${translate('charts.customers.spread.from')}`, kind: 'money' },
        { label: `${names.past}, ${translate('charts.customers.spread.to')}`, kind: 'money' },
        { label: `${names.value}, ${translate('charts.customers.spread.from')}`, kind: 'money' },
        { label: `${names.value}, ${translate('charts.customers.spread.to')}`, kind: 'money' },
        { label: translate('charts.customers.customers'), kind: 'count' },
      ],
      rows: cells.map(({ past, value, customers }) => [bounds[past], bounds[past + 1], bounds[value], bounds[value + 1], customers]), // prettier-ignore
    },
  }
}

function againstTitle({ horizonDays, spent, less, silentMean }: ValueSpread, { translate, format }: ChartKit): string {
  const days = format.count(horizonDays)
  const silent = translate('charts.customers.against.silent', { mean: format.money(silentMean) })
  if (spent === 0) return silent
  const words = translate('charts.customers.against.title', { less: format.percent(less / spent), days })
  return silentMean === null ? words : `${words}${translate('charts.customers.against.and')}${silent}`
}
