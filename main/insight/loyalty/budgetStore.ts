import type { Database } from 'better-sqlite3'
import { scoredWindow } from '../../model/store.ts'

export interface ScoredPair {
  userId: number
  p: number
  brandSpend: number
}

/** Everybody whom a run predicts a brand's loyalty of. */
export const scoredPairs = (database: Database, runId: number, brandId: number): ScoredPair[] =>
  database
    .prepare(
      `SELECT user_id AS userId, p, brand_spend AS brandSpend FROM score_pair
       WHERE run_id = ? AND brand_id = ? AND p IS NOT NULL`,
    )
    .all(runId, brandId) as ScoredPair[]

/** The brands that a run predicts, with how many customers of each. */
export const scoredBrands = (database: Database, runId: number): { brandId: number; customers: number }[] =>
  database
    .prepare(
      `SELECT brand_id AS brandId, COUNT(*) AS customers FROM score_pair WHERE run_id = ? AND p IS NOT NULL
       GROUP BY brand_id ORDER BY customers DESC, brand_id`,
    )
    .all(runId) as { brandId: number; customers: number }[]

export interface LoyaltyRun {
  horizonDays: number
  /** As of when its scores stand. */
  scoredMs: number
  calibrationError: number | null
}

/** What a run's probabilities of loyalty are of; null where there is no such run. */
export function loyaltyRun(database: Database, runId: number): LoyaltyRun | null {
  const window = scoredWindow(database, runId)
  if (!window) return null
  const error = database
    .prepare(`SELECT value FROM metric WHERE run_id = ? AND task = 'loyalty' AND subject = 'model' AND name = 'ece'`)
    .pluck()
  return { ...window, calibrationError: (error.get(runId) as number | null | undefined) ?? null }
}

/** Mean cost of a contact over those that cost anything; null where none did. */
export const meanContactCost = (database: Database): number | null =>
  database.prepare('SELECT AVG(cost) FROM contact WHERE cost > 0').pluck().get() as number | null
