import type { Database } from 'better-sqlite3'

/** user, time, type, product, money, session, query. */
export type SearchedRow = [
  user: number,
  timeMs: number,
  type: number,
  product: number | null,
  money: number,
  session: string | null,
  query: string | null,
]

export const hasQueries = (database: Database): boolean =>
  database.prepare(`SELECT EXISTS (SELECT 1 FROM act_net WHERE TRIM(query) <> '')`).pluck().get() === 1

/** From a moment on, every act of those who searched since: by user, then time, then as imported. */
export const iterateSearchers = (database: Database, fromMs: number): IterableIterator<SearchedRow> =>
  database
    .prepare<[number, number], SearchedRow>(
      `SELECT user_id, time_ms, type_id, product_id, money, session_id, query FROM act_net
       WHERE time_ms >= ? AND user_id IN (SELECT user_id FROM act_net WHERE time_ms >= ? AND TRIM(query) <> '')
       ORDER BY user_id, time_ms, id`,
    )
    .raw()
    .iterate(fromMs, fromMs)
