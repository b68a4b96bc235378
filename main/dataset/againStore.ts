import type { Database } from 'better-sqlite3'

/** How many of each the project has ever met, and the latest kind of act. */
export interface Known {
  users: number
  products: number
  brands: number
  acts: number
}

export function countKnown(database: Database): Known {
  return database
    .prepare(
      `SELECT (SELECT COUNT(*) FROM user) AS users, (SELECT COUNT(*) FROM product) AS products,
         (SELECT COUNT(*) FROM brand) AS brands, (SELECT MAX(id) FROM act_type) AS acts`,
    )
    .get() as Known
}

/** Kinds of acts that joined after the one of that id. */
export const newActNames = (database: Database, lastId: number): string[] =>
  database.prepare('SELECT name FROM act_type WHERE id > ? ORDER BY id').pluck().all(lastId) as string[]

const compared = ['user_id', 'time_ms', 'product_id', 'type_id', 'quantity', 'price', 'amount', 'discount', 'order_id']
const told = compared.map((column) => `COALESCE(${column}, '')`).join(', ')

/** Rows of a source that other sources in force hold, too, equal in who, when, what, how much and in which order. */
export function countRepeatedRows(database: Database, sourceId: number): number {
  return database
    .prepare(
      `WITH span AS (SELECT MIN(time_ms) AS first, MAX(time_ms) AS last FROM behaviour WHERE source_id = @sourceId)
       SELECT COUNT(*) FROM behaviour WHERE source_id = @sourceId AND (${told}) IN (
         SELECT ${told} FROM behaviour, span
         WHERE source_id <> @sourceId AND source_id IN (SELECT id FROM source_current) AND time_ms BETWEEN first AND last)`,
    )
    .pluck()
    .get({ sourceId }) as number
}
