import type { Database } from 'better-sqlite3'
import type { Holdings } from './needs.ts'

/** Rejected rows by file and reason, most first; a file's first 100,000 are kept. */
export const countRejects = (database: Database): { file: string; reason: string; rows: number }[] =>
  database
    .prepare(
      `SELECT s.name AS file, r.reason, COUNT(*) AS rows FROM reject r JOIN source_current s ON s.id = r.source_id
       GROUP BY s.id, r.reason ORDER BY rows DESC, file, r.reason`,
    )
    .all() as { file: string; reason: string; rows: number }[]

/** Predicted value and past spend of every scored customer, highest prediction first. */
export const customerValues = (
  database: Database,
  runId: number,
): { userId: number; ltv: number; pastSpend: number }[] =>
  database
    .prepare(
      `SELECT s.user_id AS userId, s.ltv, s.past_spend AS pastSpend FROM score_user s JOIN user u ON u.id = s.user_id
       WHERE s.run_id = ? AND s.ltv IS NOT NULL ORDER BY s.ltv DESC, u.external`,
    )
    .all(runId) as { userId: number; ltv: number; pastSpend: number }[]

/** The ids of every scored product, the most predicted units first. */
export const productsByUnits = (database: Database, runId: number): number[] =>
  database
    .prepare<[number], number>(
      `SELECT s.product_id FROM score_product s JOIN product p ON p.id = s.product_id WHERE s.run_id = ?
       ORDER BY s.units DESC NULLS LAST, p.external`,
    )
    .pluck()
    .all(runId)

/** What the project has of what reports need; `runId` null: the latest run. */
export function holdingsOf(database: Database, runId: number | null): Holdings {
  const row = database
    .prepare(
      `SELECT (SELECT COUNT(*) FROM source_current) AS sources, EXISTS (SELECT 1 FROM brand_present) AS brands,
         COALESCE(@runId, (SELECT MAX(id) FROM run)) AS run`,
    )
    .get({ runId }) as { sources: number; brands: number; run: number | null }
  const scored = database.prepare('SELECT COUNT(*) FROM score_user WHERE run_id = ? AND ltv IS NOT NULL').pluck()
  return {
    sources: row.sources,
    hasBrands: row.brands === 1,
    hasRun: row.run !== null,
    scoredCustomers: row.run === null ? 0 : (scored.get(row.run) as number),
  }
}
