import { createCompute, createConstant, createOmit, createValues } from './columnSteps.ts'
import { createCellReaders, type Reading } from './expression/values.ts'
import { createItems } from './items.ts'
import { createLookup, type LookupTable } from './lookup.ts'
import { createFill, createFilter, createSpread } from './rowSteps.ts'
import type { ShapeReject, ShapeRow, Sink, Stage, StageSetup } from './stage.ts'
import type { ShapeStep } from './steps.ts'
import { createUnpivot } from './unpivot.ts'

/** What shaping takes beside the steps. */
export interface ShapeAids extends Reading {
  /** The second files of the lookups, in the order of the steps. */
  lookups: LookupTable[]
}

/** What became of a record: a row that goes on, or one that a step could not take. */
export type Shaped = ShapeRow & { reject: ShapeReject | null }

/** Records in, rows out. A record gives any number of them, not always at once: `spread` waits for its order's last one. */
export interface Shape {
  /** The columns of the rows, which mappings of the file refer to. */
  columns: string[]
  /** Takes a record's cells, as many as the file has columns. */
  push(record: ShapeRow): Shaped[]
  /** The rows that were held back. Call it once, after the last record. */
  end(): Shaped[]
  /** Empty cells of wide records that became no row, so far. */
  cellsSkipped(): number
}

/**
 * Puts the steps in a row. Each sees the columns that the one before hands on. Throws `shape.*` where a step does not fit
 * them. Of every record pushed, at least one row comes out, be it a reject: so nothing gets lost uncounted.
 */
export function createShape(columns: string[], steps: ShapeStep[], aids: ShapeAids): Shape {
  let taken: Shaped[] = []
  let skipped = 0
  const last: Sink = {
    row: ({ cells, line, raw }) => taken.push({ cells, line, raw, reject: null }),
    reject: ({ cells, line, raw }, reject) => taken.push({ cells, line, raw, reject }),
    skip: (cells) => (skipped += cells),
  }
  const stages = createStages(columns, steps, aids)
  const sinks: Sink[] = [last]
  for (const stage of stages.toReversed()) {
    const [next] = sinks
    sinks.unshift({ ...last, row: (row) => stage.push(row, next) })
  }
  const take = () => {
    const rows = taken
    taken = []
    return rows
  }
  return {
    columns: stages.at(-1)?.columns ?? columns,
    push(record) {
      sinks[0].row({ cells: record.cells.slice(), line: record.line, raw: record.raw })
      return take()
    },
    end() {
      stages.forEach((stage, i) => stage.end?.(sinks[i + 1]))
      return take()
    },
    cellsSkipped: () => skipped,
  }
}

function createStages(columns: string[], steps: ShapeStep[], aids: ShapeAids): Stage[] {
  const readers = createCellReaders(aids)
  const lookups = [...aids.lookups]
  const stages: Stage[] = []
  for (const [i, step] of steps.entries()) {
    const setup = { columns: stages.at(-1)?.columns ?? columns, readers, number: i + 1 }
    stages.push(createStage(step, setup, lookups))
  }
  return stages
}

function createStage(step: ShapeStep, setup: StageSetup, lookups: LookupTable[]): Stage {
  switch (step.step) {
    case 'unpivot':
      return createUnpivot(step, setup)
    case 'items':
      return createItems(step, setup)
    case 'lookup': {
      const table = lookups.shift()
      if (!table) throw new Error(`step ${setup.number} looks up in a file that was not read`)
      return createLookup(step, setup, table)
    }
    case 'compute':
      return createCompute(step, setup)
    case 'values':
      return createValues(step, setup)
    case 'constant':
      return createConstant(step, setup)
    case 'omit':
      return createOmit(step, setup)
    case 'keep':
    case 'drop':
      return createFilter(step, setup)
    case 'fill':
      return createFill(step, setup)
    case 'spread':
      return createSpread(step, setup)
  }
}
