import { readText } from './bytes.ts'
import type { FormatChanges } from './contract.ts'
import { guessKind, proposeMapping } from './mapping.ts'
import { createRejects, holdsDamage, replacement } from './parse.ts'
import { planImport, settleFormat, type PlanRequest } from './plan.ts'
import { createRowReader } from './rowReader.ts'
import { sampleFile, type FileSample } from './sample.ts'
import { createTokenizer } from './tokenizer.ts'
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
  const { format, ambiguities } = settleFormat(sample, kind, proposals[kind], said.dates)
  const { name, bytes, encoding, compression, dialect, header, columns } = sample
  return {
    name,
    bytes,
    kind,
    encoding,
    compression,
    delimiter: dialect.delimiter,
    header,
    format,
    rows: count ? await countRows(sample) : null,
    columns,
    mapping: proposals[kind],
    proposals,
    preview: sample.rows.slice(0, previewRows).map((row) => columns.map((_, i) => row[i] ?? '')),
    ambiguities,
  }
}

async function countRows({ path, compression, encoding, dialect, header }: FileSample): Promise<number> {
  const tokenizer = createTokenizer(dialect)
  let rows = 0
  for await (const { text, last } of readText(path, compression, encoding)) {
    tokenizer.push(text, last)
    while (tokenizer.next()) rows++
  }
  return header ? rows - 1 : rows
}

/** What the first `rows` records of a file become. A mapping that leaves needed columns out gives no rows, only `missing`. */
export async function previewImport(request: PlanRequest, rows: number): Promise<ImportPreview> {
  const { plan, missing } = await planImport(request)
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
  const reader = createRowReader(plan)
  const tokenizer = createTokenizer(plan.format)
  const rejects = createRejects(tokenizer)
  let headerDue = plan.format.header
  for await (const piece of readText(plan.path, plan.format.compression, plan.format.encoding)) {
    const damaged = piece.text.includes(replacement)
    tokenizer.push(piece.text, piece.last)
    while (preview.rowsRead < rows && tokenizer.next()) {
      if (headerDue) {
        headerDue = false
        continue
      }
      preview.rowsRead++
      const reason = damaged && holdsDamage(tokenizer.record) ? 'encoding' : reader.read(tokenizer.record)
      if (reason) rejects.add(reason)
    }
    if (preview.rowsRead === rows) break
  }
  preview.rows = spellOut(reader.take())
  preview.rejects = rejects.take()
  preview.rejectCounts = rejects.counts
  return preview
}

/** A batch as rows of plain values, keys replaced by the texts they stand for. */
function spellOut({ rows, lines, columns, newTexts }: ReturnType<ReturnType<typeof createRowReader>['take']>) {
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
