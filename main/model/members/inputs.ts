import { inputGroups, type ExampleTable, type InputGroup } from '../../features/types.ts'
import { binColumns, type BinnedColumns } from '../boosting/bins.ts'

/** An input column by where it stands. */
export interface InputColumn {
  group: InputGroup
  name: string
}

/** The columns that hold more than one value on the given rows: no tree could split by another. */
export function varyingInputs({ inputs }: ExampleTable, rows: Int32Array): InputColumn[] {
  return inputGroups.flatMap((group) => {
    const { names, values } = inputs[group]
    const varies = (column: number) =>
      rows.some((row) => values[row * names.length + column] !== values[rows[0] * names.length + column])
    return names.filter((_, column) => varies(column)).map((name) => ({ group, name }))
  })
}

/** Cells of one column, by row. Throws where the table has no such column. */
export function cellsOf({ inputs, rows }: ExampleTable, { group, name }: InputColumn): Float32Array {
  const { names, values } = inputs[group]
  const column = names.indexOf(name)
  if (column < 0) throw new Error(`no input column ${group}.${name}; there are ${names.join(', ')}`)
  const cells = new Float32Array(rows)
  for (let row = 0; row < rows; row++) cells[row] = values[row * names.length + column]
  return cells
}

/** A table's columns in bins, fitted on the given rows; one column at a time lies in memory as it is. */
export const binInputs = (table: ExampleTable, columns: InputColumn[], fitRows: Int32Array): BinnedColumns =>
  binColumns(table.rows, columns.length, (column) => cellsOf(table, columns[column]), fitRows)
