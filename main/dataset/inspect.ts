import type { FormatChanges } from './contract.ts'
import { guessKind, proposeMapping } from './mapping.ts'
import { createIntake } from './intake.ts'
import { planImport, settleFormat, type PlanRequest } from './plan.ts'
import { openRecords, type Readable } from './records.ts'
import type { RowReader } from './rowReader.ts'
import { sampleFile } from './sample.ts'
import { createSieve } from './sieve.ts'
import { settleByWholeFile } from './wholeFile.ts'
import { importKinds, type ImportKind, type ImportPreview, type Inspection, type Mapping } from './types.ts'

const previewRows = 50

/** Says what a file seems to be and how it would be imported. `count` reads it to the end for the exact number of rows. */
export async function inspectFile(path: string, said: FormatChanges, count: boolean): Promise<Inspection> {
  const sample = await sampleFile(path, said)
  const proposals = Object.fromEntries(importKinds.map((kind) => [kind, proposeMapping(kind, sample)])) as Record<
    ImportKind,
    Mapping
  >
  const kind = guessKind(proposals)
  const { name, bytes, columns, sheets, members } = sample
  const sniffed = settleFormat(sample, kind, proposals[kind], said)
  const file = { path, bytes, format: sniffed.format, columns: columns.map((column) => column.name) }
  const { format, ambiguities } = count ? await settleByWholeFile(file, sniffed.ambiguities) : sniffed
  const rows = count ? await countRows(file) : null
  const { encoding, compression, delimiter, header } = format
  return {
    name,
    bytes,
    kind,
    encoding,
    compression,
    delimiter,
    header,
    sheets,
    members,
    format,
    rows,
    columns,
    mapping: proposals[kind],
    proposals,
    preview: sample.rows.slice(0, previewRows).map((row) => columns.map((_, i) => row[i] ?? '')),
    ambiguities,
  }
}

/** Records below the header, whether they could be imported or not. */
async function countRows(file: Readable): Promise<number> {
  const sieve = createSieve(file.format)
  let rows = 0
  for await (const { records, part } of openRecords(file)) {
    while (records.next()) {
      const aside = sieve.aside(records.record, part)
      if (aside !== 'header' && aside !== 'preamble') rows++
    }
  }
  return rows
}

/** What the first `rows` records of a file become. A mapping that leaves needed columns out gives no rows, only `missing`. */
export async function previewImport(request: PlanRequest, rows: number): Promise<ImportPreview> {
  const { plan, missing } = await planImport(request, false)
  const preview: ImportPreview = {
    format: plan.format,
    mapping: plan.mapping,
    missing,
    rowsRead: 0,
    rows: [],
    rejects: [],
    rejectCounts: {},
  }
  if (missing.length > 0) return preview
  const intake = createIntake(plan)
  for await (const piece of openRecords(plan)) {
    while (intake.rowsRead() < rows && piece.records.next()) intake.take(piece)
    if (intake.rowsRead() === rows) break
  }
  const { reader, rejects } = intake
  return {
    ...preview,
    rowsRead: intake.rowsRead(),
    rows: spellOut(reader.take()),
    rejects: rejects.take(),
    rejectCounts: rejects.counts,
  }
}

/** A batch as rows of plain values, keys replaced by the texts they stand for. */
function spellOut({ rows, lines, columns, newTexts }: ReturnType<RowReader['take']>) {
  const valueAt = (column: (typeof columns)[number], row: number): string | number | null => {
    if (column.kind === 'number') return Number.isNaN(column.values[row]) ? null : column.values[row]
    if (column.kind === 'key') return newTexts[column.dictionary]?.[column.keys[row]] ?? null
    return column.text.slice(row === 0 ? 0 : column.ends[row - 1], column.ends[row]) || null
  }
  return Array.from({ length: rows }, (_, row) => ({
    line: lines[row],
    values: Object.fromEntries(columns.map((column) => [column.field, valueAt(column, row)])),
  }))
}
