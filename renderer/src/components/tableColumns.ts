import type { VNodeChild } from 'vue'
import type { CellKind, ChartTable } from '../../../main/charts/chart.ts'

/** One column of a table. What is shown may be rounded; `value` is what is sorted and copied. */
export interface TableColumn<Row> {
  key: string
  title: string
  value: (row: Row) => string | number | null
  /** The words of a cell; the value itself when left out. */
  text?: (row: Row) => string
  render?: (row: Row) => VNodeChild
  /** Numbers stand right-aligned. */
  isNumber?: boolean
  /** What its values are in a file; left out: numbers, days where every value is one, else text. */
  kind?: CellKind
  width?: number
  sortable?: boolean
  /** Values to filter by, from the header. */
  choices?: { value: string; label: string }[]
  /** Not shown until chosen. */
  isExtra?: boolean
}

export interface TableSort {
  key: string
  descending: boolean
}

/** Tab-separated lines with a head; tabs and line breaks within a cell become blanks. */
export function toTabSeparated<Row>(columns: readonly TableColumn<Row>[], rows: readonly Row[]): string {
  const cell = (value: string | number | null) => String(value ?? '').replace(/[\t\r\n]+/g, ' ')
  const lines = rows.map((row) => columns.map((column) => cell(column.value(row))).join('\t'))
  return [columns.map(({ title }) => cell(title)).join('\t'), ...lines].join('\n')
}

/** The values of a table, as they go into a file. */
export function tableOf<Row>(columns: readonly TableColumn<Row>[], rows: readonly Row[]): ChartTable {
  const values = rows.map((row) => columns.map((column) => column.value(row)))
  const isDay = (value: string | number | null) => value === null || /^\d{4}-\d{2}-\d{2}$/.test(String(value))
  const kindOf = ({ kind, isNumber }: TableColumn<Row>, at: number): CellKind =>
    kind ?? (isNumber ? 'number' : values.length > 0 && values.every((row) => isDay(row[at])) ? 'day' : 'text')
  return { columns: columns.map((column, at) => ({ label: column.title, kind: kindOf(column, at) })), rows: values }
}

/** Numbers by size, texts by the reader's alphabet, missing values last. */
export function compareValues(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b))
}
