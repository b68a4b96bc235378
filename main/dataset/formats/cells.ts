import { csvCell } from '../../base/csv.ts'
import { coded } from '../codes.ts'
import type { RawRecord, RecordWalk } from '../tokenizer.ts'

/** One row of a file that knows cells: each as the text that a CSV would hold. */
export interface CellRow {
  line: number
  cells: string[]
  /** Why the row means nothing, and what stands there instead of cells. */
  problem?: RawRecord['problem']
  raw?: string
}

/** Some rows, and which share of the file was read with them, 0–1. */
export interface CellPiece {
  rows: CellRow[]
  share: number
}

/** Rows of cells as records: all their texts one after the other. Rows of fewer than `least` cells have empty ones at their end. */
export function createCellWalk(rows: CellRow[], least: number): RecordWalk {
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), least)
  const record: RawRecord = {
    ...coded(rows.map(({ cells }) => cells.join('')).join('')),
    starts: new Int32Array(width),
    ends: new Int32Array(width),
    count: 0,
    line: 0,
    problem: null,
  }
  let at = -1
  let end = 0
  return {
    record,
    next() {
      if (++at >= rows.length) return false
      const { cells, line, problem } = rows[at]
      for (let i = 0; i < cells.length; i++) {
        record.starts[i] = end
        end += cells[i].length
        record.ends[i] = end
      }
      record.starts.fill(end, cells.length)
      record.ends.fill(end, cells.length)
      record.count = Math.max(cells.length, least)
      record.line = line
      record.problem = problem ?? null
      return true
    },
    raw: () => rows[at].raw ?? rows[at].cells.map(csvCell).join(','),
  }
}
