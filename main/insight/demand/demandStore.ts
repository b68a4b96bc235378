import type { Database } from 'better-sqlite3'
import { dayMs } from '../../base/calendar.ts'
import { findsActsByUser } from '../../storage/actIndex.ts'

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

const asksSomething = `query IS NOT NULL AND TRIM(query) <> ''`

export const hasQueries = (database: Database): boolean =>
  database.prepare(`SELECT EXISTS (SELECT 1 FROM act_net WHERE ${asksSomething})`).pluck().get() === 1

const columns = 'user_id, time_ms, type_id, product_id, money, session_id, query'

/**
 * Between two moments, searches and what may have followed them, at the least every act within 24 hours after one by the same
 * user: by user, then time, then as imported.
 */
export function* iterateSearchers(database: Database, fromMs: number, toMs: number): Generator<SearchedRow> {
  if (!findsActsByUser(database)) {
    yield* everyAct(database, fromMs, toMs)
    return
  }
  const acts = database
    .prepare<[user: number, fromMs: number, toMs: number], SearchedRow>(
      `SELECT ${columns} FROM act_net WHERE user_id = ? AND time_ms >= ? AND time_ms < ? ORDER BY time_ms, id`,
    )
    .raw()
  for (const [user, from, to] of visits(database, fromMs, toMs)) yield* acts.all(user, from, Math.min(to, toMs))
}

/** Of those who searched, without an index to find what followed: everything they did. */
const everyAct = (database: Database, fromMs: number, toMs: number): IterableIterator<SearchedRow> =>
  database
    .prepare<{ fromMs: number; toMs: number }, SearchedRow>(
      `SELECT ${columns} FROM act_net WHERE time_ms >= @fromMs AND time_ms < @toMs AND user_id IN (
         SELECT user_id FROM act_net WHERE time_ms >= @fromMs AND time_ms < @toMs AND ${asksSomething})
       ORDER BY user_id, time_ms, id`,
    )
    .raw()
    .iterate({ fromMs, toMs })

/** Stretches of time of one user that begin with a search and end 24 hours after the last one, by user, then time. */
function visits(database: Database, fromMs: number, toMs: number): [user: number, fromMs: number, toMs: number][] {
  const searches = database
    .prepare<[number, number], [number, number]>(
      `SELECT user_id, time_ms FROM act_net WHERE ${asksSomething} AND time_ms >= ? AND time_ms < ?
       ORDER BY user_id, time_ms`,
    )
    .raw()
  const found: [number, number, number][] = []
  for (const [user, timeMs] of searches.iterate(fromMs, toMs)) {
    const last = found.at(-1)
    if (last && last[0] === user && timeMs <= last[2]) last[2] = timeMs + dayMs
    else found.push([user, timeMs, timeMs + dayMs])
  }
  return found
}
