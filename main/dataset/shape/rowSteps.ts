import { compileCondition } from './expression/compile.ts'
import { unreadable } from './expression/values.ts'
import { isMissing } from '../missing.ts'
import { spreadCell, weightsOf } from './shares.ts'
import { indexesOf, indexOfColumn, type Sink, type ShapeRow, type Stage, type StageSetup } from './stage.ts'
import type { StepOf } from './steps.ts'

/** Rows for which a condition holds, or does not. A missing condition does not hold. */
export function createFilter(step: StepOf<'keep'> | StepOf<'drop'>, setup: StageSetup): Stage {
  const holds = compileCondition(step.where, setup)
  const wanted = step.step === 'keep'
  return {
    columns: setup.columns,
    push(row, sink) {
      const answer = holds(row.cells)
      if (answer === unreadable) sink.reject(row, 'shape.unreadable')
      else if ((answer === true) === wanted) sink.row(row)
      else sink.reject(row, 'shape.leftOut')
    },
  }
}

/** Empty cells get what stood above them in rows of the same key. */
export function createFill(step: StepOf<'fill'>, setup: StageSetup): Stage {
  const key = indexOfColumn(setup, step.key)
  const filled = indexesOf(setup, step.columns)
  let lastKey = ''
  let last = filled.map(() => '')
  return {
    columns: setup.columns,
    push(row, sink) {
      const { cells } = row
      const name = cells[key].trim()
      const same = name === lastKey && name !== ''
      filled.forEach((index, i) => {
        const cell = cells[index].trim()
        if (same && isMissing(cell, 0, cell.length)) cells[index] = last[i]
      })
      lastKey = name
      last = filled.map((index) => cells[index])
      sink.row(row)
    },
  }
}

/** Rows of one order; more of them are not held back, so an order that long is no order. */
const mostRows = 10_000

/**
 * Holds the rows of a key back until the next one, and splits the sum that stands on the first, or on every, of them. Where a
 * sum stands on every row and the rows of a key are apart, splitting would count it twice: the later ones are rejects.
 */
export function createSpread(step: StepOf<'spread'>, setup: StageSetup): Stage {
  const key = indexOfColumn(setup, step.key)
  const columns = indexesOf(setup, step.columns)
  const over = indexesOf(setup, step.over)
  const done = new Set<string>()
  let current = ''
  let rows: ShapeRow[] = []

  function flush(sink: Sink): void {
    const cells = rows.map((row) => row.cells.slice())
    const weights = weightsOf(cells, over, setup.readers)
    for (const index of columns) spreadCell(cells, index, rows[0].cells[index], weights, setup.readers)
    const held = rows
    rows = []
    if (step.stands === 'every') done.add(current)
    held.forEach((row, i) => sink.row({ ...row, cells: cells[i] }))
  }

  return {
    columns: setup.columns,
    push(row, sink) {
      const name = row.cells[key].trim()
      if (rows.length > 0 && (name !== current || name === '')) flush(sink)
      current = name
      if (name !== '' && done.has(name)) sink.reject(row, 'shape.scattered')
      else if (rows.length === mostRows) sink.reject(row, 'shape.tooManyItems')
      else rows.push(row)
    },
    end(sink) {
      if (rows.length > 0) flush(sink)
    },
  }
}
