import type { ProductDetails } from '../insight/products/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { baseOption, categoryAxis, plainLegend, tooltip, valueAxis } from './parts.ts'

export interface ProductMonthsData {
  product: string
  months: ProductDetails['months']
}

/** What a product sold month by month, and all that it sold up to then. */
export function productMonthsChart({ product, months }: ProductMonthsData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const names = { month: translate('products.months.units'), all: translate('products.months.all') }
  let sum = 0
  const all = months.map(({ units }) => (sum += units))
  const best = months.toSorted((a, b) => b.units - a.units).at(0)
  return {
    title:
      best === undefined
        ? translate('products.months.question', { product })
        : translate('products.months.title', { month: format.month(best.month), units: format.count(best.units) }),
    subtitle: translate('products.months.subtitle', { units: format.count(sum) }),
    height: 260,
    option: {
      ...baseOption(kit),
      grid: { left: 60, right: 60, top: 36, bottom: 40 },
      legend: plainLegend(kit, Object.values(names)),
      tooltip: tooltip(
        kit,
        ({ index }) => ({
          heading: format.month(months[index].month),
          lines: [
            [names.month, format.exact(months[index].units)],
            [translate('products.columns.spend'), format.exactMoney(months[index].spend)],
            [names.all, format.exact(all[index])],
          ],
        }),
        'axis',
      ),
      xAxis: categoryAxis(
        kit,
        months.map(({ month }) => format.month(month)),
        { name: '' },
      ),
      yAxis: [
        valueAxis(kit, { name: names.month, gap: 44 }),
        { ...valueAxis(kit, { name: names.all, gap: 46 }), splitLine: { show: false } },
      ],
      series: [
        {
          type: 'bar',
          name: names.month,
          barMaxWidth: 24,
          itemStyle: { color: theme.categories[0] },
          data: months.map(({ units }) => units),
        },
        {
          type: 'line',
          name: names.all,
          yAxisIndex: 1,
          symbol: 'none',
          lineStyle: { color: theme.categories[1], width: 2 },
          itemStyle: { color: theme.categories[1] },
          data: all,
        },
      ],
    },
    table: {
      columns: [
        { label: translate('products.months.month'), kind: 'text' },
        { label: names.month, kind: 'number' },
        { label: translate('products.columns.spend'), kind: 'money' },
        { label: names.all, kind: 'number' },
      ],
      rows: months.map(({ month, units, spend }, at) => [format.month(month), units, spend, all[at]]),
    },
  }
}
