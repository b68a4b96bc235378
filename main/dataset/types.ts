import type { Page } from '../storage/types.ts'
import type { ShapeProposal, SourceReading, TemplateRef } from './shape/shaping.ts'
import type { ShapeStep } from './shape/steps.ts'

/** What a file can be imported as. `orders` is behaviour whose acts are purchases unless a column says otherwise. */
export const importKinds = ['behaviour', 'orders', 'products', 'users', 'social', 'campaigns'] as const
export type ImportKind = (typeof importKinds)[number]

/** What is stored: orders are stored as behaviour. */
export type StoredKind = Exclude<ImportKind, 'orders'>

/** What a file, or a member of a ZIP, is written as. Fixed-width text is text. */
export const containers = ['text', 'jsonLines', 'json', 'xlsx', 'parquet'] as const
export type Container = (typeof containers)[number]

/** `windows-1252` stands for Latin-1, too: they differ in control characters alone. `gb18030` stands for GB2312 and GBK. */
export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-kr',
  'windows-1251',
  'windows-1252',
] as const
export type Encoding = (typeof encodings)[number]

/**
 * How the dates of a column are written. `compact` is 19970101, also with a time: 19970101235959. `monthNames` is
 * 1 May 2024 or May 1, 2024; `dayNumber` counts days from an origin.
 */
export const dateStyles = [
  'iso',
  'dayFirst',
  'monthFirst',
  'monthNames',
  'compact',
  'unixSeconds',
  'unixMilliseconds',
  'unixMicroseconds',
  'excelSerial',
  'dayNumber',
] as const
export type DateStyle = (typeof dateStyles)[number]

export type DecimalMark = '.' | ','

/** How a file is written, as it was sniffed or said. */
export interface FileFormat {
  container: Container
  /** Of the file or, in a ZIP, of its members. */
  compression: 'none' | 'gzip'
  /** The members of a ZIP that are read, one after the other, as parts of one table; empty: the file is no ZIP. */
  members: string[]
  /** The sheet of a workbook that is read; else empty. */
  sheet: string
  encoding: Encoding
  /** One character, `whitespace` for columns separated by runs of blanks, or `fixed` for columns of fixed widths. */
  delimiter: string
  /** Characters each column takes where the delimiter is `fixed`; else empty. */
  widths: number[]
  /** Empty where quotes are plain characters. */
  quote: '"' | ''
  newline: '\n' | '\r' | 'mixed'
  /** Records above the header, or above the first row where there is none: a title, a date of export … */
  skipRows: number
  /** False: columns are called #1, #2, … */
  header: boolean
  /** Records that the header takes: 2 where one names groups of columns and the next the columns. */
  headerRows: number
  /** What the columns are called where that was said, as for a further part of a file of which the first has the header. */
  columns: string[]
  decimal: DecimalMark
  /** Per column that is read as times. */
  dates: Record<string, DateStyle>
  /** The day that a day number of 1 stands for: 2024-05-01. */
  dayOne: string
  /** Acts and registrations outside these years, ends included, are rejected as implausible. */
  earliestYear: number
  latestYear: number
  /** Ids are compared without regard to case: the lower case is kept. */
  foldCase: boolean
  /** Columns of ids that are written as decimals, 17850.0: the decimals are taken off. */
  decimalIds: string[]
  /** Largest content of a compressed workbook or Parquet file that is unpacked, in MB. */
  unpackLimitMb: number
  /** Order ids are plain numbers, and a C before one marks a cancelled order: its purchases are returns. */
  cancelledOrders: boolean
}

export type ColumnType = 'integer' | 'number' | 'time' | 'text' | 'empty'

/** One column of a file, judged by its first rows. */
export interface FileColumn {
  name: string
  type: ColumnType
  /** Share of empty cells among the rows looked at, 0–1. */
  missing: number
  /** Up to five different values. */
  examples: string[]
}

/** Where the values of one canonical column come from; `clock` is the column of the time of day where it stands apart. */
export type FieldSource = { column: string; clock?: string } | { constant: string }

/** Canonical column → where it comes from. What is not in it is not imported. */
export type Mapping = Record<string, FieldSource>

/** Changes to a proposed mapping; null takes a proposed field away. */
export type MappingChanges = Record<string, FieldSource | null>

export type AmbiguityCode =
  | 'dayMonthOrder'
  | 'dayMonthMixed'
  | 'dayOrigin'
  | 'decimalMark'
  | 'encoding'
  | 'repeatedColumn'
  | 'roundedIds'
  | 'sheet'
  | 'members'
  | 'skippedRows'
  | 'unknownActs'
  | 'quantityNamedAmount'

/** Something the file leaves open. `code` is a key of the locale's `dataset.ambiguities`. */
export interface Ambiguity {
  code: AmbiguityCode
  column: string | null
  /** What was taken. */
  chosen: string
}

/** What sniffing found out about a file. Everything in it can be changed before the import. */
export interface Inspection {
  name: string
  bytes: number
  kind: ImportKind
  encoding: Encoding
  compression: 'none' | 'gzip'
  delimiter: string
  header: boolean
  /** What else could be read: the sheets of a workbook, the members of a ZIP that hold data; else empty. */
  sheets: string[]
  members: string[]
  /** All of the above and more, as the import would read the file under `mapping`. */
  format: FileFormat
  /** Exact number of records below the header; null when they were not counted. */
  rows: number | null
  columns: FileColumn[]
  /** The proposal for `kind`. */
  mapping: Mapping
  /** The proposals for every kind, so that changing the kind needs no second look at the file. */
  proposals: Record<ImportKind, Mapping>
  /** The first rows, one text per column: the file's records as they stand, or what `shape` makes of them. */
  preview: string[][]
  ambiguities: Ambiguity[]
  /** What the proposal for `kind` is taken from; null where names and contents alone proposed it. */
  template: TemplateRef | null
  /** The shape that is applied: the one that was said, or the template's. */
  shape: ShapeStep[]
  /** Second files that the shape looks up in and that nobody has named yet, in the order of its lookups. */
  lookupsNeeded: string[]
  /** The file itself, before its shape is applied. */
  file: { columns: FileColumn[]; preview: string[][] }
  /** A shape that the file seems to need, for the user to take or leave. */
  shapeProposal: ShapeProposal | null
}

/** One record as it would be stored: canonical column → value; times in UTC milliseconds. */
export interface PreviewRow {
  line: number
  values: Record<string, string | number | null>
}

export interface RejectRow {
  line: number
  /** A key of the locale's `dataset.rejects`, such as `missing.user_id`. */
  reason: string
  /** The record as it stands in the file, cut at 2 kB. */
  raw: string
}

/** What the first records of a file become under a mapping. */
export interface ImportPreview {
  format: FileFormat
  mapping: Mapping
  /** Needed canonical columns that the mapping leaves out: the import would refuse. */
  missing: string[]
  rowsRead: number
  rows: PreviewRow[]
  rejects: RejectRow[]
  rejectCounts: Record<string, number>
}

/**
 * rowsRead = rowsKept + rowsRejected + rowsDuplicate. Where a shape makes several rows of a record, the rows count: those that
 * came of it, and every record or row that it could not take.
 */
export interface ImportResult {
  sourceId: number
  kind: StoredKind
  /** Records of the file below its header. */
  recordsRead: number
  rowsRead: number
  rowsKept: number
  rowsRejected: number
  rowsDuplicate: number
  /** Empty cells of wide records, which became no row. */
  cellsSkipped: number
  /** What the mapping and shape were taken from. */
  template: TemplateRef | null
  /** Reason → how many. All are counted; the first 100,000 can be listed. */
  rejects: Record<string, number>
  /** The earlier source with the same bytes and kind: then nothing was added and every row counts as duplicate. */
  duplicateOf: number | null
  /** True where the same import had been taken back and is in force again: then its rows were there already. */
  restored: boolean
  /** What was taken without the file being clear about it. */
  ambiguities: Ambiguity[]
  seconds: number
}

/** What next month's file brought, beside the latest import of the same columns. */
export interface ImportChanges {
  /** The import it follows. */
  since: { sourceId: number; name: string; rowsKept: number; firstMs: number | null; lastMs: number | null }
  /** The file's own span; null where nothing in it has a time. */
  firstMs: number | null
  lastMs: number | null
  /** Whole calendar days between the two spans without a row: above 0 a gap, below 0 an overlap; null without times. */
  daysBetween: number | null
  newColumns: string[]
  missingColumns: string[]
  newActs: string[]
  newUsers: number
  newProducts: number
  newBrands: number
  /** Rows equal to one of an earlier import in everything that is stored; only behaviour is compared. */
  rowsRepeated: number
}

export interface ImportAgainResult extends ImportResult {
  /** Null where the very same file had been imported before. */
  changes: ImportChanges | null
}

export interface SourceSummary {
  id: number
  kind: StoredKind
  name: string
  bytes: number
  sha256: string
  format: FileFormat
  mapping: Mapping
  known: string[]
  reading: SourceReading
  rowsRead: number
  rowsKept: number
  rowsRejected: number
  rowsDuplicate: number
  /** First and last time in it, UTC milliseconds; null where it holds none. */
  firstMs: number | null
  lastMs: number | null
  importedAt: number
  seconds: number
}

export interface UndoResult {
  sourceId: number
  name: string
  kind: StoredKind
  rowsRemoved: number
}

export type FieldType = 'id' | 'time' | 'number' | 'integer' | 'boolean' | 'text' | 'name' | 'actType'

/** A canonical column. Its words stand in the locale's `dataset.fields`. */
export interface Field {
  name: string
  type: FieldType
  needed: boolean
}

export type RejectPage = Page<RejectRow>
