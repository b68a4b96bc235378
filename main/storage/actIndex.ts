import type { Database } from 'better-sqlite3'
import { neededShape } from './viewShape.ts'

/**
 * Acts by customer, then time. Keeping it while many rows come in costs several times what they cost, so an import of many
 * does away with it and the writer makes it again when it is idle, some two seconds per million acts. Nothing depends on it:
 * where it is missing, all acts are looked through.
 */
const name = 'behaviour_by_user'

/** Fewer are looked through as fast. */
const leastRows = 200_000

export const hasActIndex = (database: Database): boolean =>
  database.prepare(`SELECT EXISTS (SELECT 1 FROM main.sqlite_schema WHERE type = 'index' AND name = ?)`).pluck().get(name) === 1 // prettier-ignore

export function keepActIndex(database: Database, least = leastRows): void {
  const rows = database.prepare('SELECT COALESCE(MAX(id), 0) FROM behaviour').pluck().get() as number
  if (rows < least || hasActIndex(database)) return
  database.exec(`CREATE INDEX ${name} ON behaviour (user_id, time_ms, type_id, product_id)`)
}

/** Before so many bytes of acts are imported; call it in the import's transaction. */
export function dropActIndexFor(database: Database, bytes: number): void {
  const rows = database.prepare('SELECT COALESCE(MAX(id), 0) FROM behaviour').pluck().get() as number
  const coming = bytes / bytesPerRow
  if (coming > rows * worthKeepingFor) database.exec(`DROP INDEX IF EXISTS ${name}`)
}

const bytesPerRow = 50
/** Adding a row to the index takes some fifteen times as long as making it anew takes per row. */
const worthKeepingFor = 1 / 15

/** Whether the acts of one customer are found without looking through all: a merge of customers hides whose they are. */
export const findsActsByUser = (database: Database): boolean =>
  hasActIndex(database) && !neededShape(database).merges.user
