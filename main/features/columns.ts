import { createMatrix, type Matrix } from '../base/table.ts'
import type { FeatureSpec } from './types.ts'

/** One input column and how it is computed from what describes a row: names and values cannot drift apart. */
export interface Column<Row> extends FeatureSpec {
  value(row: Row): number
}

export const specOf = ({ name, group, source, transform, weight }: FeatureSpec): FeatureSpec => ({
  ...{ name, group, source, transform },
  ...(weight !== undefined && { weight }),
})

export const namesOf = (specs: FeatureSpec[]): string[] => specs.map((spec) => spec.name)

export const emptyMatrix = (specs: FeatureSpec[], rows: number): Matrix => createMatrix(namesOf(specs), rows)

/** Writes one row's columns from `firstColumn` on. */
export function fillRow<Row>(matrix: Matrix, row: number, columns: Column<Row>[], source: Row, firstColumn = 0): void {
  const start = row * matrix.names.length + firstColumn
  for (let i = 0; i < columns.length; i++) matrix.values[start + i] = columns[i].value(source)
}

/** Adds `weight` times a row of one matrix to a row of another, over the first matrix's columns. */
export function addRow(target: Matrix, row: number, source: Matrix, sourceRow: number, weight: number): void {
  const from = sourceRow * source.names.length
  const to = row * target.names.length
  for (let i = 0; i < source.names.length; i++) target.values[to + i] += weight * source.values[from + i]
}
