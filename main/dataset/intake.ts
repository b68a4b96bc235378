import type { ImportPlan } from './plan.ts'
import { replacement, type RecordPiece } from './records.ts'
import { createRowReader, type RowReader } from './rowReader.ts'
import { createSieve } from './sieve.ts'
import type { RawRecord, RecordWalk } from './tokenizer.ts'
import type { RejectRow } from './types.ts'

/** Of more rejects than this only the count is kept: nobody reads them one by one. */
const mostRejectsListed = 100_000
const rawBytes = 2048

/** Where records go: rows to the row reader, what is no row to the rejects, headers nowhere. */
export interface Intake {
  reader: RowReader
  rejects: Rejects
  /** Records met beside headers: each was kept or rejected. */
  rowsRead(): number
  /** Takes the record that a piece stands at. */
  take(piece: RecordPiece): void
}

export function createIntake(plan: ImportPlan): Intake {
  // The rows of a shaped file were sifted as records already.
  const sieve = plan.shaping ? null : createSieve(plan.format)
  const reader = createRowReader(plan)
  const rejects = createRejects()
  let rowsRead = 0
  return {
    reader,
    rejects,
    rowsRead: () => rowsRead,
    take({ records, damaged, part }) {
      const { record } = records
      const aside = sieve?.aside(record, part) ?? null
      if (aside === 'header') return
      rowsRead++
      const reason = aside ?? (damaged && holdsDamage(record) ? 'encoding' : reader.read(record))
      if (reason) rejects.add(reason, records)
    },
  }
}

/** Bytes that don't belong to the encoding came out as U+FFFD: a record that holds one is not to be trusted. */
export function holdsDamage({ text, starts, ends, count }: RawRecord): boolean {
  return count > 0 && text.slice(starts[0], ends[count - 1]).includes(replacement)
}

export interface Rejects {
  /** Reason → how many. */
  counts: Record<string, number>
  total(): number
  add(reason: string, records: RecordWalk): void
  take(): RejectRow[]
}

/** Collects what could not be taken. */
function createRejects(): Rejects {
  const counts: Record<string, number> = {}
  let rows: RejectRow[] = []
  let total = 0
  return {
    counts,
    total: () => total,
    add(reason, records) {
      counts[reason] = (counts[reason] ?? 0) + 1
      total++
      if (total > mostRejectsListed) return
      rows.push({ line: records.record.line, reason, raw: cutToBytes(records.raw(), rawBytes) })
    },
    take() {
      const taken = rows
      rows = []
      return taken
    },
  }
}

const scratch = new Uint8Array(rawBytes)
const encoder = new TextEncoder()

/** The beginning of a text that fits into so many bytes of UTF-8. */
function cutToBytes(text: string, bytes: number): string {
  return text.length * 3 <= bytes ? text : text.slice(0, encoder.encodeInto(text, scratch.subarray(0, bytes)).read)
}
