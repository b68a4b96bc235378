import type { Database } from 'better-sqlite3'

/** Rejected rows by file and reason, most first; a file's first 100,000 are kept. */
export const countRejects = (database: Database): { file: string; reason: string; rows: number }[] =>
  database
    .prepare(
      `SELECT s.name AS file, r.reason, COUNT(*) AS rows FROM reject r JOIN source_current s ON s.id = r.source_id
       GROUP BY s.id, r.reason ORDER BY rows DESC, file, r.reason`,
    )
    .all() as { file: string; reason: string; rows: number }[]

/** Predicted value and past spend of every scored customer, highest prediction first. */
export const customerValues = (database: Database, runId: number): { ltv: number; pastSpend: number }[] =>
  database
    .prepare(
      `SELECT ltv, past_spend AS pastSpend FROM score_user WHERE run_id = ? AND ltv IS NOT NULL
       ORDER BY ltv DESC, user_id`,
    )
    .all(runId) as { ltv: number; pastSpend: number }[]
