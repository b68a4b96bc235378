import type { FormatChanges } from './contract.ts'
import { guessKind, proposeMapping } from './mapping.ts'
import { createIntake } from './intake.ts'
import { keepDates, planImport, type PlanRequest } from './plan.ts'
import { openRecords, type Readable } from './records.ts'
import type { RowReader } from './rowReader.ts'
import type { FileSample } from './sample.ts'
import { settleFormat } from './settleFormat.ts'
import { lookupsNeeded } from './shape/lookupFile.ts'
import { proposeShape } from './shape/propose.ts'
import { openRows } from './shape/shapedRecords.ts'
import { shapeFile, type ShapeRequest } from './shapedFile.ts'
import type { OfferedTemplate } from './template/offer.ts'
import { createSieve } from './sieve.ts'
import { textsOf } from './textColumn.ts'
import { settleByWholeFile } from './wholeFile.ts'
import { importKinds, type ImportKind, type ImportPreview, type Inspection, type Mapping } from './types.ts'

const previewRows = 50

/** What an inspection may be told beside the format; the time zone is the project's, where there is one. */
export type InspectOptions = Partial<Pick<ShapeRequest, 'shape' | 'lookups' | 'offers' | 'timezone'>>

/** Says what a file seems to be and how it would be imported. `count` reads it to the end for the exact number of records. */
export async function inspectFile(
  path: string,
  changes: FormatChanges,
  count: boolean,
  options: InspectOptions = {},
): Promise<Inspection> {
  const request = { timezone: 'UTC', ...options, path, format: changes, kind: null }
  const { raw, sample, shaping, template, said } = await shapeFile(request, true)
  const proposals = proposeAll(request.shape ? sample : raw, template && !request.shape ? template : null)
  const kind = template?.kind ?? guessKind(proposals, request.shape ? sample : raw)
  const { name, bytes, sheets, members } = sample
  const settled = settleFormat(sample, kind, proposals[kind], said)
  const sniffed = keepDates(settled, said.dates ? {} : template?.dates)
  const file = { path, bytes, format: sniffed.format, columns: raw.columns.map((column) => column.name) }
  const { format, ambiguities } = count ? await settleByWholeFile(file, sniffed.ambiguities) : sniffed
  const rows = count ? await countRows(file) : null
  const { encoding, compression, delimiter, header } = format
  const steps = shaping?.steps ?? []
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
    columns: sample.columns,
    mapping: proposals[kind],
    proposals,
    preview: firstRows(sample),
    ambiguities,
    template: template?.ref ?? null,
    shape: steps,
    lookupsNeeded: lookupsNeeded(steps).slice(request.lookups?.length ?? 0),
    file: { columns: raw.columns, preview: firstRows(raw) },
    shapeProposal: steps.length > 0 ? null : proposeShape(raw),
  }
}

/** A template speaks for files of its own kind; what the file would be as another kind is proposed from its own columns. */
function proposeAll(sample: FileSample, template: OfferedTemplate | null): Record<ImportKind, Mapping> {
  const propose = (kind: ImportKind) => (template?.kind === kind ? template.mapping : proposeMapping(kind, sample))
  return Object.fromEntries(importKinds.map((kind) => [kind, propose(kind)])) as Record<ImportKind, Mapping>
}

const firstRows = ({ columns, rows }: FileSample): string[][] =>
  rows.slice(0, previewRows).map((row) => columns.map((_, i) => row[i] ?? ''))

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
  const { pieces } = await openRows(plan)
  for await (const piece of pieces) {
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
  const valueReader = (column: (typeof columns)[number]): ((row: number) => string | number | null) => {
    if (column.kind === 'number') return (row) => (Number.isNaN(column.values[row]) ? null : column.values[row])
    if (column.kind === 'key') return (row) => newTexts[column.dictionary]?.[column.keys[row]] ?? null
    const text = textsOf(column)
    return (row) => text(row) || null
  }
  const readers = columns.map((column) => [column.field, valueReader(column)] as const)
  return Array.from({ length: rows }, (_, row) => ({
    line: lines[row],
    values: Object.fromEntries(readers.map(([field, valueAt]) => [field, valueAt(row)])),
  }))
}
