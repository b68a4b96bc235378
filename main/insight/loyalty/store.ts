import type { Database } from 'better-sqlite3'
import type { Calendar } from '../../base/calendar.ts'
import { isoDay } from '../../base/calendar.ts'
import { ownedShare, riskyBelow } from '../store.ts'
import type { AtRiskRow, Campaign } from './types.ts'

/** Whether a run predicts a brand's customers. */
export const hasPredictions = (database: Database, runId: number, brandId: number): boolean =>
  database
    .prepare('SELECT EXISTS (SELECT 1 FROM score_pair WHERE run_id = ? AND brand_id = ? AND p IS NOT NULL)')
    .pluck()
    .get(runId, brandId) === 1

/** Customers who are loyal to a brand and at risk by a run, with their predicted value. `scale`: see `stakeBasis`. */
export function predictedRows(database: Database, runId: number, brandId: number, scale: number): AtRiskRow[] {
  const rows = database
    .prepare(
      `SELECT s.user_id AS userId, u.external AS id, s.p, s.past_share AS pastShare, s.brand_spend AS brandSpend, v.ltv AS value
       FROM score_pair s JOIN user u ON u.id = s.user_id
       LEFT JOIN score_user v ON v.run_id = s.run_id AND v.user_id = s.user_id
       WHERE s.run_id = @runId AND s.brand_id = @brandId AND s.past_share >= @ownedShare AND s.p < @riskyBelow`,
    )
    .all({ runId, brandId, ownedShare, riskyBelow }) as Omit<AtRiskRow, 'atStake'>[]
  return rows.map((row) => ({ ...row, atStake: Math.max(0, row.brandSpend) * scale }))
}

/** Names of single customers, and what a run predicts that they will spend. */
export function customerReader(database: Database, runId: number | null) {
  const name = database.prepare<[number], string>('SELECT external FROM user WHERE id = ?').pluck()
  const value = database
    .prepare<[number | null, number], number | null>('SELECT ltv FROM score_user WHERE run_id = ? AND user_id = ?')
    .pluck()
  return {
    nameOf: (userId: number): string => name.get(userId) ?? '',
    valueOf: (userId: number): number | null => value.get(runId, userId) ?? null,
  }
}

/** Campaigns whose contacts are dated, the latest first; without a column that says so everybody was treated. */
export function readCampaigns(database: Database, calendar: Calendar): Campaign[] {
  const rows = database
    .prepare(
      `SELECT campaign, MIN(time_ms) AS firstMs, MAX(time_ms) AS lastMs,
         COUNT(DISTINCT CASE WHEN treated IS NULL OR treated <> 0 THEN user_id END) AS treated,
         COUNT(DISTINCT CASE WHEN treated = 0 THEN user_id END) AS untreated
       FROM contact WHERE time_ms IS NOT NULL GROUP BY campaign ORDER BY lastMs DESC, campaign`,
    )
    .all() as { campaign: string; firstMs: number; lastMs: number; treated: number; untreated: number }[]
  return rows.map(({ firstMs, lastMs, ...rest }) => ({
    ...rest,
    from: isoDay(calendar.dayNumber(firstMs)),
    to: isoDay(calendar.dayNumber(lastMs)),
  }))
}

/** Each customer of a campaign with their first contact; `untreated` is 1 where every contact says so. */
export const readContacts = (
  database: Database,
  campaign: string,
): [userId: number, timeMs: number, untreated: number][] =>
  database
    .prepare<[string], [userId: number, timeMs: number, untreated: number]>(
      `SELECT user_id, MIN(time_ms), MIN(treated IS NOT NULL AND treated = 0) FROM contact
       WHERE campaign = ? AND time_ms IS NOT NULL GROUP BY user_id`,
    )
    .raw()
    .all(campaign)
