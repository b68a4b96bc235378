import type { EChartsOption } from 'echarts'
import type { ChartFormat } from './format.ts'
import type { ChartTheme } from './theme.ts'

/** What a builder needs beside its data: words, figures and colours. The window and the report each bring their own. */
export interface ChartKit {
  /** Words of the reader's language, by a key such as `charts.loss.title`; the key itself where there are none. */
  translate(key: string, params?: Record<string, string | number>): string
  format: ChartFormat
  theme: ChartTheme
}

export type CellKind = 'text' | 'number' | 'count' | 'money' | 'percent' | 'day'

/** The figures behind a chart, unrounded; `kind` says how a column is shown. */
export interface ChartTable {
  columns: { label: string; kind: CellKind }[]
  rows: (string | number | null)[][]
}

/** A drawn chart. Title and subtitle are plain text that stands above the picture, not in it. */
export interface Chart {
  /** The finding, or the question where there is none. */
  title: string
  /** What is drawn, of how many, and what the interval is. */
  subtitle: string
  /** Pixels that the picture needs. */
  height: number
  option: EChartsOption
  /** Drawn on a canvas on screen: too many points for SVG. */
  onCanvas?: boolean
  table: ChartTable
}

/** Words for a name that the program made (a metric, a baseline, an input); the name itself, spaced, where there are none. */
export function wordsFor(kit: ChartKit, section: string, name: string): string {
  const key = `${section}.${name}`
  const words = kit.translate(key)
  return words === key ? name.replace(/([a-z0-9])([A-Z])/g, (_, end, start) => `${end} ${start.toLowerCase()}`) : words
}

/** One cell as a reader sees it. */
export function formatCell(value: string | number | null, kind: CellKind, format: ChartFormat): string {
  if (typeof value === 'string') return kind === 'day' ? format.day(value) : value
  if (kind === 'count') return format.count(value)
  if (kind === 'money') return format.exactMoney(value)
  if (kind === 'percent') return format.percent(value)
  return format.exact(value)
}
