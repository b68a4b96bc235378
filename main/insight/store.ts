import type { Database } from 'better-sqlite3'

/**
 * Changes whenever a source comes or goes. The moment of the import counts too: undone and imported again with another
 * mapping, the same file can come back under the same id.
 */
export const dataKey = (database: Database): string =>
  (database.prepare('SELECT id, sha256, imported_at FROM source ORDER BY id').raw().all() as unknown[][]).join(';')

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
