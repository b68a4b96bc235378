/**
 * One binary form for plain data with large columns in it: JSON with references, then the columns' bytes.
 * Layout: 4 bytes length of the JSON (little endian), the JSON, padding to 8 bytes, each column padded to 8 bytes.
 */

export const columnTypes = { Float32Array, Float64Array, Int32Array, Uint32Array, Uint8Array }
export type ColumnType = keyof typeof columnTypes
export type Column = InstanceType<(typeof columnTypes)[ColumnType]>

/** How a column stands in the JSON: its type, its first byte after the JSON, its number of values. */
interface ColumnReference {
  $column: [ColumnType, number, number]
}

export const isColumn = (value: unknown): value is Column =>
  ArrayBuffer.isView(value) && Object.hasOwn(columnTypes, value.constructor.name)

export function encode(value: unknown): Uint8Array<ArrayBuffer> {
  const columns: Column[] = []
  let columnBytes = 0
  const json = JSON.stringify(value, (_, part: unknown) => {
    const type = columnTypeOf(part)
    if (!type) return part
    const column = part as Column
    columns.push(column)
    const reference: ColumnReference = { $column: [type, columnBytes, column.length] }
    columnBytes += padded(column.byteLength)
    return reference
  })
  const head = new TextEncoder().encode(json)
  const start = padded(4 + head.length)
  const bytes = new Uint8Array(start + columnBytes)
  new DataView(bytes.buffer).setUint32(0, head.length, true)
  bytes.set(head, 4)
  let at = start
  for (const column of columns) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at)
    at += padded(column.byteLength)
  }
  return bytes
}

/** The value that was encoded; columns are copies of their own. Throws a SyntaxError or RangeError on damaged bytes. */
export function decode<Value>(given: Uint8Array): Value {
  // A Buffer's own slice() would give views of its pool instead of copies.
  const bytes = new Uint8Array(given.buffer, given.byteOffset, given.byteLength)
  const headLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  const head = new TextDecoder().decode(bytes.subarray(4, 4 + headLength))
  const start = padded(4 + headLength)
  return JSON.parse(head, (_, part: unknown) => {
    if (!isReference(part)) return part
    const [type, from, length] = part.$column
    const Type = columnTypes[type]
    const end = start + from + length * Type.BYTES_PER_ELEMENT
    if (end > bytes.length) throw new RangeError(`a column ends at byte ${end} of ${bytes.length}`)
    return new Type(bytes.slice(start + from, end).buffer)
  }) as Value
}

const padded = (length: number): number => Math.ceil(length / 8) * 8

function columnTypeOf(value: unknown): ColumnType | null {
  if (!ArrayBuffer.isView(value)) return null
  if (isColumn(value)) return value.constructor.name as ColumnType
  throw new TypeError(`${value.constructor.name} has no place in the binary form`)
}

const isReference = (value: unknown): value is ColumnReference =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, '$column')
