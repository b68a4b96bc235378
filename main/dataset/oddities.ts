import type { Batch, ColumnData } from './batch.ts'

/** Rows that are kept though they look odd, by a key of the locale's `dataset.oddities`; what does not occur is left out. */
export type Oddities = Record<string, number>

export interface OddityCounter {
  add(batch: Pick<Batch, 'rows' | 'columns'>): void
  found(): Oddities
}

/** Beyond so many rows repeats are not counted: their hashes are kept, eight bytes each. */
const mostRows = 1 << 24

/** What of a number is worth telling, by canonical column. */
const odd: Record<string, { code: string; holds: (value: number) => boolean }> = {
  amount: { code: 'amountZero', holds: (value) => value === 0 },
  price: { code: 'priceNotPositive', holds: (value) => value <= 0 },
  quantity: { code: 'quantityNotPositive', holds: (value) => value <= 0 },
}

export function createOddities(): OddityCounter {
  const counts: Oddities = {}
  const hashes: Float64Array[] = []
  let rowsSoFar = 0
  const count = (code: string, rows: number) => {
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
      if (rowsSoFar <= mostRows) hashes.push(hashRows(rows, columns))
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

const scratch = new Float64Array(1)
const halves = new Int32Array(scratch.buffer)

/** 53 bits of every row: in a million rows, two that differ share them once in twenty thousand files. */
function hashRows(rows: number, columns: ColumnData[]): Float64Array {
  const high = new Int32Array(rows)
  const low = new Int32Array(rows)
  const mix = (row: number, word: number) => {
    high[row] = Math.imul(high[row] ^ word, 0x9e3779b1) ^ (high[row] >>> 15)
    low[row] = Math.imul(low[row] ^ word, 0x85ebca6b) ^ (low[row] >>> 13)
  }
  for (const column of columns) {
    for (let row = 0; row < rows; row++) {
      if (column.kind === 'key') mix(row, column.keys[row])
      else if (column.kind === 'number') {
        scratch[0] = column.values[row]
        mix(row, halves[0])
        mix(row, halves[1])
      } else {
        const start = row === 0 ? 0 : column.ends[row - 1]
        for (let i = start; i < column.ends[row]; i++) mix(row, column.text.charCodeAt(i))
        mix(row, -1)
      }
    }
  }
  return Float64Array.from(high, (word, row) => (word >>> 0) * 0x200000 + (low[row] >>> 11))
}
