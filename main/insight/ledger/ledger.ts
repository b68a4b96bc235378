import type { Work } from '../../base/job.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { stateText } from '../../storage/state.ts'
import { createActors } from '../filter/actors.ts'
import { ledgerStore } from './ledgerStore.ts'
import { readLedger } from './readLedger.ts'
import type { Ledger } from './types.ts'

/** The last one asked for: a page asks several questions about the same data. */
let latest: { key: string; ledger: Ledger } | null = null

/** The purchases of the state that is looked at: as kept in the project where it is of that state, else read from its rows. */
export function loadLedger(project: OpenProject, work: Work): Ledger {
  const key = `${project.path}\n${stateText(project.database)}`
  if (latest?.key !== key) {
    latest = null
    const columns = ledgerStore.read(project.database) ?? readLedger(project, work)
    latest = { key, ledger: { ...columns, whoDid: createActors(project, columns) } }
  }
  return latest.ledger
}
