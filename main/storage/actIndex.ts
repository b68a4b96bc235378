import type { Database } from 'better-sqlite3'
import { neededShape } from './viewShape.ts'

/**
 * Acts by customer, then time, and those with a query alone. Keeping them while many rows come in costs several times what
 * the rows cost, so an import of many does away with them and the writer makes them again when it is idle, some two seconds
 * per million acts. Nothing depends on them: where they are missing, all acts are looked through.
 */
const indexes = {
  behaviour_by_user: 'behaviour (user_id, time_ms, type_id, product_id)',
  behaviour_with_query: 'behaviour (user_id, time_ms) WHERE query IS NOT NULL',
}

/** Fewer are looked through as fast. */
const leastRows = 200_000

export const hasActIndex = (database: Database): boolean =>
  database.prepare(`SELECT EXISTS (SELECT 1 FROM main.sqlite_schema WHERE type = 'index' AND name = 'behaviour_by_user')`).pluck().get() === 1 // prettier-ignore

/** Of a project with so many acts at least. */
export function keepActIndex(database: Database, least = leastRows): void {
  const acts = database.prepare('SELECT COALESCE(MAX(id), 0) FROM behaviour').pluck().get() as number
  if (acts < least || hasActIndex(database)) return
  database.transaction(() => {
    for (const [name, rows] of Object.entries(indexes)) database.exec(`CREATE INDEX IF NOT EXISTS ${name} ON ${rows}`)
  })()
}

/** Before so many bytes of acts are imported; call it in the import's transaction. */
export function dropActIndexFor(database: Database, bytes: number): void {
  const rows = database.prepare('SELECT COALESCE(MAX(id), 0) FROM behaviour').pluck().get() as number
  const coming = bytes / bytesPerRow
  if (coming <= rows * worthKeepingFor) return
  for (const name of Object.keys(indexes)) database.exec(`DROP INDEX IF EXISTS ${name}`)
}

const bytesPerRow = 50
/** Adding a row to the index takes some fifteen times as long as making it anew takes per row. */
const worthKeepingFor = 1 / 15

/** Whether the acts of one customer are found without looking through all: a merge of customers hides whose they are. */
export const findsActsByUser = (database: Database): boolean =>
  hasActIndex(database) && !neededShape(database).merges.user
