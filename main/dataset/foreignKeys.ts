import type { Database } from 'better-sqlite3'

/**
 * Runs one transaction without SQLite's own checking of references, which costs a look-up per reference and row on the way
 * in, and a pass over the whole table per user or product on the way out. Only for work that itself takes care of them.
 * All or nothing: an error, also one of `job.cancelled`, leaves the project as it was.
 */
export async function transactionWithoutChecks<Result>(
  database: Database,
  run: () => Result | Promise<Result>,
): Promise<Result> {
  database.pragma('foreign_keys = OFF') // does nothing inside a transaction, so it comes first
  try {
    database.exec('BEGIN IMMEDIATE')
    const result = await run()
    database.exec('COMMIT')
    return result
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK')
    throw error
  } finally {
    database.pragma('foreign_keys = ON')
  }
}
