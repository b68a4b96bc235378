import type { Work } from '../../base/job.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { iterateSearchers, type SearchedRow } from './demandStore.ts'
import { collectSearches, type SearchColumns } from './searchColumns.ts'
import { searchesIn } from './searches.ts'

const rowsPerCheck = 65_536

/** Acts of whose, and between which moments; what follows a search counts where it is of the goods. People and goods by id. */
export interface MeantActs {
  fromMs: number
  toMs: number
  isUser(id: number): boolean
  isOfGoods(product: number): boolean
}

/** The searches of acts, with what followed them. */
export function readSearches({ database, calendar }: OpenProject, meant: MeantActs, work: Work): SearchColumns {
  const dayOf = (timeMs: number) => calendar.dayNumber(timeMs)
  function* rows(): Generator<SearchedRow> {
    let read = 0
    for (const row of iterateSearchers(database, meant.fromMs, meant.toMs)) {
      if (read++ % rowsPerCheck === 0) work.checkpoint()
      if (meant.isUser(row[0])) yield row
    }
  }
  return collectSearches(searchesIn(rows(), { dayOf, isOfGoods: meant.isOfGoods }), dayOf)
}
