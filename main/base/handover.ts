import { columnTypes, isColumn, type Column, type ColumnType } from './codec.ts'

/**
 * Large columns on their way between threads and processes. Garbage collection sees no hurry in an idle process, so
 * whoever is done with columns gives their memory back itself.
 */

/** The memory of every column in plain data, where the column has it to itself: what can change hands without a copy. */
export function buffersOf(value: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>()
  mapColumns(value, ({ buffer, byteLength }) => {
    if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffers.add(buffer)
  })
  return [...buffers]
}

/** Frees the memory of every column in plain data, which is empty from then on. */
export function release(value: unknown): void {
  for (const buffer of buffersOf(value)) buffer.transfer(0)
}

/** Plain data whose columns travel apart from it. */
export interface Shell {
  /** The data, with the place of a column held by its number. */
  plain: unknown
  columns: { type: ColumnType; length: number }[]
}

/** Takes plain data and its columns apart. The columns are those of the data, not copies. */
export function dismantle(value: unknown): { shell: Shell; columns: Column[] } {
  const columns: Column[] = []
  const plain = mapColumns(value, (column) => ({ $column: columns.push(column) - 1 }))
  const described = columns.map((column) => ({ type: column.constructor.name as ColumnType, length: column.length }))
  return { shell: { plain, columns: described }, columns }
}

/** The data of a shell with columns of zeros, which are filled as they come. */
export function assemble<Value>(shell: Shell): { value: Value; columns: Column[] } {
  const columns = shell.columns.map(({ type, length }) => new columnTypes[type](length))
  return { value: withColumns(shell.plain, columns) as Value, columns }
}

function withColumns(plain: unknown, columns: Column[]): unknown {
  if (Array.isArray(plain)) return plain.map((part) => withColumns(part, columns))
  if (typeof plain !== 'object' || plain === null) return plain
  if ('$column' in plain) return columns[plain.$column as number]
  return Object.fromEntries(Object.entries(plain).map(([name, part]) => [name, withColumns(part, columns)]))
}

/** Plain data with every column replaced by what `change` makes of it. */
function mapColumns(value: unknown, change: (column: Column) => unknown): unknown {
  if (isColumn(value)) return change(value)
  if (Array.isArray(value)) return value.map((part) => mapColumns(part, change))
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, mapColumns(part, change)]))
}
