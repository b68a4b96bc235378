import { record } from '../../storage/history.ts'
import { writeOperation } from '../../storage/operation.ts'
import { deleteDeclined, insertDeclined, listDeclined } from './declinedStore.ts'
import type { Merge } from './types.ts'

/** Pairs that are declined, or offered again where they were. */
export interface DeclineInput {
  pairs: Merge[]
  declined: boolean
}

/**
 * Remembers that two are not one, or forgets it. It changes no data, so it is no step: it stands until it is taken back.
 * Returns all pairs that are declined.
 */
export const declineOperation = writeOperation<DeclineInput, Merge[]>(
  'dataset.decline',
  ({ database }, { pairs, declined }) =>
    database.transaction(() => {
      const changed = pairs.filter((pair) =>
        declined ? insertDeclined(database, pair) : deleteDeclined(database, pair),
      )
      if (changed.length > 0) {
        const [{ from, to }] = changed
        const subject = `${from} – ${to}${changed.length > 1 ? ' …' : ''}`
        if (declined) record(database, 'clean.decline', subject, { merges: changed.length })
        else record(database, 'clean.offerAgain', subject, { merges: changed.length })
      }
      return listDeclined(database)
    })(),
)
