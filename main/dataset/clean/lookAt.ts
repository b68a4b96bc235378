import type { Database } from 'better-sqlite3'
import { AssayError } from '../../base/errors.ts'
import type { Work } from '../../base/job.ts'
import { effectTableNames } from '../../storage/effects.ts'
import { currentStateId, readState } from '../../storage/state.ts'
import { dropTemporaryViews } from '../../storage/views.ts'
import type { AsOf } from './asOf.ts'
import { countSources, isWhole } from './compactStore.ts'
import { stayIn } from './effectStore.ts'

/** The past state that a connection stands in; one that stands in none looks at the state in force. */
const standing = new WeakMap<Database, string>()

const isNow = (database: Database, asOf: AsOf['asOf']): boolean => asOf == null || asOf === currentStateId(database)

/** Names what is seen of a state: the same text sees the same rows. Imports that come or go make it another text. */
export function placeOf(database: Database, asOf: AsOf['asOf']): string {
  const current = currentStateId(database)
  const { sources, last } = countSources(database)
  return isNow(database, asOf) ? `${current}` : `${asOf} beside ${current}, of ${sources} up to ${last}`
}

/** Whether a connection sees a state already. */
export const sees = (database: Database, asOf: AsOf['asOf']): boolean =>
  standing.get(database) === (isNow(database, asOf) ? undefined : placeOf(database, asOf))

/**
 * Lets a connection see a state until it is told to see another: page after page can be read of it without applying its
 * rules anew. Only for connections whose every reader says what it wants to see. Throws `history.unknown`,
 * `history.compacted`, `job.cancelled`.
 */
export function lookAt(database: Database, asOf: AsOf['asOf'], work: Work): void {
  if (sees(database, asOf)) return
  lookAway(database)
  if (asOf == null || isNow(database, asOf)) return
  const state = readState(database, asOf)
  if (!isWhole(database, state)) throw new AssayError('history.compacted', { id: asOf })
  stayIn(database, state, work)
  standing.set(database, placeOf(database, asOf))
}

function lookAway(database: Database): void {
  if (!standing.delete(database)) return
  dropTemporaryViews(database)
  for (const table of effectTableNames) database.exec(`DROP TABLE temp.${table}`)
}
