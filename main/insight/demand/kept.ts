import type { Work } from '../../base/job.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { keptColumns } from '../ledger/keptStore.ts'
import { hasQueries, iterateSearchers } from './demandStore.ts'
import { collectSearches, type SearchColumns } from './searchColumns.ts'
import { searchesIn } from './searches.ts'

export const searchStore = keptColumns<SearchColumns>('searches', 1)

const rowsPerCheck = 65_536

/** All searches of the state in force, with whatever followed them; nothing is kept of a shop without searches. */
export function keepSearches({ database, calendar }: OpenProject, work: Work): void {
  if (searchStore.isKept(database) || !hasQueries(database)) return
  const dayOf = (timeMs: number) => calendar.dayNumber(timeMs)
  const rows = watched(iterateSearchers(database, -Infinity, Infinity), work)
  searchStore.keep(database, collectSearches(searchesIn(rows, { dayOf, isOfGoods: () => true }), dayOf))
}

function* watched<Row>(rows: Iterable<Row>, work: Work): Generator<Row> {
  let read = 0
  for (const row of rows) {
    if (read++ % rowsPerCheck === 0) work.checkpoint()
    yield row
  }
}
