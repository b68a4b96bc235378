import type { Batch, ColumnData } from './batch.ts'

/** What is kept though it looks odd. Their words stand in the locale's `dataset.oddities`. */
export const oddityCodes = [
  ...(['amountZero', 'priceNotPositive', 'quantityNotPositive', 'productMissing', 'repeated'] as const), // rows
  ...(['productBrands', 'productCategories'] as const), // products
]
export type OddityCode = (typeof oddityCodes)[number]

/** How many of each, by code; what does not occur is left out. */
export type Oddities = Record<string, number>

export interface OddityCounter {
  add(batch: Pick<Batch, 'rows' | 'columns'>): void
  found(): Oddities
}

/** Beyond so many rows repeats are not counted: their hashes are kept, eight bytes each. */
const mostRows = 1 << 24

/** What of a number is worth telling, by canonical column. */
const odd: Record<string, { code: OddityCode; holds: (value: number) => boolean }> = {
  amount: { code: 'amountZero', holds: (value) => value === 0 },
  price: { code: 'priceNotPositive', holds: (value) => value <= 0 },
  quantity: { code: 'quantityNotPositive', holds: (value) => value <= 0 },
}

/** `unlike`: canonical columns that differ in every row by themselves, so that repeats are judged without them. */
export function createOddities(unlike: string[] = []): OddityCounter {
  const counts: Oddities = {}
  const hashes: Float64Array[] = []
  let rowsSoFar = 0
  const count = (code: OddityCode, rows: number) => {
    if (rows > 0) counts[code] = (counts[code] ?? 0) + rows
  }
  return {
    add({ rows, columns }) {
      for (const column of columns) {
        const told = column.kind === 'number' ? odd[column.field] : undefined
        if (told && column.kind === 'number') count(told.code, tally(column.values, told.holds))
        if (column.field === 'product_id' && column.kind === 'key') {
          count(
            'productMissing',
            tally(column.keys, (key) => key < 0),
          )
        }
      }
      rowsSoFar += rows
      if (rowsSoFar <= mostRows)
        hashes.push(
          hashRows(
            rows,
            columns.filter(({ field }) => !unlike.includes(field)),
          ),
        )
    },
    found() {
      return rowsSoFar > mostRows ? counts : { ...counts, ...repeats(hashes, rowsSoFar) }
    },
  }
}

function tally(values: Float64Array | Int32Array, holds: (value: number) => boolean): number {
  let rows = 0
  for (const value of values) if (holds(value)) rows++
  return rows
}

/** Rows equal to an earlier one of the file in everything that is kept of them. */
function repeats(hashes: Float64Array[], rows: number): Oddities {
  const all = new Float64Array(rows)
  let at = 0
  for (const part of hashes) {
    all.set(part, at)
    at += part.length
  }
  all.sort()
  let repeated = 0
  for (let i = 1; i < rows; i++) if (all[i] === all[i - 1]) repeated++
  return repeated > 0 ? { repeated } : {}
}

/** 53 bits of every row: in a million rows, two that differ share them once in twenty thousand files. */
function hashRows(rows: number, columns: ColumnData[]): Float64Array {
  const high = new Int32Array(rows)
  const low = new Int32Array(rows)
  for (const column of columns) {
    if (column.kind === 'key') mix(high, low, column.keys, 0, 1)
    else if (column.kind === 'text') mix(high, low, hashTexts(column.bytes, column.ends, rows), 0, 1)
    else {
      const { buffer, byteOffset } = column.values
      const words = new Int32Array(buffer, byteOffset, 2 * rows)
      mix(high, low, words, 0, 2)
      mix(high, low, words, 1, 2)
    }
  }
  const hashes = new Float64Array(rows)
  for (let row = 0; row < rows; row++) hashes[row] = (high[row] >>> 0) * 0x200000 + (low[row] >>> 11)
  return hashes
}

/** Takes one word per row in: every `step`th, from `first`. */
function mix(high: Int32Array, low: Int32Array, words: Int32Array, first: number, step: number): void {
  for (let row = 0, at = first; row < high.length; row++, at += step) {
    const word = words[at]
    const up = Math.imul(high[row] ^ word, 0x9e3779b1)
    const down = Math.imul(low[row] ^ word, 0x85ebca6b)
    high[row] = up ^ (up >>> 15)
    low[row] = down ^ (down >>> 13)
  }
}

function hashTexts(bytes: Uint8Array, ends: Int32Array, rows: number): Int32Array {
  const hashes = new Int32Array(rows)
  let at = 0
  for (let row = 0; row < rows; row++) {
    const end = ends[row]
    let hash = end - at
    for (; at < end; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193)
    hashes[row] = hash
  }
  return hashes
}
