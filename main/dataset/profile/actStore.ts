import type { Database } from 'better-sqlite3'

/** id, user, time, product, type, quantity, price, amount, discount, then order, session, query, channel. */
export type ActRow = (number | string | null)[]

const rowsPerChunk = 65_536

const columns = `id, user_id, time_ms, product_id, type_id, quantity, price, amount, discount, order_id, session_id, query,
  channel`

/** All acts in force, in chunks, by id. */
export function readActRows(database: Database): { count: number; chunks: Iterable<ActRow[]> } {
  const { count, first, last } = database
    .prepare(
      `SELECT (SELECT COUNT(*) FROM act) AS count, (SELECT MIN(id) FROM act) AS first, (SELECT MAX(id) FROM act) AS last`,
    )
    .get() as { count: number; first: number | null; last: number | null }
  return { count, chunks: chunksOf(database, first ?? 0, last ?? -1) }
}

function* chunksOf(database: Database, first: number, last: number): Generator<ActRow[]> {
  const read = database.prepare(`SELECT ${columns} FROM behaviour_current WHERE id BETWEEN ? AND ? ORDER BY id`).raw()
  for (let from = first; from <= last; from += rowsPerChunk) yield read.all(from, from + rowsPerChunk - 1) as ActRow[]
}

/** The texts of some acts as one, by id: what tells apart rows whose numbers agree. */
export function readActTexts(database: Database, ids: number[]): Map<number, string> {
  const rows = database
    .prepare(
      `SELECT a.id, json_array(a.type_id, a.order_id, a.session_id, a.query, a.channel, a.currency)
       FROM json_each(?) j CROSS JOIN behaviour_current a ON a.id = j.value`,
    )
    .raw()
    .all(JSON.stringify(ids)) as [number, string][]
  return new Map(rows)
}

/** Names of act types, users or products by id. */
export function readNames(database: Database, table: 'act_type' | 'user' | 'product', ids: number[]): string[] {
  const column = table === 'act_type' ? 'name' : 'external'
  const read = database.prepare(`SELECT ${column} FROM ${table} WHERE id = ?`).pluck()
  return ids.map((id) => (read.get(id) as string | undefined) ?? '')
}
