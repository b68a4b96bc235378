import type { Database } from 'better-sqlite3'

/** user, peer, relation (empty where the file names none), whether it has a date. */
export type TieRow = [user: number, peer: number, relation: string, isDated: 0 | 1]

export const iterateTies = (database: Database): IterableIterator<TieRow> =>
  database
    .prepare<[], TieRow>(`SELECT user_id, peer_id, COALESCE(relation, ''), time_ms IS NOT NULL FROM link ORDER BY id`)
    .raw()
    .iterate()

/** A run's predicted values by user id; users it has not scored are absent. */
export const readPredictedValues = (database: Database, runId: number): Map<number, number> =>
  new Map(
    database
      .prepare<[number], [number, number]>('SELECT user_id, ltv FROM score_user WHERE run_id = ? AND ltv IS NOT NULL')
      .raw()
      .all(runId),
  )

/** Users' ids by how they stand in the files. */
export const findUserId = (database: Database, external: string): number | null =>
  database.prepare<[string], number>('SELECT id FROM user_present WHERE external = ?').pluck().get(external) ?? null

/** How users stand in the files, in the order of their ids. */
export function readUserNames(database: Database, ids: Int32Array): string[] {
  const rows = database
    .prepare<[string], [number, string]>(
      'SELECT id, external FROM user_present WHERE id IN (SELECT value FROM json_each(?))',
    )
    .raw()
    .all(JSON.stringify([...ids]))
  const names = new Map(rows)
  return Array.from(ids, (id) => names.get(id) ?? '')
}
