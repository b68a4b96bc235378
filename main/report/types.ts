import type { CellKind, Chart } from '../charts/chart.ts'
import type { Estimate } from '../model/types.ts'

/** A figure as it was computed, unrounded; formats decide how it is shown. Null is missing. */
export type ReportCell = string | number | null | Estimate

export interface ReportTable {
  title: string
  /** What the rows are, of how many, and what the intervals mean; empty where the title says it all. */
  subtitle: string
  columns: { label: string; kind: CellKind }[]
  rows: ReportCell[][]
}

export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  /** Something the reader must not miss. */
  | { kind: 'note'; tone: 'good' | 'caution'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'table'; table: ReportTable }
  | { kind: 'chart'; chart: Chart }
  /** Charts that are read together, side by side. */
  | { kind: 'charts'; charts: Chart[] }

export interface Section {
  /** Stands in links, so it is the same in every language. */
  id: string
  title: string
  blocks: Block[]
}

/** A headline figure, already worded. */
export interface KeyFigure {
  label: string
  value: string
  detail: string
}

/** A whole report as data: every format renders the same. */
export interface Report {
  language: string
  title: string
  /** Project, run and date. */
  subtitle: string
  summary: string
  figures: KeyFigure[]
  sections: Section[]
}

/** What `report.write` ends with. */
export interface WrittenReport {
  path: string
  bytes: number
  sections: number
}
