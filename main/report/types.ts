import type { CellKind, Chart } from '../charts/chart.ts'
import type { Estimate } from '../model/types.ts'
import type { ReportDefinition } from './definition.ts'
import type { Need, TemplateName } from './templates.ts'

/** A figure as it was computed, unrounded; formats decide how it is shown. Null is missing. */
export type ReportCell = string | number | null | Estimate

export interface ReportTable {
  /** The same in every language and writing, so that writings can be compared. */
  id: string
  title: string
  /** What the rows are, of how many, and what the intervals mean; empty where the title says it all. */
  subtitle: string
  columns: { label: string; kind: CellKind }[]
  rows: ReportCell[][]
  /** What the numbers of each row are, where rows differ: it stands for the kind `number` of a column. */
  rowKinds?: CellKind[]
  /** Every row is about one customer: such rows stay out of the HTML file, which may be passed on. */
  individuals?: true
  /** How many columns from the left name a row; 0 where rows can't be told from one writing to the next. */
  keys: number
}

export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  /** Something the reader must not miss. */
  | { kind: 'note'; tone: 'good' | 'caution'; text: string }
  | { kind: 'list'; items: string[] }
  /** The analyst's own words. */
  | { kind: 'markdown'; text: string }
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

/** A headline figure: worded, and as the number it is where there is one. */
export interface KeyFigure {
  id: string
  label: string
  value: string
  detail: string
  number: number | null
  kind: CellKind
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
  /** A data URI; empty for none. */
  logo: string
  paper: 'A4' | 'Letter'
  /** Project, fingerprints, run, filters, date and version: stands in the file's properties and on every page. */
  lineage: { name: string; value: string }[]
}

/** What of a report is kept, so that the next writing can be compared with it. */
export interface KeptContent {
  figures: { id: string; label: string; number: number | null; kind: CellKind }[]
  tables: ReportTable[]
}

export interface ReportWriting {
  writtenAtMs: number
  runId: number | null
  format: string
  file: string
}

export interface SavedReport {
  reportId: number
  name: string
  definition: ReportDefinition
  changedAtMs: number
  lastWriting: ReportWriting | null
}

export interface ReportTemplate {
  name: TemplateName
  definition: ReportDefinition
  /** What the project lacks for it; none: it can be written. */
  missing: Need[]
}

export interface PreviewedReport {
  html: string
}

/** What `report.write` ends with. */
export interface WrittenReport {
  path: string
  bytes: number
  sections: number
  /** False where the project is read-only: the next writing is then compared with an earlier one. */
  remembered: boolean
}
