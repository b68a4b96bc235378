import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { AssayError } from '../base/errors.ts'
import { batchRows, tableOfKind, type Batch, type ParseSummary } from './batch.ts'
import { ownRow } from './fields.ts'
import { createIntake } from './intake.ts'
import { createOddities } from './oddities.ts'
import type { ImportPlan } from './plan.ts'
import { openRows } from './shape/shapedRecords.ts'

/** Reads a whole file, once, and hands over its typed rows batch by batch; `onBatch` may hold it up. */
export async function parseFile(
  plan: ImportPlan,
  onBatch: (batch: Batch) => Promise<void> | void,
): Promise<ParseSummary> {
  const hash = createHash('sha256')
  const intake = createIntake(plan)
  const { reader, rejects } = intake
  const span = createSpan()
  const oddities = createOddities(ownNames(plan))
  let bytesRead = 0

  const flush = () => {
    const progress = { rowsRead: intake.rowsRead(), bytesRead }
    const batch = { ...reader.take(), table: tableOfKind[plan.kind], rejects: rejects.take(), ...progress }
    span.add(batch)
    oddities.add(batch)
    return onBatch(batch)
  }

  const rows = await openRows(plan, hash)
  for await (const piece of rows.pieces) {
    bytesRead = piece.bytesRead
    while (piece.records.next()) {
      intake.take(piece)
      if (reader.rows() === batchRows) await flush()
    }
  }
  refuseChanged(plan)
  await flush()
  const rowsRead = intake.rowsRead()
  for (const products of reader.catalogue.batches()) {
    // Brands and categories met on the way were told with the batches before; these rows only refer to them.
    await onBatch({ ...products, table: 'product_fact', newTexts: {}, rejects: [], rowsRead, bytesRead })
  }
  return {
    rowsRead,
    recordsRead: rows.recordsRead() ?? rowsRead,
    cellsSkipped: rows.cellsSkipped(),
    rowsKept: rowsRead - rejects.total(),
    rejectCounts: rejects.counts,
    oddities: { ...oddities.found(), ...reader.catalogue.oddities() },
    sha256: hash.digest('hex'),
    ...span.found(),
  }
}

/** Canonical columns for which every row has a name of its own. */
const ownNames = ({ mapping }: ImportPlan): string[] =>
  Object.entries(mapping).flatMap(([field, source]) => ('column' in source && source.column === ownRow ? [field] : []))

/** A file that was written to while it was read holds neither what was sniffed nor what its hash says. */
function refuseChanged({ path, name, bytes, modifiedMs }: ImportPlan): void {
  const now = statSync(path, { throwIfNoEntry: false })
  if (!now) throw new AssayError('file.missing', { path })
  if (now.size !== bytes || now.mtimeMs !== modifiedMs) throw new AssayError('dataset.changed', { name })
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
