import type { Hash } from 'node:crypto'
import { codesOf } from '../codes.ts'
import { holdsDamage } from '../intake.ts'
import type { ImportPlan } from '../plan.ts'
import { openRecords, type RecordPiece } from '../records.ts'
import { widthProblem } from '../rowReader.ts'
import { createSieve } from '../sieve.ts'
import type { RawRecord, RecordWalk } from '../tokenizer.ts'
import { readLookups } from './lookupFile.ts'
import { createShape, type Shape } from './shape.ts'
import type { ShapeRow } from './stage.ts'
import type { Shaping } from './shaping.ts'

/** The rows of a file on their way to the row reader. */
export interface RowSource {
  pieces: AsyncGenerator<RecordPiece>
  /** Records met so far beside headers; null where every record is a row. */
  recordsRead(): number | null
  cellsSkipped(): number
}

/** Opens a file's rows: its records as they stand, or what its shape makes of them. */
export async function openRows(plan: ImportPlan, hash?: Hash): Promise<RowSource> {
  const file = { ...plan, columns: plan.fileColumns }
  if (!plan.shaping) return { pieces: openRecords(file, hash), recordsRead: () => null, cellsSkipped: () => 0 }
  return shapeRows(plan, plan.shaping, openRecords(file, hash))
}

async function shapeRows(plan: ImportPlan, { steps, dates }: Shaping, pieces: RowSource['pieces']): Promise<RowSource> {
  const { format, timezone, fileColumns } = plan
  const lookups = await readLookups(steps)
  const shape = createShape(fileColumns, steps, { decimal: format.decimal, timezone, dates, lookups })
  const sieve = createSieve(format)
  let recordsRead = 0

  /** What a record becomes: a reject where it is no row or can't be trusted, nothing where it is a header. */
  function shapeRecord({ records, damaged, part }: RecordPiece): ShapedRow[] {
    const { record } = records
    const aside = sieve.aside(record, part)
    if (aside === 'header') return []
    recordsRead++
    const damage = damaged && holdsDamage(record) ? 'encoding' : null
    const reject = aside ?? record.problem ?? damage ?? widthProblem(record, fileColumns.length)
    const row = { cells: cellsOf(record, fileColumns.length), line: record.line, raw: records.raw() }
    return reject ? [{ ...row, reject }] : shape.push(row)
  }

  return {
    pieces: shapedPieces(pieces, shapeRecord, shape),
    recordsRead: () => recordsRead,
    cellsSkipped: shape.cellsSkipped,
  }
}

type ShapedRow = ShapeRow & { reject: string | null }

async function* shapedPieces(
  pieces: RowSource['pieces'],
  shapeRecord: (piece: RecordPiece) => ShapedRow[],
  shape: Shape,
): RowSource['pieces'] {
  const waiting: ShapedRow[] = []
  let bytesRead = 0
  for await (const piece of pieces) {
    bytesRead = piece.bytesRead
    const more = () => {
      if (!piece.records.next()) return false
      waiting.push(...shapeRecord(piece).reverse())
      return true
    }
    yield { records: createWalk(waiting, more), bytesRead, damaged: false, part: 0 }
  }
  waiting.push(...shape.end().reverse())
  yield { records: createWalk(waiting, () => false), bytesRead, damaged: false, part: 0 }
}

/** Walks through rows that wait, the next one last; `more` brings the rows of another record. */
function createWalk(waiting: ShapedRow[], more: () => boolean): RecordWalk {
  const record: RawRecord = {
    text: '',
    codes: new Uint16Array(0),
    starts: new Int32Array(64),
    ends: new Int32Array(64),
    count: 0,
    line: 0,
    problem: null,
  }
  let raw = ''
  return {
    record,
    next() {
      while (waiting.length === 0) if (!more()) return false
      const row = waiting.pop()
      if (!row) return false
      raw = row.raw
      fillRecord(record, row)
      return true
    },
    raw: () => raw,
  }
}

function cellsOf({ text, starts, ends, count }: RawRecord, width: number): string[] {
  const cells: string[] = []
  for (let i = 0; i < width; i++) cells.push(i < count ? text.slice(starts[i], ends[i]) : '')
  return cells
}

function fillRecord(record: RawRecord, { cells, line, reject }: ShapedRow): void {
  if (cells.length > record.starts.length) {
    record.starts = new Int32Array(cells.length)
    record.ends = new Int32Array(cells.length)
  }
  let end = 0
  for (let i = 0; i < cells.length; i++) {
    record.starts[i] = end
    end += cells[i].length
    record.ends[i] = end
  }
  record.text = cells.join('')
  record.codes = codesOf(record.text)
  record.count = cells.length
  record.line = line
  record.problem = reject
}
