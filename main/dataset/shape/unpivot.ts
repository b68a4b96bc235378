import { AssayError } from '../../base/errors.ts'
import { isMissing } from '../missing.ts'
import { readColumnDate } from './columnDates.ts'
import { indexOfColumn, withNewColumns, type Stage, type StageSetup } from './stage.ts'
import type { ColumnSelection, StepOf } from './steps.ts'

/** A record becomes one row for each of the chosen columns that holds something; one that holds nothing is a reject. */
export function createUnpivot(step: StepOf<'unpivot'>, setup: StageSetup): Stage {
  const chosen = chooseColumns(step.columns, setup, step.year).map(({ index, name }) => ({
    index,
    name: step.read === 'date' ? asDate(name, setup.number, step.year) : name,
  }))
  const taken = new Set(chosen.map(({ index }) => index))
  const kept = setup.columns.map((_, index) => index).filter((index) => !taken.has(index))
  const keptNames = kept.map((index) => setup.columns[index])
  const isZero = (cell: string) => step.zeros === 'skip' && setup.readers.number(cell) === 0
  return {
    columns: withNewColumns(setup, keptNames, [step.name, step.value]),
    push(row, sink) {
      const rest = kept.map((index) => row.cells[index])
      let skipped = 0
      for (const { index, name } of chosen) {
        const cell = row.cells[index].trim()
        if (isMissing(cell, 0, cell.length) || isZero(cell)) skipped++
        else sink.row({ ...row, cells: [...rest, name, cell] })
      }
      sink.skip(skipped)
      if (skipped === chosen.length) sink.reject(row, 'shape.noValue')
    },
  }
}

/** The columns of a selection and the names they give. Throws `shape.column` and `shape.noColumns`. */
export function chooseColumns(
  selection: ColumnSelection,
  setup: StageSetup,
  year?: number,
): { index: number; name: string }[] {
  const all = setup.columns.map((name, index) => ({ index, name }))
  const chosen = select(selection, setup, all, year)
  if (chosen.length > 0) return chosen
  throw new AssayError('shape.noColumns', { step: setup.number, expected: JSON.stringify(selection) })
}

type Named = { index: number; name: string }

function select(selection: ColumnSelection, setup: StageSetup, all: Named[], year?: number): Named[] {
  if ('list' in selection) return selection.list.map((name) => ({ index: indexOfColumn(setup, name), name }))
  if ('from' in selection) {
    const ends = [indexOfColumn(setup, selection.from), indexOfColumn(setup, selection.to)]
    return all.slice(Math.min(...ends), Math.max(...ends) + 1)
  }
  if ('pattern' in selection) {
    return all.flatMap(({ index, name }) => {
      const part = matchStar(selection.pattern, name)
      return part === null ? [] : [{ index, name: part }]
    })
  }
  if ('except' in selection) {
    const left = new Set(selection.except.map((name) => indexOfColumn(setup, name)))
    return all.filter(({ index }) => !left.has(index))
  }
  return all.filter(({ name }) => readColumnDate(name, year) !== null)
}

/** What the star of a pattern stands for in a name; null where the name does not fit. */
export function matchStar(pattern: string, name: string): string | null {
  const [before, after] = pattern.split('*')
  if (name.length <= before.length + after.length || !name.startsWith(before) || !name.endsWith(after)) return null
  return name.slice(before.length, name.length - after.length).trim()
}

function asDate(name: string, step: number, year?: number): string {
  const date = readColumnDate(name, year)
  if (date === null) throw new AssayError('shape.columnName', { step, column: name })
  return date
}
