import type { Lorenz } from '../insight/customers/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { withInterval } from './format.ts'
import { baseOption, plainLegend, tooltip, valueAxis } from './parts.ts'
import { taskColor } from './theme.ts'

export interface LorenzData {
  spend: Lorenz | null
  /** Of predicted value; null without a run. */
  predicted: Lorenz | null
}

/** Share of the money that the smallest shares of customers hold, against an even spread. */
export function lorenzChart({ spend, predicted }: LorenzData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const steps = Array.from({ length: 101 }, (_, step) => step / 100)
  const names = {
    spend: translate('charts.customers.lorenz.spend'),
    predicted: translate('charts.customers.lorenz.predicted'),
    even: translate('charts.customers.lorenz.even'),
  }
  const drawn = [
    { name: names.spend, curve: spend?.curve ?? null, color: theme.ink },
    { name: names.predicted, curve: predicted?.curve ?? null, color: taskColor(theme, 'ltv') },
  ].flatMap(({ name, curve, color }) => (curve ? [{ name, curve, color }] : []))
  const gini = (of: Lorenz | null) => (of ? withInterval(of.gini, format.number) : null)
  return {
    title: lorenzTitle(spend, kit),
    subtitle: [
      translate('charts.customers.lorenz.subtitle', {
        customers: format.count(spend?.customers ?? 0),
        gini: gini(spend) ?? '–',
      }),
      ...(predicted
        ? [
            translate('charts.customers.lorenz.ofPredicted', {
              customers: format.count(predicted.customers),
              gini: gini(predicted) ?? '–',
            }),
          ]
        : []),
    ].join(' · '),
    height: 280,
    option: {
      ...baseOption(kit),
      grid: { left: 60, right: 24, top: 32, bottom: 44 },
      legend: plainLegend(kit, [...drawn.map(({ name }) => name), names.even]),
      tooltip: tooltip(
        kit,
        ({ index }) => ({
          heading: translate('charts.customers.lorenz.smallest', { share: format.wholePercent(steps[index]) }),
          lines: drawn.map(({ name, curve }) => [name, format.percent(curve[index])]),
        }),
        'axis',
      ),
      xAxis: {
        ...valueAxis(kit, { name: translate('charts.customers.lorenz.axis'), format: format.wholePercent }),
        min: 0,
        max: 1,
      },
      yAxis: {
        ...valueAxis(kit, { name: translate('charts.customers.lorenz.held'), format: format.wholePercent, gap: 46 }),
        min: 0,
        max: 1,
      },
      series: [
        ...drawn.map(({ name, curve, color }) => ({
          type: 'line' as const,
          name,
          symbol: 'none',
          lineStyle: { color, width: 2 },
          itemStyle: { color },
          data: curve.map((held, step) => [steps[step], held]),
        })),
        {
          type: 'line' as const,
          name: names.even,
          silent: true,
          symbol: 'none',
          lineStyle: { color: theme.muted, type: 'dashed' as const, width: 1.5 },
          itemStyle: { color: theme.muted },
          data: [
            [0, 0],
            [1, 1],
          ],
        },
      ],
    },
    table: {
      columns: [
        { label: translate('charts.customers.lorenz.axis'), kind: 'percent' },
        ...drawn.map(({ name }) => ({ label: name, kind: 'percent' as const })),
      ],
      rows: steps.map((share, step) => [share, ...drawn.map(({ curve }) => curve[step])]),
    },
  }
}

function lorenzTitle(spend: Lorenz | null, { translate, format }: ChartKit): string {
  const tenth = spend?.tops.find(({ share }) => share === 0.1)
  return tenth
    ? translate('charts.customers.lorenz.title', { held: format.percent(tenth.held) })
    : translate('charts.customers.lorenz.question')
}
