import type { Database } from 'better-sqlite3'

/** Mean predictions of a run's scored pairs by brand id. */
export function predictedByBrand(
  database: Database,
  runId: number,
): Map<number, { again: number | null; share: number | null }> {
  const rows = database
    .prepare(
      'SELECT brand_id AS brandId, AVG(p) AS again, AVG(share) AS share FROM score_pair WHERE run_id = ? GROUP BY brand_id',
    )
    .all(runId) as { brandId: number; again: number | null; share: number | null }[]
  return new Map(rows.map(({ brandId, again, share }) => [brandId, { again, share }]))
}

export interface PairPrediction {
  p: number
  pastShare: number
  brandSpend: number
}

/** A run's predictions for everyone who owns a brand. */
export const pairsOfBrand = (database: Database, runId: number, brandId: number): PairPrediction[] =>
  database
    .prepare(
      `SELECT p, past_share AS pastShare, brand_spend AS brandSpend FROM score_pair
       WHERE run_id = ? AND brand_id = ? AND p IS NOT NULL`,
    )
    .all(runId, brandId) as PairPrediction[]

/** A loyal customer gives a brand at least half of the spend in its categories … */
export const ownedShare = 0.5
/** … and is at risk when less likely than not to buy it again. */
export const riskyBelow = 0.5

export interface CustomersAtRisk {
  /** Pairs of customer and brand. */
  pairs: number
  /** What they spent on the brand in the year before. */
  spend: number
  /** Those who spent most. */
  largest: { id: string; brand: string; p: number; pastShare: number; brandSpend: number }[]
}

/** Loyal but at risk, over all brands of a run. */
export function customersAtRisk(database: Database, runId: number, limit: number): CustomersAtRisk {
  const where = 'run_id = @runId AND past_share >= @ownedShare AND p < @riskyBelow'
  const values = { runId, ownedShare, riskyBelow, limit }
  const totals = database
    .prepare(`SELECT COUNT(*) AS pairs, COALESCE(SUM(brand_spend), 0) AS spend FROM score_pair WHERE ${where}`)
    .get(values) as { pairs: number; spend: number }
  const largest = database
    .prepare(
      `SELECT u.external AS id, b.name AS brand, s.p, s.past_share AS pastShare, s.brand_spend AS brandSpend
       FROM score_pair s JOIN user u ON u.id = s.user_id JOIN brand b ON b.id = s.brand_id
       WHERE ${where} ORDER BY s.brand_spend DESC, s.user_id, s.brand_id LIMIT @limit`,
    )
    .all(values) as CustomersAtRisk['largest']
  return { ...totals, largest }
}
