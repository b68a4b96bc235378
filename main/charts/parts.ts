import type { CustomSeriesOption, EChartsOption, TooltipComponentOption, XAXisComponentOption } from 'echarts'
import type { ChartKit } from './chart.ts'
import { dayOf } from './format.ts'
import { fontFamily, type ChartTheme } from './theme.ts'

/** What every option starts from. Nothing moves: a page that is read should stand still. */
export function baseOption(kit: ChartKit): EChartsOption {
  return {
    animation: false,
    useUTC: true,
    backgroundColor: 'transparent',
    textStyle: { fontFamily, color: kit.theme.ink, fontSize: 12 },
    color: kit.theme.categories,
  }
}

const axisWords = (theme: ChartTheme) => ({
  nameLocation: 'middle' as const,
  nameTextStyle: { color: theme.muted, fontSize: 12, fontFamily },
  axisLine: { show: true, lineStyle: { color: theme.line } },
  axisTick: { show: false },
  axisLabel: { color: theme.muted, fontSize: 11, fontFamily, hideOverlap: true },
})

interface AxisChoice {
  name: string
  format?: (value: number) => string
  /** Pixels between the labels and the name. */
  gap?: number
}

/** An axis of figures; `format` words its ticks. */
export function valueAxis(kit: ChartKit, { name, format = kit.format.tick, gap = 28 }: AxisChoice) {
  const words = axisWords(kit.theme)
  return {
    type: 'value' as const,
    name,
    nameGap: gap,
    ...words,
    axisLabel: { ...words.axisLabel, formatter: (value: number) => format(value) },
    splitLine: { lineStyle: { color: kit.theme.line, type: [2, 4] } },
  }
}

/** An axis of names in the order given. */
export function categoryAxis(kit: ChartKit, names: string[], { name, gap = 28 }: AxisChoice) {
  return { type: 'category' as const, data: names, name, nameGap: gap, ...axisWords(kit.theme) }
}

/** An axis of dates; values are UTC milliseconds. */
export function timeAxis(kit: ChartKit): XAXisComponentOption & { type: 'time' } {
  const words = axisWords(kit.theme)
  const month = (ms: number) => kit.format.month(dayOf(ms).slice(0, 7))
  return { type: 'time', ...words, axisLabel: { ...words.axisLabel, formatter: month }, splitLine: { show: false } }
}

export const plainLegend = (kit: ChartKit, names: string[]) => ({
  data: names,
  top: 0,
  right: 0,
  icon: 'roundRect',
  itemWidth: 12,
  itemHeight: 8,
  itemGap: 16,
  textStyle: { color: kit.theme.muted, fontSize: 12, fontFamily },
})

/** Text made safe to stand in HTML. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`)

/** A tooltip's inside: a heading and lines of name and figure. No inline styles, which a strict CSP would refuse. */
export function tooltipHtml(heading: string, lines: [name: string, figure: string][]): string {
  const rows = lines.map(([name, figure]) => `<div>${escapeHtml(name)} <b>${escapeHtml(figure)}</b></div>`)
  return `<div class="chart-tooltip"><strong>${escapeHtml(heading)}</strong>${rows.join('')}</div>`
}

/** `content` gives heading and lines for the item under the pointer, or null for none. */
export function tooltip(
  kit: ChartKit,
  content: (item: TooltipItem) => { heading: string; lines: [string, string][] } | null,
  trigger: 'item' | 'axis' = 'item',
): TooltipComponentOption {
  return {
    trigger,
    confine: true,
    transitionDuration: 0,
    backgroundColor: kit.theme.surface,
    borderColor: kit.theme.line,
    textStyle: { color: kit.theme.ink, fontFamily, fontSize: 12 },
    axisPointer: { type: 'line', lineStyle: { color: kit.theme.muted, type: 'dashed' } },
    formatter: (params) => {
      const item = Array.isArray(params) ? params[0] : params
      const shown = content({
        index: item.dataIndex,
        series: item.seriesName ?? '',
        kind: 'dataType' in item && item.dataType === 'edge' ? 'edge' : 'node',
      })
      return shown === null ? '' : tooltipHtml(shown.heading, shown.lines)
    },
  }
}

export interface TooltipItem {
  /** Place of the item in its series' data. */
  index: number
  series: string
  kind: 'node' | 'edge'
}

/** An interval from `low` to `high` at one place of the other axis; a place is a number or the index of a category. */
export interface Whisker {
  at: number
  low: number
  high: number
}

/** Thin lines with end caps that show intervals. `direction` is the axis along which the interval lies. */
export function whiskers(intervals: Whisker[], direction: 'x' | 'y', color: string): CustomSeriesOption {
  const upright = direction === 'y'
  const cap = 4
  return {
    type: 'custom',
    silent: true,
    z: 4,
    data: intervals.map(({ at, low, high }) => [at, low, high]),
    encode: upright ? { x: 0, y: [1, 2] } : { x: [1, 2], y: 0 },
    tooltip: { show: false },
    renderItem: (_, api) => {
      const place = (value: number) =>
        api.coord(upright ? [Number(api.value(0)), value] : [value, Number(api.value(0))])
      const [from, to] = [place(Number(api.value(1))), place(Number(api.value(2)))]
      const line = (x1: number, y1: number, x2: number, y2: number) => ({
        type: 'line' as const,
        shape: { x1, y1, x2, y2 },
        style: { stroke: color, lineWidth: 1.5 },
      })
      const caps = [from, to].map(([x, y]) => (upright ? line(x - cap, y, x + cap, y) : line(x, y - cap, x, y + cap)))
      return { type: 'group', children: [line(from[0], from[1], to[0], to[1]), ...caps] }
    },
  }
}

/** Keeps the whiskers whose both ends are known. */
export const knownWhiskers = (intervals: { at: number; low: number | null; high: number | null }[]): Whisker[] =>
  intervals.filter(
    (interval): interval is Whisker =>
      interval.low !== null && interval.high !== null && Number.isFinite(interval.low + interval.high),
  )

/** Names of rows from the top down, cut off beyond so many pixels. */
export const namesAxis = (kit: ChartKit, names: string[], width: number) => ({
  ...categoryAxis(kit, names, { name: '' }),
  inverse: true,
  axisLine: { show: false },
  axisLabel: { color: kit.theme.ink, fontSize: 12, width, overflow: 'truncate' as const, interval: 0 },
})

/** A dashed line without words that figures are held against. */
export const guideLine = ({ theme }: ChartKit, data: ({ xAxis: number } | { yAxis: number })[]) => ({
  silent: true,
  symbol: 'none',
  lineStyle: { color: theme.muted, type: 'dashed' as const },
  label: { show: false },
  data,
})

/** A figure, or null where it is not finite: ECharts leaves a gap there. */
export const finite = (value: number | null | undefined): number | null =>
  value == null || !Number.isFinite(value) ? null : value
