import { mean, share } from '../intervals.ts'
import { searchFlags, type SearchColumns } from './searchColumns.ts'
import type { Demand, DemandTrend, QueryDemand } from './types.ts'

/** Which searches are meant: of days, `halfDay` being the first of the second half, and of people by id. */
export interface SearchChoice {
  fromDay: number
  halfDay: number
  toDay: number
  isUser(id: number): boolean
}

/** Sums over the searches of a query, or over all. */
interface Tally {
  searches: number
  users: number
  clicked: number
  looked: number
  bought: number
  value: number
  valueSquared: number
  after: number
}

/**
 * What was searched, most searched first. Conversions carry Wilson's interval over searches, values the normal one; a
 * user who searches often counts with every search. A trend is told where the second half's part of a query's searches
 * differs from that of all searches beyond its Wilson interval; of a hundred steady queries some five look changed.
 */
export function summariseDemand(
  columns: SearchColumns,
  choice: SearchChoice,
  limit: number,
): Omit<Demand, 'from' | 'to' | 'half' | 'then'> {
  const { all, byQuery, inSession } = tallySearches(columns, choice)
  const asked = byQuery.flatMap((tally, place) => (tally ? [{ query: columns.queries[place], tally }] : []))
  const unbought = asked.filter(({ tally }) => tally.bought === 0)
  return {
    searches: all.searches,
    users: all.users,
    queries: asked.length,
    inSession: all.searches > 0 ? inSession / all.searches : 0,
    converted: share(all.bought, all.searches),
    valuePerSearch: mean(all.value, all.valueSquared, all.searches),
    neverBought: { queries: unbought.length, searches: unbought.reduce((sum, { tally }) => sum + tally.searches, 0) },
    rows: asked
      .sort((a, b) => b.tally.searches - a.tally.searches || (a.query < b.query ? -1 : 1))
      .slice(0, limit)
      .map(({ query, tally }) => describe(query, tally, all)),
  }
}

const emptyTally = (): Tally => ({
  ...{ searches: 0, users: 0, clicked: 0, looked: 0, bought: 0 },
  ...{ value: 0, valueSquared: 0, after: 0 },
})

function tallySearches(columns: SearchColumns, { fromDay, halfDay, toDay, isUser }: SearchChoice) {
  const { count, user, query, queries, day, flags, value } = columns
  const all = emptyTally()
  const byQuery = new Array<Tally | undefined>(queries.length).fill(undefined)
  /** Searches stand by user: whoever is another one than the last is new. */
  const lastUser = new Int32Array(queries.length).fill(-1)
  let [inSession, asker, counted, isMeant] = [0, -1, -1, false]
  for (let at = 0; at < count; at++) {
    if (user[at] !== asker) isMeant = isUser(user[at])
    asker = user[at]
    if (!isMeant || day[at] < fromDay || day[at] >= toDay) continue
    const tally = (byQuery[query[at]] ??= emptyTally())
    const isLater = day[at] >= halfDay
    for (const each of [all, tally]) add(each, flags[at], value[at], isLater)
    if (lastUser[query[at]] !== asker) tally.users++
    lastUser[query[at]] = asker
    if ((flags[at] & searchFlags.inSession) !== 0) inSession++
    if (counted !== asker) all.users++
    counted = asker
  }
  return { all, byQuery, inSession }
}

function add(tally: Tally, flags: number, value: number, isLater: boolean): void {
  tally.searches++
  tally.clicked += Number((flags & searchFlags.clicked) !== 0)
  tally.looked += Number((flags & searchFlags.looked) !== 0)
  tally.bought += Number((flags & searchFlags.bought) !== 0)
  tally.value += value
  tally.valueSquared += value * value
  tally.after += Number(isLater)
}

function describe(query: string, tally: Tally, all: Tally): QueryDemand {
  const { searches, users, clicked, bought, value, valueSquared, after } = tally
  return {
    query,
    searches,
    users,
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
