import { asOfOperation, type AsOf } from '../../dataset/clean/asOf.ts'
import { readTimeSpan } from '../../features/store.ts'
import { isoDay } from '../../base/calendar.ts'
import { summariseDemand } from './demand.ts'
import { hasQueries, iterateSearchers, type SearchedRow } from './demandStore.ts'
import { searchesIn } from './searches.ts'
import type { Demand } from './types.ts'

export interface DemandQuestion {
  windowDays: number
  limit: number
}

const rowsPerCheck = 65_536

/** The queries of the last `windowDays` days of the data. */
export const demandOperation = asOfOperation(
  'insight.demand',
  ({ database, calendar }, { windowDays, limit }: DemandQuestion & AsOf, work): Demand | null => {
    const span = readTimeSpan(database)
    if (!span || !hasQueries(database)) return null
    const endDay = calendar.dayNumber(span.lastMs) + 1
    const fromDay = Math.max(calendar.dayNumber(span.firstMs), endDay - windowDays)
    const halfDay = fromDay + Math.floor((endDay - fromDay) / 2)
    function* rows(): Generator<SearchedRow> {
      let read = 0
      for (const row of iterateSearchers(database, calendar.dayStart(fromDay))) {
        if (read++ % rowsPerCheck === 0) work.checkpoint()
        yield row
      }
    }
    const searches = searchesIn(rows(), (timeMs) => calendar.dayNumber(timeMs))
    return {
      from: isoDay(fromDay),
      to: isoDay(endDay - 1),
      half: isoDay(halfDay),
      ...summariseDemand(searches, calendar.dayStart(halfDay), limit),
    }
  },
)
