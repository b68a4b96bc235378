import type { BrandDetails } from '../insight/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { baseOption, categoryAxis, tooltip, valueAxis } from './parts.ts'
import { taskColor } from './theme.ts'

export interface PredictedLoyaltyData {
  brand: string
  predicted: NonNullable<BrandDetails['predicted']>
}

/** How many of the brand's customers have which predicted probability of buying it again. */
export function predictedLoyaltyChart({ brand, predicted }: PredictedLoyaltyData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const { customers, mean } = predicted
  const everyone = customers.reduce((sum, count) => sum + count, 0)
  const whole = format.wholePercent
  const steps = customers.map((_, step) => `${whole(step / customers.length)}–${whole((step + 1) / customers.length)}`)
  return {
    title: translate('charts.predicted.title', { brand, mean: format.percent(mean) }),
    subtitle: translate('charts.predicted.subtitle', { customers: format.count(everyone) }),
    height: 230,
    option: {
      ...baseOption(kit),
      grid: { left: 60, right: 16, top: 20, bottom: 44 },
      tooltip: tooltip(kit, ({ index }) => ({
        heading: steps[index],
        lines: [
          [translate('charts.ladder.customers'), format.count(customers[index])],
          [translate('charts.ladder.share'), format.percent(everyone > 0 ? customers[index] / everyone : null)],
        ],
      })),
      xAxis: [
        { ...categoryAxis(kit, steps, { name: translate('charts.predicted.axis') }) },
        { type: 'value', min: 0, max: 1, show: false },
      ],
      yAxis: valueAxis(kit, { name: translate('charts.ladder.customers'), gap: 46 }),
      series: [
        {
          type: 'bar',
          barCategoryGap: '8%',
          itemStyle: { color: taskColor(theme, 'loyalty'), borderRadius: [2, 2, 0, 0] },
          data: customers,
        },
        {
          type: 'line',
          xAxisIndex: 1,
          silent: true,
          data: [],
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: theme.muted, type: 'dashed' },
            label: { formatter: translate('charts.predicted.mean'), color: theme.muted, fontSize: 11 },
            data: [{ xAxis: mean }],
          },
        },
      ],
    },
    table: {
      columns: [
        { label: translate('charts.predicted.axis'), kind: 'text' },
        { label: translate('charts.ladder.customers'), kind: 'count' },
      ],
      rows: customers.map((count, step) => [steps[step], count]),
    },
  }
}
