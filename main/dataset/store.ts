import type { Database } from 'better-sqlite3'
import { AssayError } from '../base/errors.ts'
import { dictionaries, type DictionaryName, type ParseSummary } from './batch.ts'
import type { Keys } from './rowStore.ts'
import type { ImportPlan } from './plan.ts'
import type { SourceReading } from './shape/shaping.ts'
import type { RejectPage, RejectRow, SourceSummary, StoredKind } from './types.ts'

const sourceColumns = `id, kind, name, bytes, sha256, format, mapping, known, reading, rows_read AS rowsRead, rows_kept AS rowsKept,
  rows_rejected AS rowsRejected, rows_duplicate AS rowsDuplicate, first_ms AS firstMs, last_ms AS lastMs,
  imported_at AS importedAt, seconds`

type JsonColumn = 'format' | 'mapping' | 'known' | 'reading'
type SourceRow = Omit<SourceSummary, JsonColumn> & Record<JsonColumn, string>

const parsed = (row: SourceRow): SourceSummary => ({
  ...row,
  format: JSON.parse(row.format),
  mapping: JSON.parse(row.mapping),
  known: JSON.parse(row.known),
  reading: JSON.parse(row.reading),
})

/** Those in force, latest first. */
export function listSources(database: Database): SourceSummary[] {
  const rows = database.prepare(`SELECT ${sourceColumns} FROM source_current ORDER BY id DESC`).all() as SourceRow[]
  return rows.map(parsed)
}

/** The latest of those in force. Throws `dataset.nothingToUndo`. */
export function latestSource(database: Database): number {
  const latest = database.prepare('SELECT MAX(id) FROM source_current').pluck().get() as number | null
  if (latest === null) throw new AssayError('dataset.nothingToUndo')
  return latest
}

/** One in force. Throws `dataset.unknownSource`. */
export const getSource = (database: Database, id: number): SourceSummary => findSource(database, id, 'source_current')

/** One that was imported, in force or not. Throws `dataset.unknownSource`. */
export const getImported = (database: Database, id: number): SourceSummary => findSource(database, id, 'source')

function findSource(database: Database, id: number, table: 'source' | 'source_current'): SourceSummary {
  const row = database.prepare(`SELECT ${sourceColumns} FROM ${table} WHERE id = ?`).get(id) as SourceRow | undefined
  if (!row) throw new AssayError('dataset.unknownSource', { sourceId: id })
  return parsed(row)
}

/** A source that may be the file at hand. */
export interface Twin extends Record<'sha256' | 'format' | 'mapping' | 'known' | 'shaping', string> {
  id: number
  inForce: 0 | 1
}

/** Sources of a kind whose file had as many bytes, in force or not: candidates for being the same file. */
export function sourcesOfSize(database: Database, kind: StoredKind, bytes: number): Twin[] {
  return database
    .prepare(
      `SELECT id, sha256, format, mapping, known, COALESCE(reading ->> '$.shaping', 'null') AS shaping, id IN (SELECT id FROM source_current) AS inForce
       FROM source WHERE kind = ? AND bytes = ? ORDER BY inForce DESC, id DESC`,
    )
    .all(kind, bytes) as Twin[]
}

/** Reason → how many of the rejects that are kept. */
export function countRejects(database: Database, sourceId: number): Record<string, number> {
  const rows = database
    .prepare('SELECT reason, COUNT(*) FROM reject WHERE source_id = ? GROUP BY reason ORDER BY MIN(line)')
    .raw()
    .all(sourceId) as [string, number][]
  return Object.fromEntries(rows)
}

/** The source's row, so that its own rows can refer to it; what only the end knows is filled in by `finishSource`. */
export function beginSource(database: Database, plan: ImportPlan, known: string[], reading: SourceReading): number {
  const id = nextSourceId(database)
  database
    .prepare(
      `INSERT INTO source (id, kind, name, bytes, sha256, format, mapping, known, reading, rows_read, rows_kept,
         rows_rejected, rows_duplicate, imported_at, seconds) VALUES (?, ?, ?, ?, '', ?, ?, ?, ?, 0, 0, 0, 0, ?, 0)`,
    )
    .run(
      id,
      plan.kind,
      plan.name,
      plan.bytes,
      JSON.stringify(plan.format),
      JSON.stringify(plan.mapping),
      JSON.stringify(known),
      JSON.stringify(reading),
      Date.now(),
    )
  return id
}

/** Never one that was taken before: lineage and history still speak of sources that are gone. */
function nextSourceId(database: Database): number {
  const last = database
    .prepare(
      `SELECT MAX(COALESCE((SELECT MAX(id) FROM source), 0),
         COALESCE((SELECT MAX(json_extract(details, '$.sourceId')) FROM history WHERE action = 'import'), 0))`,
    )
    .pluck()
    .get() as number
  return last + 1
}

export function finishSource(database: Database, sourceId: number, summary: ParseSummary, seconds: number): void {
  const { rowsRead, recordsRead, cellsSkipped, oddities, rowsKept, sha256, firstMs, lastMs } = summary
  database
    .prepare(
      `UPDATE source SET sha256 = ?, rows_read = ?, rows_kept = ?, rows_rejected = ?, first_ms = ?, last_ms = ?, seconds = ?,
         reading = json_set(reading, '$.recordsRead', ?, '$.cellsSkipped', ?, '$.oddities', json(?))
       WHERE id = ?`,
    )
    .run(
      ...[sha256, rowsRead, rowsKept, rowsRead - rowsKept, firstMs, lastMs, seconds],
      ...[recordsRead, cellsSkipped, JSON.stringify(oddities), sourceId],
    )
}

export function insertRejects(database: Database, sourceId: number, rejects: RejectRow[]): void {
  const insert = database.prepare(
    `INSERT INTO reject (source_id, line, item, reason, raw)
     SELECT @sourceId, @line, COUNT(*), @reason, @raw FROM reject WHERE source_id = @sourceId AND line = @line`,
  )
  for (const { line, reason, raw } of rejects) insert.run({ sourceId, line, reason, raw })
}

/** In the file's order. `total` counts all rejects, of which the first 100,000 are kept. */
export function listRejects(database: Database, sourceId: number, offset: number, limit: number): RejectPage {
  const { rowsRejected } = getSource(database, sourceId)
  const rows = database
    .prepare('SELECT line, reason, raw FROM reject WHERE source_id = ? ORDER BY line, item LIMIT ? OFFSET ?')
    .all(sourceId, limit, offset) as RejectRow[]
  return { rows, total: rowsRejected }
}

const textColumn: Record<DictionaryName, string> = {
  user: 'external',
  product: 'external',
  brand: 'name',
  category: 'name',
  act_type: 'name',
}

/** Ids below 100 are Assay's own act types. */
const firstForeignAct = 100

/** Texts per statement. */
const textsPerStatement = 100

/**
 * Finds or makes the keys of texts new to a file and appends them to `keys`. Where a table was empty when the import began,
 * every text is new to the project, too, and needs no looking up.
 */
export function createKeyMaker(database: Database): { keys: Keys; add(name: DictionaryName, texts: string[]): void } {
  const keys: Keys = { user: [], product: [], brand: [], category: [], act_type: [] }
  const makers = Object.fromEntries(dictionaries.map((name) => [name, createMaker(database, name, keys[name])]))
  return { keys, add: (name, texts) => makers[name](texts) }
}

function createMaker(database: Database, table: DictionaryName, keys: number[]): (texts: string[]) => void {
  const column = textColumn[table]
  const last = database.prepare(`SELECT MAX(id) FROM ${table}`).pluck().get() as number | null
  const find = last === null ? null : database.prepare(`SELECT id FROM ${table} WHERE ${column} = ?`).pluck()
  const prepare = (rows: number) =>
    database.prepare(`INSERT INTO ${table} (id, ${column}) VALUES ${Array(rows).fill('(?, ?)').join(', ')}`)
  const many = prepare(textsPerStatement)
  const one = prepare(1)
  let next = Math.max((last ?? 0) + 1, table === 'act_type' ? firstForeignAct : 1)
  return (texts) => {
    let values: (number | string)[] = []
    for (const text of texts) {
      const known = find?.get(text) as number | undefined
      keys.push(known ?? next)
      if (known !== undefined) continue
      values.push(next++, text)
      if (values.length < 2 * textsPerStatement) continue
      many.run(...values)
      values = []
    }
    for (let i = 0; i < values.length; i += 2) one.run(values[i], values[i + 1])
  }
}
