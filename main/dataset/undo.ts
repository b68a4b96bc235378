import type { Database } from 'better-sqlite3'
import { AssayError } from '../base/errors.ts'
import { record } from '../storage/history.ts'
import { writeOperation } from '../storage/operation.ts'
import { transactionWithoutChecks } from './foreignKeys.ts'
import { getSource } from './store.ts'
import type { UndoResult } from './types.ts'

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

/** Takes one import back, the latest unless told otherwise. Throws `dataset.nothingToUndo`, `dataset.unknownSource`. */
export const undoOperation = writeOperation<{ sourceId?: number }, UndoResult>(
  'dataset.undo',
  ({ database }, input, work) => {
    const sourceId = input.sourceId ?? latestSource(database)
    const { name, kind, rowsKept } = getSource(database, sourceId)
    return transactionWithoutChecks(database, () => {
      const steps = tables.length + orphans.length
      tables.forEach((table, step) => {
        work.checkpoint()
        work.progress('undo', step, steps)
        database.prepare(`DELETE FROM ${table} WHERE source_id = ?`).run(sourceId)
      })
      database.prepare('DELETE FROM source WHERE id = ?').run(sourceId)
      orphans.forEach((statement, step) => {
        work.checkpoint()
        work.progress('undo', tables.length + step, steps)
        database.exec(statement)
      })
      record(database, 'undo', name, { sourceId, kind, rowsRemoved: rowsKept })
      return { sourceId, name, kind, rowsRemoved: rowsKept }
    })
  },
)

function latestSource(database: Database): number {
  const { latest } = database.prepare('SELECT MAX(id) AS latest FROM source').get() as { latest: number | null }
  if (latest === null) throw new AssayError('dataset.nothingToUndo')
  return latest
}
