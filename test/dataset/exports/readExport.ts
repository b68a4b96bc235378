import { dictionaries, tableOfKind, type Batch, type DictionaryName } from '../../../main/dataset/batch.ts'
import { storedKind } from '../../../main/dataset/fields.ts'
import { parseFile } from '../../../main/dataset/parse.ts'
import { planImport, refuseIncomplete } from '../../../main/dataset/plan.ts'
import type { ImportKind } from '../../../main/dataset/types.ts'

export type ExportRow = Record<string, string | number | null>

/** Everything an import of a file would store, on this thread and without a project. Throws what an import throws. */
export async function readExport(path: string, kind: ImportKind) {
  const planned = await planImport({ path, kind, mapping: {}, format: {}, timezone: 'UTC' }, true)
  refuseIncomplete(planned)
  const texts = Object.fromEntries(dictionaries.map((name) => [name, [] as string[]])) as Record<
    DictionaryName,
    string[]
  >
  const rows: ExportRow[] = []
  const summary = await parseFile(planned.plan, (batch) => {
    for (const name of dictionaries) texts[name].push(...(batch.newTexts[name] ?? []))
    if (batch.table === tableOfKind[storedKind(kind)]) rows.push(...rowsOfBatch(batch, texts))
  })
  return { rows, summary, ambiguities: planned.ambiguities }
}

const decoder = new TextDecoder()
const decode = (bytes: Uint8Array) => decoder.decode(bytes)

function rowsOfBatch({ rows, columns }: Batch, texts: Record<DictionaryName, string[]>): ExportRow[] {
  const valueAt = (column: (typeof columns)[number], row: number) => {
    if (column.kind === 'number') return Number.isNaN(column.values[row]) ? null : column.values[row]
    if (column.kind === 'key') return texts[column.dictionary][column.keys[row]] ?? null
    return decode(column.bytes.subarray(row === 0 ? 0 : column.ends[row - 1], column.ends[row])) || null
  }
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(columns.map((column) => [column.field, valueAt(column, row)])),
  )
}
