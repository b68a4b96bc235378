import type { Database } from 'better-sqlite3'
import { createKeys } from '../../features/keys.ts'
import { runKey } from '../../model/store.ts'
import { rememberLatest } from '../ledger/rememberLatest.ts'
import type { Ledger } from '../ledger/types.ts'

/** Id as in the file, and title, by product id. */
export function readProductNames(database: Database): Map<number, { id: string; title: string | null }> {
  const rows = database
    .prepare<[], [number, string, string | null]>(
      'SELECT p.id, p.external, f.title FROM product p LEFT JOIN product_current f ON f.product_id = p.id',
    )
    .raw()
    .all()
  return new Map(rows.map(([productId, id, title]) => [productId, { id, title }]))
}

/** What a run predicts of products. */
export interface PredictedUnits {
  horizonDays: number
  /** By position, NaN where unknown. */
  units: Float64Array
}

const remember = rememberLatest<PredictedUnits | null>(2)

/** A run's predicted units within its horizon; null where it predicts no products. */
export function predictedUnits(database: Database, ledger: Ledger, runId: number): PredictedUnits | null {
  const key = runKey(database, runId)
  return key === null ? null : remember(ledger, key, () => readPredictedUnits(database, ledger, runId))
}

function readPredictedUnits(database: Database, { products }: Ledger, runId: number): PredictedUnits | null {
  const places = createKeys(products.ids)
  const units = new Float64Array(products.count).fill(NaN)
  const rows = database
    .prepare<[number], [number, number]>(
      'SELECT product_id, units FROM score_product WHERE run_id = ? AND units IS NOT NULL',
    )
    .raw()
  let any = false
  for (const [id, value] of rows.iterate(runId)) {
    any = true
    const at = places.at(id)
    if (at >= 0) units[at] = value
  }
  if (!any) return null
  const horizonDays = database.prepare<[number], number>('SELECT horizon_days FROM run WHERE id = ?').pluck().get(runId)
  return { horizonDays: horizonDays ?? 0, units }
}

/** A run's predicted value of single customers, and the mean of all of them; null where it predicts none. */
export function readCustomerValues(
  database: Database,
  runId: number,
): { valueOf: (userId: number) => number | undefined; everyone: number | null } | null {
  const everyone = database
    .prepare<[number], number | null>('SELECT AVG(ltv) FROM score_user WHERE run_id = ?')
    .pluck()
    .get(runId)
  if (everyone == null) return null
  const one = database
    .prepare<[number, number], number | null>('SELECT ltv FROM score_user WHERE run_id = ? AND user_id = ?')
    .pluck()
  return { valueOf: (userId) => one.get(runId, userId) ?? undefined, everyone }
}
