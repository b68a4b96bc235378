import type { Database } from 'better-sqlite3'
import { mergedEntities, parseState, type DataState } from '../../storage/state.ts'
import type { Spare } from './types.ts'

/** The states that undo and redo can still reach, or the one in force alone. */
export function reachableStates(database: Database, onlyCurrent: boolean): DataState[] {
  const texts = database
    .prepare(
      onlyCurrent
        ? 'SELECT content FROM applied_state'
        : 'SELECT DISTINCT d.content FROM step s JOIN data_state d ON d.id = s.state_id',
    )
    .pluck()
    .all() as string[]
  return texts.map(parseState)
}

/** Sources that no such state needs. */
export function spareSources(database: Database, states: DataState[]): Spare[] {
  const needed = new Set(states.flatMap(({ sources }) => sources))
  const sources = database
    .prepare('SELECT id AS sourceId, name, kind, rows_kept AS rows FROM source ORDER BY id')
    .all() as Spare[]
  return sources.filter(({ sourceId }) => !needed.has(sourceId))
}

const tables = ['behaviour', 'product_fact', 'user_fact', 'social_link', 'campaign_contact', 'reject']

/**
 * What nothing refers to any more. What a stored score or a merge names stays, else its key could go to somebody else and
 * the score or merge with it. Act types stay, too: they are few, and rules name them.
 */
const orphans = [
  `DELETE FROM user WHERE id NOT IN (
     SELECT user_id FROM behaviour UNION SELECT user_id FROM user_fact UNION SELECT user_id FROM social_link
     UNION SELECT peer_id FROM social_link UNION SELECT user_id FROM campaign_contact
     UNION SELECT user_id FROM score_user UNION SELECT user_id FROM score_pair
     UNION SELECT id FROM named_in_merge WHERE entity = 'user')`,
  `DELETE FROM product WHERE id NOT IN (
     SELECT product_id FROM behaviour WHERE product_id IS NOT NULL
     UNION SELECT product_id FROM product_fact UNION SELECT product_id FROM score_product
     UNION SELECT id FROM named_in_merge WHERE entity = 'product')`,
  `DELETE FROM brand WHERE id NOT IN (
     SELECT brand_id FROM product_fact WHERE brand_id IS NOT NULL UNION SELECT brand_id FROM score_pair
     UNION SELECT id FROM named_in_merge WHERE entity = 'brand')`,
  `DELETE FROM category WHERE id NOT IN (SELECT category_id FROM product_fact WHERE category_id IS NOT NULL)`,
]

/** Deletes sources, their rows, and what only they referred to. `onStep` is told before each of the steps. */
export function deleteSources(
  database: Database,
  sourceIds: number[],
  states: DataState[],
  onStep: (done: number, total: number) => void,
): void {
  const steps = tables.length + orphans.length
  const ids = JSON.stringify(sourceIds)
  tables.forEach((table, step) => {
    onStep(step, steps)
    database.prepare(`DELETE FROM ${table} WHERE source_id IN (SELECT value FROM json_each(?))`).run(ids)
  })
  database.prepare('DELETE FROM source WHERE id IN (SELECT value FROM json_each(?))').run(ids)
  database.exec('CREATE TEMP TABLE named_in_merge (entity TEXT, id INTEGER)')
  const note = database.prepare('INSERT INTO named_in_merge (entity, id) VALUES (?, ?)')
  for (const entity of mergedEntities) {
    for (const { merges } of states) for (const id of merges[entity].flat()) note.run(entity, id)
  }
  orphans.forEach((statement, step) => {
    onStep(tables.length + step, steps)
    database.exec(statement)
  })
  database.exec('DROP TABLE named_in_merge')
}

/** Of the project file. */
export const fileBytes = (database: Database): number =>
  Number(database.pragma('page_count', { simple: true })) * Number(database.pragma('page_size', { simple: true }))

/** The states behind and before the one in force leave the line of steps; it becomes the beginning. */
export function forgetSteps(database: Database): void {
  database.exec(
    `DELETE FROM step WHERE position <> (SELECT CAST(value AS INTEGER) FROM project WHERE key = 'position')`,
  )
  database.exec('UPDATE step SET history_id = NULL')
}

/** Whether the rows of all its sources are still there. */
export function isWhole(database: Database, { sources }: DataState): boolean {
  const ids = JSON.stringify(sources)
  const found = database
    .prepare('SELECT COUNT(*) FROM source WHERE id IN (SELECT value FROM json_each(?))')
    .pluck()
    .get(ids)
  return found === sources.length
}

/** How many imports there are, in force or not, and the latest one's id. */
export const countSources = (database: Database): { sources: number; last: number } =>
  database.prepare('SELECT COUNT(*) AS sources, COALESCE(MAX(id), 0) AS last FROM source').get() as {
    sources: number
    last: number
  }
