import type { Task } from '../features/types.ts'
import type { CalibrationBin } from '../model/types.ts'
import { formatExactly, formatTick, unitOf } from './amounts.ts'
import type { Chart, ChartKit, ChartTable } from './chart.ts'
import { rangeWords } from './format.ts'
import { baseOption, finite, knownWhiskers, plainLegend, tooltip, valueAxis, whiskers } from './parts.ts'
import { measureName } from './taskWords.ts'
import { taskColor } from './theme.ts'

export interface CalibrationData {
  task: Task
  bins: CalibrationBin[]
  /** The same before calibration, drawn beside them. */
  before?: CalibrationBin[]
}

/** Actual against predicted means of equal-mass bins; on the diagonal predictions keep their word. */
export function calibrationChart({ task, bins, before = [] }: CalibrationData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const scale = scaleOf([...bins, ...before])
  const axis = (name: string, gap: number) => ({
    ...valueAxis(kit, { name, format: formatTick(task, kit), gap }),
    type: scale.logarithmic ? ('log' as const) : ('value' as const),
    min: scale.min,
    max: scale.max,
  })
  const names = { before: translate('charts.calibration.before'), after: translate('charts.calibration.after') }
  const within = (value: number) => Math.max(scale.min, value)
  const intervals = knownWhiskers(bins.map((bin) => ({ at: bin.predicted, low: bin.actualLow, high: bin.actualHigh })))
  return {
    title: calibrationTitle(bins, before, kit),
    subtitle: translate(scale.logarithmic ? 'charts.calibration.subtitleLog' : 'charts.calibration.subtitle', {
      bins: bins.length,
      rows: format.count(bins.reduce((sum, bin) => sum + bin.rows, 0)),
    }),
    height: 280,
    option: {
      ...baseOption(kit),
      grid: { left: 64, right: 24, top: before.length > 0 ? 32 : 12, bottom: 44 },
      ...(before.length > 0 && { legend: plainLegend(kit, Object.values(names)) }),
      tooltip: tooltip(kit, ({ index, series }) =>
        describeBin((series === names.before ? before : bins)[index], index, task, kit),
      ),
      xAxis: axis(translate('charts.calibration.predicted', { measure: measureName(task, kit) }), 28),
      yAxis: axis(translate('charts.calibration.actual'), 50),
      series: [
        {
          type: 'line',
          silent: true,
          symbol: 'none',
          lineStyle: { color: theme.muted, type: 'dashed', width: 1.5 },
          data: [
            [scale.min, scale.min],
            [scale.max, scale.max],
          ],
          tooltip: { show: false },
        },
        {
          type: 'scatter',
          name: names.before,
          symbolSize: 7,
          itemStyle: { color: theme.neutral, opacity: 1 },
          data: before.map((bin) => [within(bin.predicted), within(bin.actual)]),
          z: 4,
        },
        {
          type: 'scatter',
          name: names.after,
          symbolSize: 9,
          itemStyle: { color: taskColor(theme, task) },
          data: bins.map((bin) => [within(bin.predicted), within(bin.actual)]),
          z: 5,
        },
        whiskers(
          intervals.map(({ at, low, high }) => ({ at: within(at), low: within(low), high: within(high) })),
          'y',
          theme.muted,
        ),
      ],
    },
    table: tableOf(task, bins, before, names, kit),
  }
}

function describeBin(bin: CalibrationBin, index: number, task: Task, kit: ChartKit) {
  const { translate, format } = kit
  const exactly = formatExactly(task, kit)
  return {
    heading: translate('charts.calibration.bin', { bin: index + 1, rows: format.count(bin.rows) }),
    lines: [
      [translate('charts.deciles.predicted'), exactly(bin.predicted)],
      [translate('charts.deciles.actual'), exactly(bin.actual)],
      [translate('charts.interval'), rangeWords({ low: bin.actualLow, high: bin.actualHigh }, exactly)],
    ] satisfies [string, string][],
  }
}

function tableOf(
  task: Task,
  bins: CalibrationBin[],
  before: CalibrationBin[],
  names: { before: string; after: string },
  { translate }: ChartKit,
): ChartTable {
  const unit = unitOf(task)
  return {
    columns: [
      ...(before.length > 0 ? [{ label: translate('charts.calibration.when'), kind: 'text' as const }] : []),
      { label: translate('charts.rows'), kind: 'count' },
      { label: translate('charts.deciles.predicted'), kind: unit },
      { label: translate('charts.deciles.actual'), kind: unit },
      { label: translate('charts.low'), kind: unit },
      { label: translate('charts.high'), kind: unit },
    ],
    rows: before.length > 0 ? [...rowsOf(before, names.before), ...rowsOf(bins, names.after)] : rowsOf(bins),
  }
}

const rowsOf = (bins: CalibrationBin[], ...when: string[]) =>
  bins.map((bin) => [
    ...when,
    bin.rows,
    finite(bin.predicted),
    finite(bin.actual),
    finite(bin.actualLow),
    finite(bin.actualHigh),
  ])

/** Σ n·|predicted − actual| / Σ n·actual; null where nothing happened. */
export function calibrationError(bins: CalibrationBin[]): number | null {
  const total = bins.reduce((sum, bin) => sum + bin.rows * bin.actual, 0)
  const error = bins.reduce((sum, bin) => sum + bin.rows * Math.abs(bin.predicted - bin.actual), 0)
  return total > 0 ? error / total : null
}

function calibrationTitle(bins: CalibrationBin[], before: CalibrationBin[], { translate, format }: ChartKit): string {
  const [error, uncalibrated] = [calibrationError(bins), calibrationError(before)]
  if (error === null) return translate('charts.calibration.question')
  return uncalibrated === null
    ? translate('charts.calibration.title', { error: format.percent(error) })
    : translate('charts.calibration.change', { error: format.percent(error), before: format.percent(uncalibrated) })
}

/** One scale for both axes, so that the diagonal is one; logarithmic where amounts of several sizes are all above 0. */
function scaleOf(bins: CalibrationBin[]): { min: number; max: number; logarithmic: boolean } {
  const means = bins.flatMap((bin) => [bin.predicted, bin.actual]).filter(Number.isFinite)
  const tops = [...means, ...bins.map((bin) => bin.actualHigh).filter(Number.isFinite)]
  if (means.length === 0) return { min: 0, max: 1, logarithmic: false }
  const [least, most] = [Math.min(...means), Math.max(...tops)]
  if (least > 0 && most / least > 50) {
    return { min: 10 ** Math.floor(Math.log10(least)), max: 10 ** Math.ceil(Math.log10(most)), logarithmic: true }
  }
  const step = 10 ** Math.floor(Math.log10(most > 0 ? most : 1)) / 2
  return { min: 0, max: Math.max(step, Math.ceil(most / step) * step), logarithmic: false }
}
