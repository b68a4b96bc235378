import { createHash } from 'node:crypto'
import { batchRows, tableOfKind, type Batch, type ParseSummary } from './batch.ts'
import { readText } from './bytes.ts'
import type { ImportPlan } from './plan.ts'
import { createRowReader } from './rowReader.ts'
import { createTokenizer, type RawRecord, type Tokenizer } from './tokenizer.ts'
import type { RejectRow } from './types.ts'

/** Of more rejects than this only the count is kept: nobody reads them one by one. */
export const mostRejectsListed = 100_000
const rawBytes = 2048
export const replacement = '\uFFFD'

export const tokenizerFor = (plan: ImportPlan): Tokenizer => createTokenizer(plan.format)

/** Reads a whole file, once, and hands over its typed rows batch by batch; `onBatch` may hold it up. */
export async function parseFile(
  plan: ImportPlan,
  onBatch: (batch: Batch) => Promise<void> | void,
): Promise<ParseSummary> {
  const hash = createHash('sha256')
  const reader = createRowReader(plan)
  const tokenizer = tokenizerFor(plan)
  const rejects = createRejects(tokenizer)
  const span = createSpan()
  let rowsRead = 0
  let headerDue = plan.format.header
  let bytesRead = 0
  let damaged = false

  const flush = () => {
    const batch = { ...reader.take(), table: tableOfKind[plan.kind], rejects: rejects.take(), rowsRead, bytesRead }
    span.add(batch)
    return onBatch(batch)
  }

  for await (const piece of readText(plan.path, plan.format.compression, plan.format.encoding, hash)) {
    bytesRead = piece.bytesRead
    damaged ||= piece.text.includes(replacement)
    tokenizer.push(piece.text, piece.last)
    while (tokenizer.next()) {
      if (headerDue) {
        headerDue = false
        continue
      }
      rowsRead++
      const reason = damaged && holdsDamage(tokenizer.record) ? 'encoding' : reader.read(tokenizer.record)
      if (reason) rejects.add(reason)
      if (reader.rows() === batchRows) await flush()
    }
  }
  await flush()
  for (const products of reader.catalogue.batches()) {
    // Brands and categories met on the way were told with the batches before; these rows only refer to them.
    await onBatch({ ...products, table: 'product_fact', newTexts: {}, rejects: [], rowsRead, bytesRead })
  }
  return {
    rowsRead,
    rowsKept: rowsRead - rejects.total(),
    rejectCounts: rejects.counts,
    sha256: hash.digest('hex'),
    ...span.found(),
  }
}

/** Bytes that don't belong to the encoding came out as U+FFFD: a record that holds one is not to be trusted. */
export function holdsDamage({ text, starts, ends, count }: RawRecord): boolean {
  return count > 0 && text.slice(starts[0], ends[count - 1]).includes(replacement)
}

/** Collects what could not be taken. */
export function createRejects(tokenizer: Tokenizer) {
  const counts: Record<string, number> = {}
  let rows: RejectRow[] = []
  let total = 0
  return {
    counts,
    total: () => total,
    add(reason: string) {
      counts[reason] = (counts[reason] ?? 0) + 1
      total++
      if (total > mostRejectsListed) return
      rows.push({ line: tokenizer.record.line, reason, raw: cutToBytes(tokenizer.raw(), rawBytes) })
    },
    take(): RejectRow[] {
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

/** First and last time of the rows kept. */
function createSpan() {
  let firstMs = Infinity
  let lastMs = -Infinity
  return {
    add({ columns }: Pick<Batch, 'columns'>) {
      for (const column of columns) {
        if (column.field !== 'time' || column.kind !== 'number') continue
        for (const time of column.values) {
          if (time < firstMs) firstMs = time
          if (time > lastMs) lastMs = time
        }
      }
    },
    found: () => (firstMs <= lastMs ? { firstMs, lastMs } : { firstMs: null, lastMs: null }),
  }
}
