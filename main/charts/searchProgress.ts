import type { Trial } from '../search/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { baseOption, finite, plainLegend, tooltip, valueAxis } from './parts.ts'

/** Validation loss of each trial in the order tried, and the best so far. */
export function searchProgress(trials: Trial[], kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const finished = trials.filter((trial) => finite(trial.validationLoss) !== null)
  const best = bestTrial(finished)
  const names = { trial: translate('charts.search.trial'), best: translate('charts.search.bestSoFar') }
  return {
    title:
      best === null
        ? translate('charts.search.question')
        : translate('charts.search.title', { trial: best.number, loss: format.number(best.validationLoss) }),
    subtitle: translate('charts.search.subtitle', { trials: finished.length }),
    height: 260,
    option: {
      ...baseOption(kit),
      grid: { left: 56, right: 16, top: 32, bottom: 44 },
      legend: plainLegend(kit, Object.values(names)),
      tooltip: tooltip(kit, ({ index, series }) =>
        series === names.trial ? describeTrial(finished[index], kit) : null,
      ),
      xAxis: {
        ...valueAxis(kit, { name: translate('charts.search.number'), format: format.count }),
        minInterval: 1,
        min: finished.at(0)?.number ?? 0,
        splitLine: { show: false },
      },
      yAxis: { ...valueAxis(kit, { name: translate('charts.search.loss'), gap: 42 }), scale: true },
      series: [
        {
          type: 'line',
          name: names.best,
          step: 'end',
          symbol: 'none',
          lineStyle: { color: theme.accent, width: 2 },
          itemStyle: { color: theme.accent },
          data: bestSoFar(finished),
        },
        {
          type: 'scatter',
          name: names.trial,
          symbolSize: 9,
          itemStyle: { color: theme.neutral },
          data: finished.map((trial) => ({
            value: [trial.number, trial.validationLoss ?? '-'],
            itemStyle: { color: trial === best ? theme.accent : theme.neutral },
          })),
        },
      ],
    },
    table: {
      columns: [
        { label: translate('charts.search.number'), kind: 'count' },
        { label: translate('charts.search.loss'), kind: 'number' },
      ],
      rows: trials.map((trial) => [trial.number, finite(trial.validationLoss)]),
    },
  }
}

/** The trial with the lowest validation loss; null before there is one. */
export function bestTrial(trials: Trial[]): Trial | null {
  let best: Trial | null = null
  for (const trial of trials) {
    if (finite(trial.validationLoss) === null) continue
    if (best === null || (trial.validationLoss ?? Infinity) < (best.validationLoss ?? Infinity)) best = trial
  }
  return best
}

function bestSoFar(trials: Trial[]): [number, number][] {
  let best = Infinity
  return trials.map((trial) => {
    best = Math.min(best, trial.validationLoss ?? Infinity)
    return [trial.number, best]
  })
}

export function describeTrial(trial: Trial, { translate, format }: ChartKit) {
  const settings = Object.entries(trial.config).map(([name, value]): [string, string] => [
    translate(`charts.settings.${name}`),
    format.exact(value),
  ])
  return {
    heading: translate('charts.search.trialNumber', { trial: trial.number }),
    lines: [[translate('charts.search.loss'), format.exact(trial.validationLoss)], ...settings] satisfies [
      string,
      string,
    ][],
  }
}
