import type { ValueSpread } from '../insight/customers/spreadTypes.ts'
import type { Chart, ChartKit } from './chart.ts'
import { baseOption, categoryAxis, plainLegend, tooltip, valueAxis } from './parts.ts'
import { taskColor } from './theme.ts'

/** A group of money in words: `¥40.0–¥63.0`, the first one `below ¥40.0`. */
export function groupWords(bounds: number[], at: number, { translate, format }: ChartKit): string {
  const [from, to] = [format.money(bounds[at]), format.money(bounds[at + 1])]
  return at === 0 ? translate('charts.customers.spread.below', { to }) : `${from}–${to}`
}

/** Groups on an axis: each by the money that it begins with. */
export const groupTicks = (bounds: number[], { format }: ChartKit): string[] =>
  bounds.slice(0, -1).map((from, at) => (at === 0 ? `< ${format.money(bounds[1])}` : format.money(from)))

/** How many customers are worth how much, beside how many spent as much in as many days before. */
export function valueSpreadChart(spread: ValueSpread | null, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const words = (key: string, params?: Record<string, string>) => translate(`charts.customers.spread.${key}`, params)
  const { bounds, groups } = spread ?? { bounds: [], groups: [] }
  const names = { value: words('value'), past: words('past') }
  const days = format.count(spread?.horizonDays)
  return {
    title: spread ? words('title', { median: format.money(spread.median), mean: format.money(spread.mean) }) : words('question'), // prettier-ignore
    subtitle: words('subtitle', {
      customers: format.count(spread?.customers ?? 0),
      days,
      silent: format.count(groups.at(0)?.past ?? 0),
      least: format.money(bounds.at(1)),
    }),
    height: 280,
    option: {
      ...baseOption(kit),
      grid: { left: 60, right: 16, top: 32, bottom: 48 },
      legend: plainLegend(kit, Object.values(names)),
      tooltip: tooltip(
        kit,
        ({ index }) => ({
          heading: groupWords(bounds, index, kit),
          lines: [
            [names.value, format.count(groups[index].customers)],
            [words('sum'), format.money(groups[index].value)],
            [names.past, format.count(groups[index].past)],
          ],
        }),
        'axis',
      ),
      xAxis: categoryAxis(kit, groupTicks(bounds, kit), { name: words('axis', { days }) }),
      yAxis: valueAxis(kit, { name: translate('charts.customers.customers'), gap: 46 }),
      series: [
        {
          type: 'bar',
          name: names.value,
          barCategoryGap: '12%',
          itemStyle: { color: taskColor(theme, 'ltv'), borderRadius: [2, 2, 0, 0] },
          data: groups.map(({ customers }) => customers),
        },
        {
          type: 'line',
          name: names.past,
          step: 'middle',
          symbol: 'circle',
          symbolSize: 5,
          lineStyle: { color: theme.ink, width: 1.5 },
          itemStyle: { color: theme.ink },
          // Most of those who spent nothing would dwarf all the others: the subtitle counts them.
          data: groups.map(({ past }, at) => (at === 0 ? null : past)),
        },
      ],
    },
    table: {
      columns: [
        { label: words('from'), kind: 'money' },
        { label: words('to'), kind: 'money' },
        { label: names.value, kind: 'count' },
        { label: words('sum'), kind: 'money' },
        { label: names.past, kind: 'count' },
      ],
      rows: groups.map(({ customers, value, past }, at) => [bounds[at], bounds[at + 1], customers, value, past]),
    },
  }
}
