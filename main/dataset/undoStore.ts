import type { Database } from 'better-sqlite3'
import { AssayError } from '../base/errors.ts'

const tables = ['behaviour', 'product_fact', 'user_fact', 'social_link', 'campaign_contact', 'reject']

/**
 * What nothing refers to any more. Users, products and brands that a stored score names stay, else their keys could go to
 * somebody else and the score with them.
 */
const orphans = [
  `DELETE FROM user WHERE id NOT IN (
     SELECT user_id FROM behaviour UNION SELECT user_id FROM user_fact UNION SELECT user_id FROM social_link
     UNION SELECT peer_id FROM social_link UNION SELECT user_id FROM campaign_contact
     UNION SELECT user_id FROM score_user UNION SELECT user_id FROM score_pair)`,
  `DELETE FROM product WHERE id NOT IN (
     SELECT product_id FROM behaviour WHERE product_id IS NOT NULL
     UNION SELECT product_id FROM product_fact UNION SELECT product_id FROM score_product)`,
  `DELETE FROM brand WHERE id NOT IN (
     SELECT brand_id FROM product_fact WHERE brand_id IS NOT NULL UNION SELECT brand_id FROM score_pair)`,
  `DELETE FROM category WHERE id NOT IN (SELECT category_id FROM product_fact WHERE category_id IS NOT NULL)`,
  `DELETE FROM act_type WHERE id >= 100 AND id NOT IN (SELECT type_id FROM behaviour)`,
]

/** Throws `dataset.nothingToUndo`. */
export function latestSource(database: Database): number {
  const { latest } = database.prepare('SELECT MAX(id) AS latest FROM source').get() as { latest: number | null }
  if (latest === null) throw new AssayError('dataset.nothingToUndo')
  return latest
}

/** Deletes a source, its rows, and what only they referred to. `onStep` is told before each of the steps. */
export function removeSource(
  database: Database,
  sourceId: number,
  onStep: (done: number, total: number) => void,
): void {
  const steps = tables.length + orphans.length
  tables.forEach((table, step) => {
    onStep(step, steps)
    database.prepare(`DELETE FROM ${table} WHERE source_id = ?`).run(sourceId)
  })
  database.prepare('DELETE FROM source WHERE id = ?').run(sourceId)
  orphans.forEach((statement, step) => {
    onStep(tables.length + step, steps)
    database.exec(statement)
  })
}
