import type { CustomSeriesOption } from 'echarts'
import type { TrainPlan } from '../features/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { dayMs, dayOf } from './format.ts'
import { baseOption, timeAxis, tooltip, valueAxis } from './parts.ts'

export interface TimelineData {
  plan: Pick<TrainPlan, 'setup' | 'dataStart' | 'dataEnd' | 'weeks'>
  /** The day being chosen, which may be ahead of the plan while it is dragged. */
  cutoff: string
  measure: 'purchases' | 'spend'
}

/** Pixels beside the plot, so that a slider below can line up with it. */
export const timelineInset = { left: 108, right: 24 }

/** What a model sees and what it is asked, at one cutoff. Times in UTC milliseconds. */
export interface TimeWindow {
  purpose: 'test' | 'train'
  from: number
  cutoff: number
  to: number
}

const dayLength = 86_400_000

/** The cutoffs' windows: the test first, then training, latest first. In a users split they are one and the same. */
export function windowsOf({ plan, cutoff }: Pick<TimelineData, 'plan' | 'cutoff'>): TimeWindow[] {
  const { setup } = plan
  const horizon = setup.horizonDays * dayLength
  const shift = dayMs(cutoff) - dayMs(setup.cutoff)
  const windowAt = (purpose: TimeWindow['purpose'], at: number): TimeWindow => ({
    purpose,
    from: dayMs(plan.dataStart),
    cutoff: at,
    to: at + horizon,
  })
  const training = setup.split === 'time' ? setup.trainingCutoffs.map((day) => dayMs(day) + shift) : []
  return [
    windowAt('test', dayMs(cutoff)),
    ...training.filter((at) => at > dayMs(plan.dataStart)).map((at) => windowAt('train', at)),
  ]
}

/** Weekly purchases or spend above; below, per cutoff, what the features see and the horizon that is to be predicted. */
export function timelineChart(data: TimelineData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const { plan, cutoff, measure } = data
  const windows = windowsOf(data)
  const rowHeight = 18
  const figure = measure === 'spend' ? format.money : format.tick
  const range = { min: dayMs(plan.dataStart), max: Math.max(dayMs(plan.dataEnd), windows[0].to) }
  const inset = { ...timelineInset, outerBoundsMode: 'none' as const }
  const name = translate(`charts.timeline.${measure}`)
  return {
    title: translate('charts.timeline.title', { cutoff: format.day(cutoff), days: plan.setup.horizonDays }),
    subtitle: translate(`charts.timeline.subtitle.${plan.setup.split}`, { windows: windows.length - 1 }),
    height: 172 + rowHeight * windows.length + 40,
    option: {
      ...baseOption(kit),
      grid: [
        { ...inset, top: 20, height: 140 },
        { ...inset, top: 172, height: rowHeight * windows.length },
      ],
      tooltip: tooltip(kit, ({ index, series }) =>
        series === name ? describeWeek(plan.weeks[index], kit) : describeWindow(windows[index], kit),
      ),
      xAxis: [
        { ...timeAxis(kit), ...range, gridIndex: 0, axisLabel: { show: false } },
        { ...timeAxis(kit), ...range, gridIndex: 1 },
      ],
      yAxis: [
        { ...valueAxis(kit, { name, format: figure, gap: 54 }), gridIndex: 0, splitNumber: 3 },
        {
          type: 'category',
          gridIndex: 1,
          inverse: true,
          data: windows.map((window, row) => translate(`charts.timeline.${window.purpose}`, { number: row })),
          axisLine: { show: false },
          axisTick: { show: false },
          axisLabel: { color: theme.muted, fontSize: 11, interval: 0 },
        },
      ],
      series: [
        {
          type: 'bar',
          name,
          xAxisIndex: 0,
          yAxisIndex: 0,
          barWidth: '70%',
          data: plan.weeks.map((week) => {
            const at = dayMs(week.from) + 3.5 * dayLength
            const known = at < windows[0].cutoff
            return {
              value: [at, week[measure]],
              itemStyle: { color: theme.categories[0], opacity: known ? 0.75 : 0.3 },
            }
          }),
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: theme.accent, width: 2, type: 'solid' },
            label: { formatter: translate('charts.timeline.cutoff'), color: theme.accent, fontSize: 11 },
            data: [{ xAxis: windows[0].cutoff }],
          },
        },
        windowBars(windows, kit),
      ],
    },
    table: {
      columns: [
        { label: translate('charts.timeline.week'), kind: 'day' },
        { label: translate('charts.timeline.purchases'), kind: 'count' },
        { label: translate('charts.timeline.spend'), kind: 'money' },
      ],
      rows: plan.weeks.map((week) => [week.from, week.purchases, week.spend]),
    },
  }
}

/** A pale bar up to the cutoff and a strong one over the horizon, one row per window. */
function windowBars(windows: TimeWindow[], { theme, translate }: ChartKit): CustomSeriesOption {
  return {
    type: 'custom',
    name: translate('charts.timeline.windows'),
    xAxisIndex: 1,
    yAxisIndex: 1,
    data: windows.map(({ from, cutoff, to }, row) => [row, from, cutoff, to]),
    encode: { x: [1, 2, 3], y: 0 },
    renderItem: ({ dataIndex }, api) => {
      const row = Number(api.value(0))
      const [from, cutoff, to] = [1, 2, 3].map((place) => api.coord([Number(api.value(place)), row]))
      const color = windows[dataIndex].purpose === 'test' ? theme.categories[1] : theme.categories[2]
      const bar = (left: number, right: number, opacity: number) => ({
        type: 'rect' as const,
        shape: { x: left, y: from[1] - 5, width: Math.max(1, right - left), height: 10, r: 2 },
        style: { fill: color, opacity },
      })
      return { type: 'group', children: [bar(from[0], cutoff[0], 0.2), bar(cutoff[0], to[0], 0.9)] }
    },
  }
}

function describeWeek(week: TrainPlan['weeks'][number], { translate, format }: ChartKit) {
  return {
    heading: translate('charts.timeline.weekFrom', { day: format.day(week.from) }),
    lines: [
      [translate('charts.timeline.purchases'), format.count(week.purchases)],
      [translate('charts.timeline.spend'), format.exactMoney(week.spend)],
    ] satisfies [string, string][],
  }
}

function describeWindow({ purpose, from, cutoff, to }: TimeWindow, { translate, format }: ChartKit) {
  const range = (start: number, end: number) => `${format.day(dayOf(start))} – ${format.day(dayOf(end - dayLength))}`
  return {
    heading: translate(`charts.timeline.${purpose}Window`),
    lines: [
      [translate('charts.timeline.sees'), range(from, cutoff)],
      [translate('charts.timeline.predicts'), range(cutoff, to)],
    ] satisfies [string, string][],
  }
}
