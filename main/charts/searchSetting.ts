import type { Searchable, SearchRange, Trial } from '../search/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { baseOption, finite, guideLine, tooltip, valueAxis } from './parts.ts'
import { bestTrial, describeTrial } from './searchProgress.ts'

export interface SearchSettingData {
  trials: Trial[]
  setting: Searchable
  range: SearchRange
}

/** Validation loss over the values that one setting took; the best trial stands out, its loss is drawn through. */
export function searchSettingChart({ trials, setting, range }: SearchSettingData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const finished = trials.filter((trial) => finite(trial.validationLoss) !== null)
  const best = bestTrial(finished)
  const name = translate(`charts.settings.${setting}`)
  return {
    title:
      best === null
        ? translate('charts.setting.question', { setting: name })
        : translate('charts.setting.title', { setting: name, value: format.number(best.config[setting]) }),
    subtitle: translate('charts.setting.subtitle'),
    height: 200,
    option: {
      ...baseOption(kit),
      grid: { left: 56, right: 24, top: 12, bottom: 44 },
      tooltip: tooltip(kit, ({ index }) => describeTrial(finished[index], kit)),
      xAxis: {
        ...valueAxis(kit, { name }),
        type: range.kind === 'logUniform' ? 'log' : 'value',
        ...(range.kind === 'choice' ? { scale: true } : { min: range.low, max: range.high }),
        splitLine: { show: false },
      },
      yAxis: { ...valueAxis(kit, { name: translate('charts.search.loss'), gap: 42 }), scale: true },
      series: [
        {
          type: 'scatter',
          symbolSize: 9,
          data: finished.map((trial) => ({
            value: [trial.config[setting], trial.validationLoss ?? '-'],
            itemStyle: { color: trial === best ? theme.accent : theme.neutral },
          })),
          markLine: guideLine(kit, best === null ? [] : [{ yAxis: best.validationLoss ?? 0 }]),
        },
      ],
    },
    table: {
      columns: [
        { label: translate('charts.search.number'), kind: 'count' },
        { label: name, kind: 'number' },
        { label: translate('charts.search.loss'), kind: 'number' },
      ],
      rows: finished.map((trial) => [trial.number, trial.config[setting], finite(trial.validationLoss)]),
    },
  }
}
