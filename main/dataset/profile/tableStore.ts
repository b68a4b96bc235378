import type { Database } from 'better-sqlite3'
import type { Profile } from './types.ts'

/** Different brands and categories of some products. */
export const brandsAndCategories = (database: Database, products: number[]): { brands: number; categories: number } =>
  database
    .prepare(
      `SELECT COUNT(DISTINCT brand_id) AS brands, COUNT(DISTINCT category_id) AS categories FROM product_current
       WHERE product_id IN (SELECT value FROM json_each(?))`,
    )
    .get(JSON.stringify(products)) as { brands: number; categories: number }

/** Counts of the other tables. */
export function profileOthers(database: Database): Omit<Profile['tables'], 'behaviour'> {
  const one = <Row>(sql: string) => database.prepare(sql).get() as Row
  const attributes = database
    .prepare('SELECT DISTINCT key FROM user_fact_current, json_each(attributes) ORDER BY key')
    .pluck()
    .all() as string[]
  return {
    products: one(
      `SELECT (SELECT COUNT(*) FROM product_fact_current) AS rows, COUNT(*) AS products, COUNT(brand_id) AS withBrand,
         COUNT(category_id) AS withCategory, COUNT(price) AS withPrice FROM product_current`,
    ),
    users: {
      ...one<{ rows: number; users: number }>(
        'SELECT COUNT(*) AS rows, COUNT(DISTINCT user_id) AS users FROM user_fact_current',
      ),
      attributes,
    },
    social: one(
      `SELECT COUNT(*) AS rows, COUNT(time_ms) AS dated,
         (SELECT COUNT(*) FROM (SELECT user_id FROM link UNION SELECT peer_id FROM link)) AS users
       FROM link`,
    ),
    campaigns: one(
      `SELECT COUNT(*) AS rows, COUNT(DISTINCT user_id) AS users, COUNT(DISTINCT campaign) AS campaigns
       FROM contact`,
    ),
  }
}

/** What is doubtful beside the acts: links that training leaves out, and rows that never came in. */
export function countOtherDoubts(database: Database): { undatedLinks: number; rejected: number } {
  return database
    .prepare(
      `SELECT (SELECT COUNT(*) FROM link l JOIN source_current s ON s.id = l.source_id
           WHERE l.time_ms IS NULL AND s.known = '[]') AS undatedLinks,
         (SELECT COALESCE(SUM(rows_rejected), 0) FROM source_current) AS rejected`,
    )
    .get() as { undatedLinks: number; rejected: number }
}

/** What returns leave of acts, where they are netted: units and money by act. */
export function readNet(database: Database): Map<number, [units: number, money: number]> {
  const rows = database.prepare('SELECT behaviour_id, units, money FROM row_net').raw().all() as [
    number,
    number,
    number,
  ][]
  return new Map(rows.map(([id, units, money]) => [id, [units, money]]))
}
