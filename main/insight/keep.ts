import type { Work } from '../base/job.ts'
import { keepActIndex } from '../storage/actIndex.ts'
import { writeOperation, type OpenProject } from '../storage/operation.ts'
import { keepSearches } from './demand/kept.ts'
import { ledgerStore } from './ledger/ledgerStore.ts'
import { readLedger } from './ledger/readLedger.ts'

/**
 * Keeps in the project what pages would else read all rows for: the purchases of the state in force, the index of its acts by
 * customer, and its searches with what followed them. Done after every change of the data; does nothing where they are kept
 * already, and nothing is lost where it is not done.
 */
export const keepOperation = writeOperation('insight.keep', (project: OpenProject, _: null, work: Work) => {
  const { database } = project
  if (!ledgerStore.isKept(database)) ledgerStore.keep(database, readLedger(project, work))
  keepActIndex(database)
  keepSearches(project, work)
})
