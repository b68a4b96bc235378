import type { Database } from 'better-sqlite3'
import { rememberLatest } from '../ledger/rememberLatest.ts'
import type { Ledger } from '../ledger/types.ts'

const remember = rememberLatest<Float64Array | null>(1)

/** How many people each customer is linked with, whichever named the other, by position; null where there are no links. */
export const linkCounts = (database: Database, ledger: Ledger): Float64Array | null =>
  remember(ledger, '', () => countLinks(database, ledger))

function countLinks(database: Database, { users }: Ledger): Float64Array | null {
  const ties: number[] = []
  // Both ways as one number: ids are below 2 ** 26 · 2 ** 26 together.
  const rows = database.prepare('SELECT user_id, peer_id FROM link WHERE user_id <> peer_id').raw().iterate()
  for (const [user, peer] of rows as IterableIterator<[number, number]>)
    ties.push(user * idSpace + peer, peer * idSpace + user)
  if (ties.length === 0) return null
  const sorted = Float64Array.from(ties).sort()
  const counts = new Float64Array(users.count)
  let at = 0
  for (let k = 0; k < sorted.length; k++) {
    if (k > 0 && sorted[k] === sorted[k - 1]) continue
    const id = Math.floor(sorted[k] / idSpace)
    while (at < users.count && users.ids[at] < id) at++
    if (at < users.count && users.ids[at] === id) counts[at]++
  }
  return counts
}

const idSpace = 2 ** 26
