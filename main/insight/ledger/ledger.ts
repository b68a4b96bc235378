import type { Work } from '../../base/job.ts'
import { writeOperation, type OpenProject } from '../../storage/operation.ts'
import { stateText } from '../../storage/state.ts'
import { keepActIndex } from '../../storage/actIndex.ts'
import { createActors } from '../filter/actors.ts'
import { isKept, keepLedger, keptLedger } from './ledgerStore.ts'
import { readLedger } from './readLedger.ts'
import type { Ledger } from './types.ts'

/** The last one asked for: a page asks several questions about the same data. */
let latest: { key: string; ledger: Ledger } | null = null

/** The purchases of the state that is looked at: as kept in the project where it is of that state, else read from its rows. */
export function loadLedger(project: OpenProject, work: Work): Ledger {
  const key = `${project.path}\n${stateText(project.database)}`
  if (latest?.key !== key) {
    latest = null
    const columns = keptLedger(project.database) ?? readLedger(project, work)
    latest = { key, ledger: { ...columns, whoDid: createActors(project, columns) } }
  }
  return latest.ledger
}

/**
 * Keeps the purchases of the state in force in the project, and the index of its acts by customer, so that pages open
 * without reading all rows. Done after every
 * change of the data; does nothing where they are kept already, and nothing is lost where it is not done.
 */
export const keepLedgerOperation = writeOperation('insight.keepLedger', (project: OpenProject, _: null, work: Work) => {
  if (!isKept(project.database)) keepLedger(project.database, readLedger(project, work))
  keepActIndex(project.database)
})
