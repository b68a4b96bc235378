import { asOfOperation, type AsOf } from '../../dataset/clean/asOf.ts'
import { isoDay } from '../../base/calendar.ts'
import type { Work } from '../../base/job.ts'
import { createKeys } from '../../features/keys.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { selectProducts, selectUsers } from '../filter/select.ts'
import { comparedSpan, spanOf, type Span } from '../filter/span.ts'
import type { ShopFilter } from '../filter/types.ts'
import { loadLedger } from '../ledger/ledger.ts'
import { rememberLatest } from '../ledger/rememberLatest.ts'
import type { Ledger } from '../ledger/types.ts'
import { summariseDemand } from './demand.ts'
import { hasQueries } from './demandStore.ts'
import { searchStore } from './kept.ts'
import { readSearches } from './readSearches.ts'
import type { SearchColumns } from './searchColumns.ts'
import type { Demand, DemandThen } from './types.ts'

export interface DemandQuestion {
  filter: ShopFilter
  limit: number
}

/** The queries of a filter's people within its period, and what followed them of its goods. */
export const demandOperation = asOfOperation(
  'insight.demand',
  (project, { filter, limit }: DemandQuestion & AsOf, work): Demand | null => {
    const { database } = project
    if (!hasQueries(database)) return null
    const ledger = loadLedger(project, work)
    return remember(ledger, JSON.stringify([filter, limit]), () => findDemand(project, ledger, { filter, limit }, work))
  },
)

/** Of a large shop it takes seconds, and people come back to the page. */
const remember = rememberLatest<Demand>(4)

function findDemand(project: OpenProject, ledger: Ledger, { filter, limit }: DemandQuestion, work: Work): Demand {
  const span = spanOf(ledger, filter.period)
  const before = comparedSpan(ledger, span, filter.comparison)
  const kept = allSearches(project, ledger, filter)
  const [isUser, isOfGoods] = [userTest(ledger, filter), goodsTest(ledger, filter)]
  const { calendar } = project
  // A session may have begun the day before, and what follows a search may lie a day beyond.
  const read = ({ fromDay, toDay }: Span) => {
    const [fromMs, toMs] = [calendar.dayStart(fromDay - 1), calendar.dayStart(toDay + 1)]
    return readSearches(project, { fromMs, toMs, isUser, isOfGoods }, work)
  }
  const summarised = ({ fromDay, toDay }: Span, most: number) => {
    const halfDay = fromDay + Math.floor((toDay - fromDay) / 2)
    const columns = kept ?? read({ fromDay, toDay })
    return {
      ...{ from: isoDay(fromDay), to: isoDay(toDay - 1), half: isoDay(halfDay) },
      ...summariseDemand(columns, { fromDay, halfDay, toDay, isUser }, most),
    }
  }
  return { ...summarised(span, limit), then: before && thenOf(summarised(before, 0)) }
}

const thenOf = ({ from, to, searches, converted, valuePerSearch, neverBought }: DemandThen): DemandThen => ({
  ...{ from, to, searches, converted, valuePerSearch, neverBought },
})

/** As kept in the project; null where they are not, or where the filter names goods: whatever followed is in them. */
function allSearches({ database }: OpenProject, ledger: Ledger, filter: ShopFilter): SearchColumns | null {
  if (selectProducts(ledger, filter) !== null) return null
  const known = decoded.get(ledger) ?? searchStore.read(database)
  if (known) decoded.set(ledger, known)
  return known
}

const decoded = new WeakMap<Ledger, SearchColumns>()

/** Whether a customer, by their id, is one of the filter's. */
function userTest(ledger: Ledger, filter: ShopFilter): (id: number) => boolean {
  const isMeant = selectUsers(ledger, filter)
  if (isMeant === null) return () => true
  const users = createKeys(ledger.users.ids)
  return (id) => isMeant[users.at(id)] === 1
}

/** Whether a product, by its id, is of the filter's brands and categories. */
function goodsTest(ledger: Ledger, filter: ShopFilter): (product: number) => boolean {
  const isMeant = selectProducts(ledger, filter)
  if (isMeant === null) return () => true
  const products = createKeys(ledger.products.ids)
  return (product) => isMeant[products.at(product)] === 1
}
