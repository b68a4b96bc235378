import type { Database } from 'better-sqlite3'
import { namedEntities, type NamedEntity, type ViewShape } from './viewShape.ts'

/** Ids of an entity that the views name; distinct where one of them has many rows. */
const namedIn: Record<NamedEntity, string> = {
  user: `SELECT * FROM (SELECT DISTINCT user_id FROM behaviour_current) UNION ALL SELECT user_id FROM user_fact_current
    UNION ALL SELECT user_id FROM link UNION ALL SELECT peer_id FROM link UNION ALL SELECT user_id FROM contact`,
  product: `SELECT * FROM (SELECT DISTINCT product_id FROM behaviour_current WHERE product_id IS NOT NULL)
    UNION ALL SELECT product_id FROM product_fact_current`,
  brand: 'SELECT brand_id FROM product_fact_current WHERE brand_id IS NOT NULL',
  category: 'SELECT category_id FROM product_fact_current WHERE category_id IS NOT NULL',
}

/** Notes who and what is not spoken of any more. The views must fit the state already, but for the `_present` ones. */
export function noteAbsent(database: Database, { narrowed, excludes, merges }: ViewShape): void {
  for (const entity of namedEntities) {
    const isLessened = narrowed || (excludes && (entity === 'user' || entity === 'product'))
    const isMerged = entity !== 'category' && merges[entity]
    const absent = isLessened
      ? `SELECT id FROM ${entity} WHERE id NOT IN (${namedIn[entity]})`
      : isMerged && `SELECT from_id FROM ${entity}_merge`
    if (absent) database.exec(`INSERT INTO ${entity}_absent (id) ${absent}`)
  }
}
