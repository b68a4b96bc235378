import type { Database } from 'better-sqlite3'
import { record } from '../../storage/history.ts'
import type { FilterNames, OwnTask, StoredOwnTask } from './types.ts'

/** In the order in which they were made. */
export const listOwnTasks = (database: Database): StoredOwnTask[] =>
  (
    database.prepare('SELECT id, definition FROM own_task ORDER BY id').all() as { id: number; definition: string }[]
  ).map(({ id, definition }) => ({ ...(JSON.parse(definition) as OwnTask), ownTaskId: id }))

/** Keeps a task, in the place of the one of its name if there is one. */
export function putOwnTask(database: Database, own: OwnTask): StoredOwnTask {
  return database.transaction(() => {
    const ownTaskId = database
      .prepare(
        `INSERT INTO own_task (name, definition) VALUES (?, ?)
         ON CONFLICT (name) DO UPDATE SET definition = excluded.definition RETURNING id`,
      )
      .pluck()
      .get(own.name, JSON.stringify(own)) as number
    record(database, 'model.ownTask', own.name)
    return { ...own, ownTaskId }
  })()
}

/** Runs that learned it keep what they know of it. */
export function deleteOwnTask(database: Database, ownTaskId: number): void {
  database.transaction(() => {
    const name = database.prepare('DELETE FROM own_task WHERE id = ? RETURNING name').pluck().get(ownTaskId)
    if (typeof name === 'string') record(database, 'model.deleteOwnTask', name)
  })()
}

export function readFilterNames(database: Database): FilterNames {
  const ofProducts = (table: 'category' | 'brand') =>
    database
      .prepare<[], string>(
        `SELECT n.name FROM ${table}_present n JOIN product_current f ON f.${table}_id = n.id
         GROUP BY n.id ORDER BY COUNT(*) DESC, n.name`,
      )
      .pluck()
      .all()
  return {
    types: database
      .prepare<[], string>(
        `SELECT t.name FROM (SELECT type_id, COUNT(*) AS acts FROM act GROUP BY type_id) a
         JOIN act_type t ON t.id = a.type_id ORDER BY a.acts DESC, t.name`,
      )
      .pluck()
      .all(),
    categories: ofProducts('category'),
    brands: ofProducts('brand'),
  }
}

/** Those of the names that no product of the project has. */
export function unknownProducts(database: Database, names: string[]): string[] {
  const find = database.prepare<[string]>('SELECT 1 FROM product_present WHERE external = ?')
  return names.filter((name) => find.get(name) === undefined)
}
