import type { Search } from './searches.ts'

/** Searches with what followed them, as flat columns by user, then time. Some 21 bytes a search. */
export interface SearchColumns {
  count: number
  /** Whose it was, by id. */
  user: Int32Array
  /** Place in `queries`. */
  query: Int32Array
  queries: string[]
  /** Days since 1970-01-01 in the project's zone. */
  day: Int32Array
  /** Sums of `searchFlags`. */
  flags: Uint8Array
  /** Money of the purchases that it was the last search before. */
  value: Float64Array
}

export const searchFlags = { inSession: 1, clicked: 2, looked: 4, bought: 8 } as const

export function collectSearches(searches: Iterable<Search>, dayOf: (timeMs: number) => number): SearchColumns {
  const [places, user, query, day, flags, value] = [new Map<string, number>(), ...Array.from({ length: 5 }, (): number[] => [])] // prettier-ignore
  for (const search of searches) {
    const place = places.get(search.query) ?? places.size
    places.set(search.query, place)
    user.push(search.user)
    query.push(place)
    day.push(dayOf(search.timeMs))
    flags.push(flagsOf(search))
    value.push(search.value)
  }
  return {
    ...{ count: user.length, user: Int32Array.from(user), query: Int32Array.from(query), queries: [...places.keys()] },
    ...{ day: Int32Array.from(day), flags: Uint8Array.from(flags), value: Float64Array.from(value) },
  }
}

const flagsOf = ({ session, clicked, looked, bought }: Search): number =>
  (session === null ? 0 : searchFlags.inSession) +
  (clicked ? searchFlags.clicked : 0) +
  (looked ? searchFlags.looked : 0) +
  (bought ? searchFlags.bought : 0)
