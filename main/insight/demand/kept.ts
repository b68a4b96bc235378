import type { Work } from '../../base/job.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { keptColumns } from '../ledger/keptStore.ts'
import { hasQueries } from './demandStore.ts'
import { readSearches } from './readSearches.ts'
import type { SearchColumns } from './searchColumns.ts'

export const searchStore = keptColumns<SearchColumns>('searches', 1)

/** All searches of the state in force, with whatever followed them; nothing is kept of a shop without searches. */
export function keepSearches(project: OpenProject, work: Work): void {
  const { database } = project
  if (searchStore.isKept(database) || !hasQueries(database)) return
  const everything = { fromMs: -Infinity, toMs: Infinity, isUser: () => true, isOfGoods: () => true }
  searchStore.keep(database, readSearches(project, everything, work))
}
