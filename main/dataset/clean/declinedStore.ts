import type { Database } from 'better-sqlite3'
import type { Merge } from './types.ts'

export const listDeclined = (database: Database): Merge[] =>
  database
    .prepare('SELECT entity, one AS "from", other AS "to" FROM declined_merge ORDER BY entity, one, other')
    .all() as Merge[]

/** Whether it is new. */
export const insertDeclined = (database: Database, pair: Merge): boolean =>
  database.prepare('INSERT OR IGNORE INTO declined_merge (entity, one, other) VALUES (?, ?, ?)').run(...keyOf(pair))
    .changes > 0

/** Whether it was there. */
export const deleteDeclined = (database: Database, pair: Merge): boolean =>
  database.prepare('DELETE FROM declined_merge WHERE entity = ? AND one = ? AND other = ?').run(...keyOf(pair))
    .changes > 0

/** SQLite orders texts by their bytes, as the table asks. */
function keyOf({ entity, from, to }: Merge): [string, string, string] {
  const isFirst = Buffer.compare(Buffer.from(from), Buffer.from(to)) < 0
  return isFirst ? [entity, from, to] : [entity, to, from]
}
