import type { MergedEntity } from '../../storage/state.ts'

/** What can be looked at row by row. */
export const browseTables = ['acts', 'products', 'users', 'links', 'contacts', 'leftOut'] as const
export type BrowseTable = (typeof browseTables)[number]

/** One demand on a column. A missing value meets none but `missing`. */
export type Condition =
  /** `contains` and `starts` make no difference between a–z and A–Z; `equals` does. */
  | { kind: 'text'; column: string; how: 'contains' | 'equals' | 'starts'; text: string }
  /** Both ends count; null leaves an end open. */
  | { kind: 'range'; column: string; from: number | null; to: number | null }
  /** Calendar days of the project's zone, `2024-05-01`; both count. */
  | { kind: 'dates'; column: string; from: string | null; to: string | null }
  | { kind: 'oneOf'; column: string; values: string[] }
  | { kind: 'missing'; column: string; missing: boolean }
  /** The rows that a finding of the profile speaks of, by its code; in other tables the users or products it names. */
  | { kind: 'finding'; finding: string }

/** A choice of rows: what a link to "their rows" carries, and what the page of rows shows as chips. */
export interface RowFilter {
  table: BrowseTable
  /** A part of an id or a title; empty for none. */
  search: string
  /** All of them hold. */
  conditions: Condition[]
}

export interface RowSort {
  column: string
  descending: boolean
}

/** Rows in an order; without a sort in that of their import. */
export interface RowQuery {
  filter: RowFilter
  sort: RowSort | null
}

/** `time` is UTC milliseconds; `kind` is the name of an act type or of a kind of cleaning rule; a `year` is a number that is never grouped. */
export type BrowseColumnType = 'time' | 'text' | 'number' | 'money' | 'count' | 'year' | 'kind'

export const rowFormats = ['csv', 'xlsx'] as const
export type RowFormat = (typeof rowFormats)[number]

export interface BrowseColumn {
  /** A key of the locale's `browse.columns`. */
  name: string
  type: BrowseColumnType
  /** Filtered by a list of its values. */
  hasChoices: boolean
  /** Not shown until chosen. */
  isExtra: boolean
}

export interface BrowseRow {
  id: number
  /** One per column of the table, in their order. */
  cells: (string | number | null)[]
}

export interface BrowsePage {
  rows: BrowseRow[]
  total: number
}

/** One field of a row as its page shows it: `name` is a key of the locale's `browse.columns`, or the file's own name. */
export interface DetailField {
  name: string
  type: BrowseColumnType
  value: string | number | null
  /** What the file said, where a rule or a merge says otherwise. */
  original?: string | number | null
}

/** A part of a row's page, such as what is known of its user. `section` is a key of the locale's `browse.sections`. */
export interface DetailSection {
  section: 'row' | 'user' | 'product' | 'attributes'
  fields: DetailField[]
}

/** Where a row comes from. */
export interface RowOrigin {
  sourceId: number
  name: string
  line: number
}

/** What a cleaning rule did to a row: it left it out, or gave it other values. */
export interface RuleDeed {
  by: 'rule'
  /** Null where the project was cleaned before rules left their names. */
  ruleId: number | null
  /** A key of the locale's `clean.kinds`; null as `ruleId`. */
  kind: string | null
  leftOut: boolean
  fields: { name: string; type: BrowseColumnType; before: string | number | null; after: string | number | null }[]
}

/** What a row names was merged into something else, or others into it. By the ids or names of the files. */
export interface MergeDeed {
  by: 'merge'
  entity: MergedEntity
  from: string
  to: string
}

export interface RowDetail {
  /** What made the row other than its file has it, in that order. */
  deeds: (RuleDeed | MergeDeed)[]
  sections: DetailSection[]
  /** Of a row of one file that row; of a user or a product every row that names facts of it. */
  origins: RowOrigin[]
}
