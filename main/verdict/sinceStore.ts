import type { Database } from 'better-sqlite3'
import type { StoredRun } from '../model/store.ts'

/** Tasks whose scores every run keeps in tables of their own. */
export type ScoredTask = 'ltv' | 'repurchase' | 'potential' | 'loyalty'

/** Days of the nearer horizons of customer value that a run told. */
export const nearerValues = (database: Database, runId: number): number[] =>
  database
    .prepare<[number], string>(`SELECT output FROM score_column WHERE run_id = ? AND output LIKE 'ltv.within%'`)
    .pluck()
    .all(runId)
    .map((output) => Number(output.slice('ltv.within'.length)))

const tables: Record<ScoredTask, { sql: string; outputs: string[] }> = {
  ltv: { sql: 'SELECT user_id, ltv FROM score_user WHERE run_id = ? AND ltv IS NOT NULL', outputs: ['amount'] },
  repurchase: {
    sql: 'SELECT user_id, repurchase FROM score_user WHERE run_id = ? AND repurchase IS NOT NULL',
    outputs: ['p'],
  },
  potential: {
    sql: 'SELECT product_id, units, growth FROM score_product WHERE run_id = ? AND units IS NOT NULL AND growth IS NOT NULL',
    outputs: ['units', 'growth'],
  },
  loyalty: {
    sql: `SELECT user_id || '|' || brand_id, p, share FROM score_pair WHERE run_id = ? AND p IS NOT NULL AND share IS NOT NULL`,
    outputs: ['p', 'share'],
  },
}

const nearer = `SELECT f.user_id, f.value FROM score_figure f JOIN score_column c ON c.id = f.column_id
  WHERE c.run_id = ? AND c.output = ? AND f.value IS NOT NULL`

/** A run's scores by the entity's id (`user|brand` of a pair), then output; customer value within so many days. */
export function storedScores(
  database: Database,
  { runId, horizonDays }: Pick<StoredRun, 'runId' | 'horizonDays'>,
  task: ScoredTask,
  days: number,
): Map<string, Record<string, number>> {
  const { sql, outputs } = tables[task]
  const rows =
    days === horizonDays
      ? database.prepare(sql).raw().all(runId)
      : database.prepare(nearer).raw().all(runId, `ltv.within${days}`)
  return new Map(
    (rows as [number | string, ...number[]][]).map(([id, ...values]) => [
      String(id),
      Object.fromEntries(outputs.map((name, at) => [name, values[at]])),
    ]),
  )
}

/** Every figure a run gave its customers. */
export const storedUserFigures = (database: Database, runId: number, task: 'ltv' | 'repurchase'): Float64Array =>
  Float64Array.from(
    database
      .prepare<[number], number>(`SELECT ${task} FROM score_user WHERE run_id = ? AND ${task} IS NOT NULL`)
      .pluck()
      .all(runId),
  )
