import { AssayError } from '../../base/errors.ts'
import { isMissing } from '../missing.ts'
import { indexOfColumn, withNewColumns, type Stage, type StageSetup } from './stage.ts'
import type { LookupStep } from './steps.ts'

/** What a second file may hold at most: the columns that are looked up are kept in memory. */
export const lookupLimits = { rows: 1_000_000, bytes: 512 * 1024 * 1024 }

/** A second file, read whole: the columns that a lookup asks for. */
export interface LookupTable {
  name: string
  columns: string[]
  rows: string[][]
}

/** Keys are compared without the blanks around them and without the ="…" that keeps spreadsheets from reading numbers. */
const keyOf = (cell: string) => cell.trim().replace(/^="(.*)"$/, '$1')

/** Adds columns of a second file, found by a key. */
export function createLookup(step: LookupStep, setup: StageSetup, table: LookupTable): Stage {
  const key = indexOfColumn(setup, step.key)
  const found = indexTable(step, setup, table)
  const names = Object.keys(step.columns)
  const nothing = names.map(() => '')
  return {
    columns: withNewColumns(setup, setup.columns, names),
    push(row, sink) {
      const values = found.get(keyOf(row.cells[key]))
      if (values) sink.row({ ...row, cells: [...row.cells, ...values] })
      else if (step.unmatched === 'reject') sink.reject(row, 'shape.unmatched')
      else sink.row({ ...row, cells: [...row.cells, ...nothing] })
    },
  }
}

/** Key → values. Throws `shape.lookupRepeated` where a key has several that differ and nothing says which counts. */
function indexTable(step: LookupStep, setup: StageSetup, table: LookupTable): Map<string, string[]> {
  const there = { ...setup, columns: table.columns }
  const key = indexOfColumn(there, step.fileKey)
  const wanted = Object.values(step.columns).map((column) => indexOfColumn(there, column))
  const found = new Map<string, string[]>()
  for (const row of table.rows) {
    const name = keyOf(row[key] ?? '')
    if (isMissing(name, 0, name.length)) continue
    const values = wanted.map((index) => row[index] ?? '')
    const earlier = found.get(name)
    if (!earlier || step.repeated === 'last') found.set(name, values)
    else if (step.repeated === 'refuse' && values.some((value, i) => value.trim() !== earlier[i].trim())) {
      throw new AssayError('shape.lookupRepeated', { name: table.name, key: name })
    }
  }
  return found
}
