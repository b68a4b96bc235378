import { asOfOperation, type AsOf } from '../../dataset/clean/asOf.ts'
import { dayMs, isoDay } from '../../base/calendar.ts'
import type { Work } from '../../base/job.ts'
import { createKeys } from '../../features/keys.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { selectProducts, selectUsers } from '../filter/select.ts'
import { spanOf } from '../filter/span.ts'
import type { ShopFilter } from '../filter/types.ts'
import { loadLedger } from '../ledger/ledger.ts'
import { rememberLatest } from '../ledger/rememberLatest.ts'
import type { Ledger } from '../ledger/types.ts'
import { summariseDemand } from './demand.ts'
import { hasQueries, iterateSearchers, type SearchedRow } from './demandStore.ts'
import { searchesIn } from './searches.ts'
import type { Demand } from './types.ts'

export interface DemandQuestion {
  filter: ShopFilter
  limit: number
}

const rowsPerCheck = 65_536

/** The queries of a filter's people within its period, and what followed them of its goods. */
export const demandOperation = asOfOperation(
  'insight.demand',
  (project, { filter, limit }: DemandQuestion & AsOf, work): Demand | null => {
    const { database } = project
    if (!hasQueries(database)) return null
    const ledger = loadLedger(project, work)
    const { comparison: _, ...asked } = filter
    return remember(ledger, JSON.stringify([asked, limit]), () => findDemand(project, ledger, { filter, limit }, work))
  },
)

/** Of a large shop it takes seconds, and people come back to the page. */
const remember = rememberLatest<Demand>(4)

function findDemand(project: OpenProject, ledger: Ledger, { filter, limit }: DemandQuestion, work: Work): Demand {
  const { calendar } = project
  const { fromDay, toDay } = spanOf(ledger, filter.period)
  const halfDay = fromDay + Math.floor((toDay - fromDay) / 2)
  const [fromMs, toMs] = [calendar.dayStart(fromDay), calendar.dayStart(toDay)]
  const searches = searchesIn(rowsOf(project, ledger, filter, { fromMs, toMs: toMs + dayMs }, work), {
    dayOf: (timeMs) => calendar.dayNumber(timeMs),
    isOfGoods: goodsTest(ledger, filter),
  })
  return {
    from: isoDay(fromDay),
    to: isoDay(toDay - 1),
    half: isoDay(halfDay),
    ...summariseDemand(before(searches, toMs), calendar.dayStart(halfDay), limit),
  }
}

/** What follows the last searches of a period may lie a day beyond it. */
function* before<Timed extends { timeMs: number }>(searches: Iterable<Timed>, toMs: number): Generator<Timed> {
  for (const search of searches) if (search.timeMs < toMs) yield search
}

function* rowsOf(
  { database }: OpenProject,
  ledger: Ledger,
  filter: ShopFilter,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  work: Work,
): Generator<SearchedRow> {
  const users = createKeys(ledger.users.ids)
  const isMeant = selectUsers(ledger, filter)
  let read = 0
  for (const row of iterateSearchers(database, fromMs, toMs)) {
    if (read++ % rowsPerCheck === 0) work.checkpoint()
    if (isMeant === null || isMeant[users.at(row[0])] === 1) yield row
  }
}

/** Whether a product, by its id, is of the filter's brands and categories. */
function goodsTest(ledger: Ledger, filter: ShopFilter): (product: number) => boolean {
  const isMeant = selectProducts(ledger, filter)
  if (isMeant === null) return () => true
  const products = createKeys(ledger.products.ids)
  return (product) => isMeant[products.at(product)] === 1
}
