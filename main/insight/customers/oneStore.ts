import type { Database } from 'better-sqlite3'
import { dayMs, type Calendar } from '../../base/calendar.ts'
import type { CustomerAct, CustomerLinks, CustomerPrediction } from './types.ts'

/** The id of whom the files call so; null where nobody is called that, or where they were merged, whose they are now. */
export function userNamed(database: Database, external: string): number | null {
  const id = database
    .prepare(
      'SELECT COALESCE((SELECT to_id FROM user_merge WHERE from_id = u.id), u.id) FROM user u WHERE external = ?',
    )
    .pluck()
    .get(external)
  return typeof id === 'number' ? id : null
}

/** Acts by hour of the project's day, 24 counts, of sources that have hours; null without such an act. */
export function actsByHour(
  database: Database,
  calendar: Calendar,
  userId: number,
  hasHours: (sourceId: number, timeMs: number) => boolean,
): number[] | null {
  const hours = new Array<number>(24).fill(0)
  const acts = database.prepare<[number], [number, number]>('SELECT source_id, time_ms FROM act WHERE user_id = ?')
  let isKnown = false
  // Read first: whether a source has hours is asked of the same connection.
  for (const [sourceId, timeMs] of acts.raw().all(userId)) {
    if (!hasHours(sourceId, timeMs)) continue
    isKnown = true
    hours[calendar.hour(timeMs)]++
  }
  return isKnown ? hours : null
}

/** Whether a source has an act at another UTC time of day than the given ones, in milliseconds. */
export const hasActAtOtherTime = (database: Database, sourceId: number, times: Iterable<number>): boolean =>
  database
    .prepare(
      `SELECT EXISTS (SELECT 1 FROM behaviour WHERE source_id = ?
         AND (time_ms % ${dayMs} + ${dayMs}) % ${dayMs} NOT IN (${[...times].join(', ')}))`,
    )
    .pluck()
    .get(sourceId) === 1

/** Every act's user, time and source, in no order. */
export const iterateActTimes = (
  database: Database,
): IterableIterator<[userId: number, timeMs: number, sourceId: number]> =>
  database.prepare<[], [number, number, number]>('SELECT user_id, time_ms, source_id FROM act').raw().iterate()

/** Links to and from others; null where there are none of anybody. */
export function linksOf(database: Database, userId: number): CustomerLinks | null {
  if (database.prepare('SELECT EXISTS (SELECT 1 FROM link)').pluck().get() === 0) return null
  return database
    .prepare(
      `SELECT COUNT(DISTINCT CASE WHEN user_id = @id THEN peer_id ELSE user_id END) AS people,
         COUNT(DISTINCT CASE WHEN user_id = @id THEN peer_id END) AS given,
         COUNT(DISTINCT CASE WHEN peer_id = @id THEN user_id END) AS received
       FROM link WHERE user_id = @id OR peer_id = @id`,
    )
    .get({ id: userId }) as CustomerLinks
}

/** The latest first. */
export function actsOf(database: Database, userId: number, offset: number, limit: number): CustomerAct[] {
  return database
    .prepare(
      `SELECT a.id, a.time_ms AS timeMs, t.name AS kind, p.external AS product, c.title, a.query, a.units, a.money
       FROM act a JOIN act_type t ON t.id = a.type_id LEFT JOIN product p ON p.id = a.product_id
       LEFT JOIN product_current c ON c.product_id = a.product_id
       WHERE a.user_id = ? ORDER BY a.time_ms DESC, a.id DESC LIMIT ? OFFSET ?`,
    )
    .all(userId, limit, offset) as CustomerAct[]
}

/** Null where the run says nothing of the customer. */
export function predictionOf(database: Database, runId: number, userId: number): CustomerPrediction | null {
  const found = database
    .prepare(
      'SELECT ltv, ltv_low AS ltvLow, ltv_high AS ltvHigh, repurchase FROM score_user WHERE run_id = ? AND user_id = ?',
    )
    .get(runId, userId) as CustomerPrediction | undefined
  return found ?? null
}
