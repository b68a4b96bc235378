import { putVarint, varintSize, type TableFile } from '../storage/tableFile.ts'

/** One column of a table for some rows: numbers with NaN where there is none, or texts as UTF-8. */
export type StoredColumn =
  | { kind: 'integer' | 'real'; values: Float64Array }
  | { kind: 'text'; bytes: Uint8Array; ends: Int32Array }
  | { kind: 'null' }

/** A column that has values, at its place in the table. */
type FilledColumn = Exclude<StoredColumn, { kind: 'null' }> & { place: number; needed: boolean }

/**
 * Writes rows as SQLite's records, as SQLite itself would: whole numbers in as few bytes as they need, among reals, too; the
 * others as doubles. `columns` are all of the table's, in its order. Throws for a fraction where whole numbers belong, and
 * where a value that is needed is missing: SQLite looks at neither when it takes rows over.
 */
export function encodeRows(
  file: TableFile,
  firstRowid: number,
  rows: number,
  columns: (StoredColumn & { needed: boolean })[],
): void {
  const filled = columns.flatMap((column, place): FilledColumn[] => {
    if (column.kind === 'null' && column.needed) throw new RangeError(`column ${place} needs values`)
    return column.kind === 'null' ? [] : [{ ...column, place }]
  })
  const types = filled.map((column) => typesOf(column, rows))
  const numbers = filled.map((column) => (column.kind === 'text' ? none : column.values))
  const texts = filled.map((column) => (column.kind === 'text' ? column : noText))
  const places = filled.map(({ place }) => place)
  const width = columns.length
  const filledWidth = filled.length
  const { target } = file
  for (let row = 0; row < rows; row++) {
    let header = width - filledWidth
    let body = 0
    for (let c = 0; c < filledWidth; c++) {
      const type = types[c][row]
      header += type < 128 ? 1 : varintSize(type)
      body += type < 13 ? sizes[type] : (type - 13) >> 1
    }
    const headerSize = header + (header < 127 ? 1 : 2)
    file.reserve(headerSize + body + 18)
    const { bytes, view } = target
    const payload = putVarint(bytes, putVarint(bytes, target.at, headerSize + body), firstRowid + row)
    const headerAt = putVarint(bytes, payload, headerSize)
    let at = headerAt
    let place = 0
    let to = payload + headerSize
    for (let c = 0; c < filledWidth; c++) {
      for (; place < places[c]; place++) bytes[at++] = 0
      place++
      const type = types[c][row]
      if (type < 128) bytes[at++] = type
      else at = putVarint(bytes, at, type)
      if (type >= 13) to = putText(bytes, to, texts[c], row)
      else if (type > 0 && type < 8) to = putNumber(bytes, view, to, type, numbers[c][row])
    }
    for (; place < width; place++) bytes[at++] = 0
    file.add(firstRowid + row, payload, to)
  }
}

const none = new Float64Array(0)
const noText: { bytes: Uint8Array; ends: Int32Array } = { bytes: new Uint8Array(0), ends: new Int32Array(0) }

/** SQLite's serial types of a column's values by row; of a text 13 and twice its length. */
function typesOf(column: FilledColumn, rows: number): Int32Array {
  const types = new Int32Array(rows)
  if (column.kind === 'text') {
    let start = 0
    for (let row = 0; row < rows; row++) {
      const end = column.ends[row]
      types[row] = end > start ? 13 + 2 * (end - start) : 0
      start = end
    }
  } else if (column.kind === 'integer') {
    for (let row = 0; row < rows; row++) types[row] = typeOfInteger(column.values[row])
  } else for (let row = 0; row < rows; row++) types[row] = typeOfReal(column.values[row])
  const gap = column.needed ? types.indexOf(0) : -1
  if (gap >= 0) throw new RangeError(`column ${column.place} of row ${gap} needs a value`)
  return types
}

function putText(target: Uint8Array, at: number, { bytes, ends }: typeof noText, row: number): number {
  const from = row === 0 ? 0 : ends[row - 1]
  const length = ends[row] - from
  for (let i = 0; i < length; i++) target[at + i] = bytes[from + i]
  return at + length
}

/** Bytes of a value by serial type: 0 is NULL, 1–6 whole numbers, 7 a double, 8 and 9 the numbers 0 and 1. */
const sizes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]

function typeOfInteger(value: number): number {
  if (value !== value) return 0
  if (value !== Math.floor(value) || Math.abs(value) >= 2 ** 63) throw new RangeError(`no whole number: ${value}`)
  if (value >= -128 && value <= 127) return value === 0 ? 8 : value === 1 ? 9 : 1
  if (value >= -0x8000 && value <= 0x7fff) return 2
  if (value >= -0x800000 && value <= 0x7fffff) return 3
  if (value >= -0x80000000 && value <= 0x7fffffff) return 4
  return value >= -0x800000000000 && value <= 0x7fffffffffff ? 5 : 6
}

/** Doubles that are whole and take no more than six bytes as such are kept as whole numbers. */
function typeOfReal(value: number): number {
  const isWhole = value === Math.floor(value) && value >= -0x800000000000 && value <= 0x7fffffffffff
  if (isWhole) return typeOfInteger(value)
  return value === value ? 7 : 0
}

function putNumber(bytes: Uint8Array, view: DataView, at: number, type: number, value: number): number {
  switch (type) {
    case 1:
      bytes[at] = value
      return at + 1
    case 2:
      view.setInt16(at, value)
      return at + 2
    case 3:
      bytes[at] = value >> 16
      view.setInt16(at + 1, value)
      return at + 3
    case 4:
      view.setInt32(at, value)
      return at + 4
    case 5:
      view.setInt16(at, Math.floor(value / 0x100000000))
      view.setInt32(at + 2, value)
      return at + 6
    case 6:
      view.setBigInt64(at, BigInt(value))
      return at + 8
    default:
      view.setFloat64(at, value)
      return at + 8
  }
}
