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

/** Between two moments, every act of those who searched then: by user, then time, then as imported. */
export const iterateSearchers = (database: Database, fromMs: number, toMs: number): IterableIterator<SearchedRow> =>
  database
    .prepare<{ fromMs: number; toMs: number }, SearchedRow>(
      `SELECT user_id, time_ms, type_id, product_id, money, session_id, query FROM act_net
       WHERE time_ms >= @fromMs AND time_ms < @toMs AND user_id IN (
         SELECT user_id FROM act_net WHERE time_ms >= @fromMs AND time_ms < @toMs AND TRIM(query) <> '')
       ORDER BY user_id, time_ms, id`,
    )
    .raw()
    .iterate({ fromMs, toMs })
