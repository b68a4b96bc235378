import type { RejectRow, StoredKind } from './types.ts'

/** Texts that are stored once and referred to by key. */
export const dictionaries = ['user', 'product', 'brand', 'category', 'act_type'] as const
export type DictionaryName = (typeof dictionaries)[number]

export type DataTable = 'behaviour' | 'product_fact' | 'user_fact' | 'social_link' | 'campaign_contact'

/** Where the rows of a kind go. */
export const tableOfKind: Record<StoredKind, DataTable> = {
  behaviour: 'behaviour',
  products: 'product_fact',
  users: 'user_fact',
  social: 'social_link',
  campaigns: 'campaign_contact',
}

/**
 * Values of one canonical column of a batch, one per row. Missing: NaN among numbers, -1 among keys, nothing between two
 * ends among texts, which are UTF-8. Keys count the dictionary's texts in the order in which they turned up in the file.
 */
export type ColumnData =
  | { field: string; kind: 'number'; values: Float64Array<ArrayBuffer> }
  | { field: string; kind: 'key'; dictionary: DictionaryName; keys: Int32Array<ArrayBuffer> }
  | { field: string; kind: 'text'; bytes: Uint8Array<ArrayBuffer>; ends: Int32Array<ArrayBuffer> }

/** Typed rows on their way from the thread that parses to the one that stores. */
export interface Batch {
  table: DataTable
  rows: number
  lines: Int32Array<ArrayBuffer>
  columns: ColumnData[]
  /** Texts that joined the dictionaries since the last batch. */
  newTexts: Partial<Record<DictionaryName, string[]>>
  rejects: RejectRow[]
  /** Records read so far, kept or not. */
  rowsRead: number
  /** Bytes of the file read so far. */
  bytesRead: number
}

/** What is said once the whole file was read. */
export interface ParseSummary {
  /** Rows met, kept or not: what shaping made of the records, and the records that it could not take. */
  rowsRead: number
  recordsRead: number
  /** Empty cells of wide records that became no row. */
  cellsSkipped: number
  rowsKept: number
  rejectCounts: Record<string, number>
  sha256: string
  /** First and last `time`, UTC milliseconds; null where there is none. */
  firstMs: number | null
  lastMs: number | null
}

export const batchRows = 8192

/** The buffers that move to the other thread instead of being copied. */
export function transferables(batch: Batch): ArrayBuffer[] {
  return [
    batch.lines.buffer,
    ...batch.columns.flatMap((column) => {
      if (column.kind === 'number') return [column.values.buffer]
      return column.kind === 'key' ? [column.keys.buffer] : [column.bytes.buffer, column.ends.buffer]
    }),
  ]
}
