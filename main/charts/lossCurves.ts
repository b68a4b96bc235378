import type { Task } from '../features/types.ts'
import type { EpochNote } from '../model/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { baseOption, finite, guideLine, plainLegend, tooltip, valueAxis } from './parts.ts'
import { taskName } from './taskWords.ts'

/** Loss by epoch on training and validation rows, as a run goes on; the best validation loss is drawn as the baseline. */
export function lossCurves(notes: EpochNote[], kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  // Of several networks, the one that learns now or did last.
  const latest = notes.findLast((note) => note.phase === 'evaluate')?.network
  const own = notes.filter((note) => note.phase === 'evaluate' && note.network === latest)
  // Where a new trainer went on for one that died, some epochs were learned twice: the later counts.
  const epochs = [...new Map(own.map((note) => [note.epoch, note])).values()].sort((a, b) => a.epoch - b.epoch)
  const best = bestEpoch(epochs)
  const names = { train: translate('charts.loss.train'), validation: translate('charts.loss.validation') }
  const curve = (name: string, color: string, values: (number | null)[]) => ({
    type: 'line' as const,
    name,
    symbol: 'circle',
    symbolSize: 5,
    showSymbol: epochs.length < 40,
    lineStyle: { color, width: 2 },
    itemStyle: { color },
    data: epochs.map((note, i) => [note.epoch, finite(values[i])]),
  })
  return {
    title:
      best === null
        ? translate('charts.loss.question')
        : translate('charts.loss.title', { epoch: best.epoch, loss: format.number(best.validationLoss) }),
    subtitle: translate('charts.loss.subtitle'),
    height: 260,
    option: {
      ...baseOption(kit),
      grid: { left: 56, right: 16, top: 32, bottom: 44 },
      legend: plainLegend(kit, Object.values(names)),
      tooltip: tooltip(kit, ({ index }) => describeEpoch(epochs[index], kit), 'axis'),
      xAxis: {
        ...valueAxis(kit, { name: translate('charts.loss.epoch'), format: format.count }),
        min: 1,
        max: Math.max(2, epochs.length),
        minInterval: 1,
        splitLine: { show: false },
      },
      yAxis: { ...valueAxis(kit, { name: translate('charts.loss.loss'), gap: 42 }), scale: true },
      series: [
        curve(
          names.train,
          theme.neutral,
          epochs.map((note) => note.trainLoss),
        ),
        {
          ...curve(
            names.validation,
            theme.accent,
            epochs.map((note) => note.validationLoss),
          ),
          markLine: guideLine(kit, best === null ? [] : [{ yAxis: best.validationLoss }]),
        },
      ],
    },
    table: {
      columns: [
        { label: translate('charts.loss.epoch'), kind: 'count' },
        { label: names.train, kind: 'number' },
        { label: names.validation, kind: 'number' },
        { label: translate('charts.loss.speed'), kind: 'number' },
      ],
      rows: epochs.map((note) => [note.epoch, note.trainLoss, note.validationLoss, note.examplesPerSecond]),
    },
  }
}

/** The epoch with the lowest loss on validation rows; null before there is one. */
export function bestEpoch(notes: EpochNote[]): (EpochNote & { validationLoss: number }) | null {
  let best: (EpochNote & { validationLoss: number }) | null = null
  for (const note of notes) {
    const { validationLoss } = note
    if (validationLoss === null || note.phase !== 'evaluate') continue
    if (best === null || validationLoss < best.validationLoss) best = { ...note, validationLoss }
  }
  return best
}

function describeEpoch(note: EpochNote, kit: ChartKit) {
  const { translate, format } = kit
  const lines: [string, string][] = [
    [translate('charts.loss.train'), format.exact(note.trainLoss)],
    [translate('charts.loss.validation'), format.exact(note.validationLoss)],
  ]
  for (const [task, loss] of Object.entries(note.taskLosses)) {
    lines.push([taskName(task as Task, kit), format.exact(loss)])
  }
  return { heading: translate('charts.loss.epochNumber', { epoch: note.epoch }), lines }
}
