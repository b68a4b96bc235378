import type { Task } from '../features/types.ts'
import type { DecileRow } from '../model/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { shareOfTop } from './deciles.ts'
import { baseOption, categoryAxis, finite, plainLegend, tooltip, valueAxis } from './parts.ts'
import { taskColor } from './theme.ts'

export interface ConcentrationData {
  task: Task
  deciles: DecileRow[]
}

/** Share of the total that the best tenth, two tenths, … by prediction hold; the baseline is an even spread. */
export function concentrationChart({ task, deciles }: ConcentrationData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const steps = deciles.map((row) => ({ share: row.decile / deciles.length, held: shareOfTop(deciles, row.decile) }))
  const fifth = shareOfTop(deciles, 2)
  const names = { predicted: translate('charts.deciles.predicted'), actual: translate('charts.deciles.actual') }
  const line = (side: 'predicted' | 'actual', color: string) => ({
    type: 'line' as const,
    name: names[side],
    symbol: 'circle',
    symbolSize: 6,
    lineStyle: { color, width: 2 },
    itemStyle: { color },
    data: steps.map(({ held }) => finite(held?.[side])),
  })
  return {
    title:
      fifth === null
        ? translate('charts.concentration.question')
        : translate('charts.concentration.title', {
            predicted: format.percent(fifth.predicted),
            actual: format.percent(fifth.actual),
          }),
    subtitle: translate('charts.concentration.subtitle', {
      rows: format.count(deciles.reduce((sum, row) => sum + row.rows, 0)),
    }),
    height: 260,
    option: {
      ...baseOption(kit),
      grid: { left: 60, right: 16, top: 32, bottom: 44 },
      legend: plainLegend(kit, Object.values(names)),
      tooltip: tooltip(
        kit,
        ({ index }) => ({
          heading: translate('charts.concentration.best', { share: format.percent(steps[index].share) }),
          lines: [
            [names.predicted, format.percent(steps[index].held?.predicted ?? null)],
            [names.actual, format.percent(steps[index].held?.actual ?? null)],
          ],
        }),
        'axis',
      ),
      xAxis: categoryAxis(
        kit,
        steps.map(({ share }) => format.wholePercent(share)),
        { name: translate('charts.concentration.axis') },
      ),
      yAxis: {
        ...valueAxis(kit, { name: translate('charts.concentration.share'), format: format.wholePercent, gap: 46 }),
        min: 0,
        max: 1,
      },
      series: [
        line('predicted', taskColor(theme, task)),
        line('actual', theme.ink),
        {
          type: 'line',
          silent: true,
          symbol: 'none',
          lineStyle: { color: theme.muted, type: 'dashed', width: 1.5 },
          data: steps.map(({ share }) => share),
        },
      ],
    },
    table: {
      columns: [
        { label: translate('charts.concentration.axis'), kind: 'percent' },
        { label: names.predicted, kind: 'percent' },
        { label: names.actual, kind: 'percent' },
      ],
      rows: steps.map(({ share, held }) => [share, finite(held?.predicted), finite(held?.actual)]),
    },
  }
}
