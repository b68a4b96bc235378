import type { VNodeChild } from 'vue'

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

/** Numbers by size, texts by the reader's alphabet, missing values last. */
export function compareValues(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b))
}
