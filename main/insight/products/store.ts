import type { Database } from 'better-sqlite3'

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

/** A run's predicted units within its horizon by product id; null where it predicts no products. */
export function readPredictedUnits(
  database: Database,
  runId: number,
): { horizonDays: number; units: [productId: number, units: number][] } | null {
  const units = database
    .prepare<[number], [number, number]>(
      'SELECT product_id, units FROM score_product WHERE run_id = ? AND units IS NOT NULL',
    )
    .raw()
    .all(runId)
  if (units.length === 0) return null
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
