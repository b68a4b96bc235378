import type { Database } from 'better-sqlite3'
import type { Work } from '../../base/job.ts'
import type { Demand } from './conditions.ts'
import { tables, valueSql, type TableColumn } from './tables.ts'
import type { BrowseRow, BrowseTable } from './types.ts'

/** Ids looked at per statement: what is cancelled ends within some hundredths of a second. */
const idsPerChunk = 262_144

/** How many rows a table has and their first and last id. */
export function spanOf(database: Database, table: BrowseTable): { rows: number; first: number; last: number } {
  const from = tables[table].from
  const { rows, first, last } = database
    .prepare(
      `SELECT (SELECT COUNT(*) FROM ${from}) AS rows, (SELECT MIN(a.id) FROM ${from}) AS first,
         (SELECT MAX(a.id) FROM ${from}) AS last`,
    )
    .get() as { rows: number; first: number | null; last: number | null }
  return { rows, first: first ?? 0, last: last ?? -1 }
}

/** Ids of the rows that meet a demand, ascending. */
export function findIds(database: Database, table: BrowseTable, demand: Demand, work: Work): Uint32Array {
  const read = database.prepare(`SELECT a.id ${chunkOf(table, demand)}`).pluck()
  const ids = createIdList()
  forChunks(database, table, work, (first, last) =>
    ids.add(new Uint32Array(read.all(first, last, ...demand.params) as number[])),
  )
  return ids.taken()
}

/** The same with each row's sort key: numbers as they are, texts by their place in the alphabet, missing as NaN. */
export function findKeys(
  database: Database,
  table: BrowseTable,
  demand: Demand,
  column: TableColumn,
  work: Work,
): { ids: Uint32Array; keys: Float64Array } {
  const { source } = column
  const codes = 'own' in source ? codesInRows() : codesElsewhere(database, source.values)
  const sql = 'own' in source ? source.own : source.key
  const read = database.prepare(`SELECT a.id, ${sql} ${chunkOf(table, demand)}`).raw()
  const ids = createIdList()
  const chunks: Float64Array[] = []
  forChunks(database, table, work, (first, last) => {
    const rows = read.all(first, last, ...demand.params) as [number, string | number | null][]
    const chunk = { ids: new Uint32Array(rows.length), keys: new Float64Array(rows.length) }
    for (let i = 0; i < rows.length; i++) {
      chunk.ids[i] = rows[i][0]
      chunk.keys[i] = codes.codeOf(rows[i][1])
    }
    ids.add(chunk.ids)
    chunks.push(chunk.keys)
  })
  const found = ids.taken()
  const keys = joined(chunks, new Float64Array(found.length))
  codes.finish(keys)
  return { ids: found, keys }
}

const chunkOf = (table: BrowseTable, demand: Demand) =>
  `FROM ${tables[table].from} WHERE a.id BETWEEN ? AND ? AND (${demand.sql}) ORDER BY a.id`

function forChunks(database: Database, table: BrowseTable, work: Work, read: (first: number, last: number) => void) {
  const { first, last } = spanOf(database, table)
  for (let from = first; from <= last; from += idsPerChunk) {
    work.progress('findRows', from - first, last - first + 1)
    work.checkpoint()
    read(from, from + idsPerChunk - 1)
  }
}

interface IdList {
  add(ids: Uint32Array): void
  taken(): Uint32Array
}

function createIdList(): IdList {
  const chunks: Uint32Array[] = []
  let count = 0
  return {
    add(ids) {
      chunks.push(ids)
      count += ids.length
    },
    taken: () => joined(chunks, new Uint32Array(count)),
  }
}

function joined<Column extends Uint32Array | Float64Array>(chunks: Column[], all: Column): Column {
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}

/** Turns values into sort keys. What `codeOf` gives for texts is turned into places by `finish`. */
interface Codes {
  codeOf(value: string | number | null): number
  finish(keys: Float64Array): void
}

/** Values of the rows themselves: a text gets the next number until all are known. */
function codesInRows(): Codes {
  const known = new Map<string, number>()
  return {
    codeOf(value) {
      if (value === null) return NaN
      if (typeof value === 'number') return value
      let code = known.get(value)
      if (code === undefined) known.set(value, (code = known.size))
      return code
    },
    finish(keys) {
      if (known.size === 0) return
      const places = new Float64Array(known.size)
      const inOrder = [...known.keys()].sort(byCodeUnits)
      inOrder.forEach((text, place) => (places[known.get(text) ?? 0] = place))
      for (let i = 0; i < keys.length; i++) if (!Number.isNaN(keys[i])) keys[i] = places[keys[i]]
    },
  }
}

/** Values that stand elsewhere: the rows hold their keys, so places can be told at once. */
function codesElsewhere(database: Database, values: string): Codes {
  const read = database.prepare(`SELECT id, value FROM (${values}) WHERE value IS NOT NULL`).raw()
  const all = read.all() as [number, string | number][]
  all.sort(([, a], [, b]) => (typeof a === 'number' && typeof b === 'number' ? a - b : byCodeUnits(`${a}`, `${b}`)))
  const places = new Float64Array(all.reduce((most, [id]) => Math.max(most, id), 0) + 1).fill(NaN)
  let place = -1
  for (let i = 0; i < all.length; i++) places[all[i][0]] = i > 0 && all[i - 1][1] === all[i][1] ? place : ++place
  return { codeOf: (key) => (key === null ? NaN : (places[Number(key)] ?? NaN)), finish() {} }
}

/** The same order in every language, as in the database. */
const byCodeUnits = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Rows by their ids, in that order, with the values of the columns asked for. Ids that are not in force are left out. */
export function readRows(
  database: Database,
  table: BrowseTable,
  columns: TableColumn[],
  ids: ArrayLike<number>,
): BrowseRow[] {
  const values = columns.map((column) => valueSql(column)).join(', ')
  const read = database
    .prepare(
      `SELECT a.id, ${values} FROM json_each(?) j CROSS JOIN ${tables[table].from} ON a.id = j.value ORDER BY j.key`,
    )
    .raw()
  const rows = read.all(JSON.stringify(Array.from(ids))) as [number, ...BrowseRow['cells']][]
  return rows.map(([id, ...cells]) => ({ id, cells }))
}

/** The values of a column that hold a text, in order, at most `limit`. */
export function listValues(
  database: Database,
  table: BrowseTable,
  { source }: TableColumn,
  contains: string,
  limit: number,
): string[] {
  const values = 'own' in source ? `SELECT ${source.own} AS value FROM ${tables[table].from}` : source.values
  return database
    .prepare(
      `SELECT DISTINCT value FROM (${values}) WHERE value LIKE ? ESCAPE '\\' ORDER BY value LIMIT ${Math.trunc(limit)}`,
    )
    .pluck()
    .all(`%${contains.replace(/[\\%_]/g, '\\$&')}%`) as string[]
}
