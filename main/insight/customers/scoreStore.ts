import type { Database } from 'better-sqlite3'
import { runKey } from '../../model/store.ts'
import { rememberLatest } from '../ledger/rememberLatest.ts'
import type { Ledger } from '../ledger/types.ts'

const columns: Record<string, string> = {
  ltv: 'ltv',
  ltvLow: 'ltv_low',
  ltvHigh: 'ltv_high',
  repurchase: 'repurchase',
}

/** Latest columns read of a ledger's customers, by run and column. */
const remember = rememberLatest<Float64Array>(8)

/**
 * One column of a run's scores by position of the user, NaN where there is none: `ltv`, `ltvLow`, `ltvHigh`, `repurchase`, or
 * `figureN` of the run's further columns. Null for a run that is not there.
 */
export function scoreColumn(database: Database, ledger: Ledger, runId: number, column: string): Float64Array | null {
  const key = runKey(database, runId)
  return key === null ? null : remember(ledger, `${key} ${column}`, () => readColumn(database, ledger, runId, column))
}

function readColumn(database: Database, { users }: Ledger, runId: number, column: string): Float64Array {
  const figure = /^figure(\d+)$/.exec(column)?.[1]
  const name = columns[column]
  const values = new Float64Array(users.count).fill(NaN)
  if (!figure && !name) return values
  const rows = figure
    ? database
        .prepare('SELECT user_id, value FROM score_figure WHERE column_id = ? ORDER BY user_id')
        .raw()
        .iterate(figure)
    : database.prepare(`SELECT user_id, ${name} FROM score_user WHERE run_id = ? ORDER BY user_id`).raw().iterate(runId)
  let at = 0
  // Both go up by id.
  for (const [id, value] of rows as IterableIterator<[number, number | null]>) {
    while (at < users.count && users.ids[at] < id) at++
    if (at < users.count && users.ids[at] === id && value !== null) values[at] = value
  }
  return values
}
