import type { Database } from 'better-sqlite3'
import { createKeys } from '../../features/keys.ts'
import type { Ledger } from '../ledger/types.ts'

/** What a run predicts of customers with brands, as flat columns; NaN where it says nothing. */
export interface ScoredPairs {
  count: number
  /** Position in the ledger, −1 for who is not in it. */
  user: Int32Array
  userId: Int32Array
  brandId: Int32Array
  p: Float64Array
  share: Float64Array
  pastShare: Float64Array
  brandSpend: Float64Array
}

/** The pairs that a run has scored. */
export function readPairs(database: Database, ledger: Ledger, runId: number): ScoredPairs {
  const count = database.prepare('SELECT COUNT(*) FROM score_pair WHERE run_id = ?').pluck().get(runId) as number
  const pairs: ScoredPairs = {
    count,
    ...{ user: new Int32Array(count), userId: new Int32Array(count), brandId: new Int32Array(count) },
    ...{ p: new Float64Array(count), share: new Float64Array(count) },
    ...{ pastShare: new Float64Array(count), brandSpend: new Float64Array(count) },
  }
  const users = createKeys(ledger.users.ids)
  const rows = database
    .prepare<[number], [number, number, number | null, number | null, number, number]>(
      'SELECT user_id, brand_id, p, share, past_share, brand_spend FROM score_pair WHERE run_id = ?',
    )
    .raw()
  let at = 0
  for (const [user, brand, p, share, pastShare, spend] of rows.iterate(runId)) {
    pairs.user[at] = users.at(user)
    pairs.userId[at] = user
    pairs.brandId[at] = brand
    pairs.p[at] = p ?? NaN
    pairs.share[at] = share ?? NaN
    pairs.pastShare[at] = pastShare
    pairs.brandSpend[at++] = spend
  }
  return pairs
}
