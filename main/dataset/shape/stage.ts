import { AssayError } from '../../base/errors.ts'
import type { CellReaders } from './expression/values.ts'

/** A row on its way through the steps, whose cells they may change. `line` and `raw` are those of the record it comes from. */
export interface ShapeRow {
  cells: string[]
  line: number
  raw: string
}

/** Why a step could not take a row: keys of the locale's `dataset.rejects`. */
export type ShapeReject =
  | 'shape.noValue'
  | 'shape.item'
  | 'shape.tooManyItems'
  | 'shape.unmatched'
  | 'shape.unreadable'
  | 'shape.unknownValue'
  | 'shape.leftOut'
  | 'shape.scattered'

/** Where the rows of a step go. */
export interface Sink {
  row(row: ShapeRow): void
  reject(row: ShapeRow, reason: ShapeReject): void
  /** Empty cells that became no row. */
  skip(cells: number): void
}

/** One step, ready for its columns. */
export interface Stage {
  /** The columns of the rows that it hands on. */
  columns: string[]
  push(row: ShapeRow, sink: Sink): void
  /** Hands on what was held back; nothing follows. */
  end?(sink: Sink): void
}

/** What making a stage takes beside the step itself. */
export interface StageSetup {
  columns: string[]
  readers: CellReaders
  /** The step's place in the list, from 1, for errors. */
  number: number
}

/** Where a column stands. Throws `shape.column`. */
export function indexOfColumn({ columns, number }: StageSetup, column: string): number {
  const index = columns.indexOf(column)
  if (index < 0) {
    throw new AssayError('shape.column', { step: number, expected: columns.slice(0, 20).join(', '), column })
  }
  return index
}

export const indexesOf = (setup: StageSetup, columns: string[]): number[] =>
  columns.map((column) => indexOfColumn(setup, column))

/** Columns with new ones behind them. Throws `shape.column` for a name that is taken. */
export function withNewColumns({ number }: StageSetup, kept: string[], added: string[]): string[] {
  const all = [...kept, ...added]
  const taken = added.find((column) => all.indexOf(column) !== all.lastIndexOf(column))
  if (taken !== undefined) throw new AssayError('shape.column', { step: number, expected: 'a new name', column: taken })
  return all
}

/** A column's place, at the end where it is new. */
export function placeOf(columns: string[], column: string): { columns: string[]; index: number } {
  const index = columns.indexOf(column)
  return index >= 0 ? { columns, index } : { columns: [...columns, column], index: columns.length }
}

/** The row with one cell changed, in place; `index` may be the one behind its last. */
export function withCell(row: ShapeRow, index: number, cell: string): ShapeRow {
  row.cells[index] = cell
  return row
}
