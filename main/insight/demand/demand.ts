import { mean, share } from '../intervals.ts'
import type { Search } from './searches.ts'
import type { Demand, DemandTrend, QueryDemand } from './types.ts'

interface Tally {
  searches: number
  users: Set<number>
  clicked: number
  looked: number
  bought: number
  value: number
  valueSquared: number
  after: number
}

const emptyTally = (): Tally => ({
  ...{ searches: 0, users: new Set(), clicked: 0, looked: 0, bought: 0 },
  ...{ value: 0, valueSquared: 0, after: 0 },
})

/**
 * What was searched, most searched first. Conversions carry Wilson's interval over searches, values the normal one; a
 * user who searches often counts with every search. A trend is told where the second half's part of a query's searches
 * differs from that of all searches beyond its Wilson interval; of a hundred steady queries some five look changed.
 */
export function summariseDemand(
  searches: Iterable<Search>,
  halfMs: number,
  limit: number,
): Omit<Demand, 'from' | 'to' | 'half'> {
  const all = emptyTally()
  const byQuery = new Map<string, Tally>()
  let inSession = 0
  for (const search of searches) {
    const tally = byQuery.get(search.query) ?? emptyTally()
    byQuery.set(search.query, tally)
    for (const each of [all, tally]) add(each, search, halfMs)
    if (search.session !== null) inSession++
  }
  const unbought = [...byQuery.values()].filter(({ bought }) => bought === 0)
  return {
    searches: all.searches,
    users: all.users.size,
    queries: byQuery.size,
    inSession: all.searches > 0 ? inSession / all.searches : 0,
    converted: share(all.bought, all.searches),
    valuePerSearch: mean(all.value, all.valueSquared, all.searches),
    neverBought: { queries: unbought.length, searches: unbought.reduce((sum, { searches: n }) => sum + n, 0) },
    rows: [...byQuery]
      .sort(([a, first], [b, second]) => second.searches - first.searches || (a < b ? -1 : 1))
      .slice(0, limit)
      .map(([query, tally]) => describe(query, tally, all)),
  }
}

function add(tally: Tally, { user, timeMs, clicked, looked, bought, value }: Search, halfMs: number): void {
  tally.searches++
  tally.users.add(user)
  tally.clicked += Number(clicked)
  tally.looked += Number(looked)
  tally.bought += Number(bought)
  tally.value += value
  tally.valueSquared += value * value
  tally.after += Number(timeMs >= halfMs)
}

function describe(query: string, tally: Tally, all: Tally): QueryDemand {
  const { searches, users, clicked, bought, value, valueSquared, after } = tally
  return {
    query,
    searches,
    users: users.size,
    // Where nothing but purchases was exported, a missing click says nothing.
    clicked: all.looked > 0 ? share(clicked, searches) : null,
    converted: share(bought, searches),
    unbought: searches - bought,
    value,
    valuePerSearch: mean(value, valueSquared, searches),
    before: searches - after,
    after,
    trend: trendOf(after, searches, all.after / all.searches),
  }
}

/** `usual`: the second half's part of all searches. */
function trendOf(after: number, searches: number, usual: number): DemandTrend {
  const { low, high } = share(after, searches)
  if (low !== null && low > usual) return after === searches ? 'new' : 'rising'
  if (high !== null && high < usual) return after === 0 ? 'gone' : 'fading'
  return 'steady'
}
