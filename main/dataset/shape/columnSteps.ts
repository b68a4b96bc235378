import { compileExpression } from './expression/compile.ts'
import { unreadable, type CellReaders, type Value } from './expression/values.ts'
import { indexOfColumn, placeOf, withCell, type Stage, type StageSetup } from './stage.ts'
import type { StepOf } from './steps.ts'

/** A column by an expression. A row of which a cell can't be read as the expression needs it is a reject. */
export function createCompute(step: StepOf<'compute'>, setup: StageSetup): Stage {
  const { type, run } = compileExpression(step.expression, setup)
  const { columns, index } = placeOf(setup.columns, step.column)
  return {
    columns,
    push(row, sink) {
      const value = run(row.cells)
      if (value === unreadable) sink.reject(row, 'shape.unreadable')
      else sink.row(withCell(row, index, writeValue(value, type === 'date', setup.readers)))
    },
  }
}

/** As a cell: numbers with the file's decimal mark, dates with their zone, so that they are read back as they are. */
function writeValue(value: Exclude<Value, typeof unreadable>, isDate: boolean, readers: CellReaders): string {
  if (value === null) return ''
  if (typeof value !== 'number') return `${value}`
  return isDate ? new Date(value).toISOString() : readers.write(value)
}

/** Words of a column by others. A missing word stays missing. */
export function createValues(step: StepOf<'values'>, setup: StageSetup): Stage {
  const from = indexOfColumn(setup, step.column)
  const { columns, index } = placeOf(setup.columns, step.into ?? step.column)
  const fold = (word: string) => word.trim().toLowerCase()
  const words = new Map(Object.entries(step.map).map(([word, by]) => [fold(word), by]))
  const { others } = step
  return {
    columns,
    push(row, sink) {
      const word = row.cells[from]
      const by = words.get(fold(word))
      if (by !== undefined) sink.row(withCell(row, index, by))
      else if (others === 'keep' || setup.readers.text(word) === null) sink.row(withCell(row, index, word))
      else if (others === 'reject') sink.reject(row, 'shape.unknownValue')
      else sink.row(withCell(row, index, others === 'missing' ? '' : others.default))
    },
  }
}

export function createConstant(step: StepOf<'constant'>, setup: StageSetup): Stage {
  const { columns, index } = placeOf(setup.columns, step.column)
  return { columns, push: (row, sink) => sink.row(withCell(row, index, step.value)) }
}

export function createOmit(step: StepOf<'omit'>, setup: StageSetup): Stage {
  const kept = setup.columns.map((_, index) => index).filter((index) => !step.columns.includes(setup.columns[index]))
  return {
    columns: kept.map((index) => setup.columns[index]),
    push: (row, sink) => sink.row({ ...row, cells: kept.map((index) => row.cells[index]) }),
  }
}
