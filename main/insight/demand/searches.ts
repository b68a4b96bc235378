import { dayMs } from '../../base/calendar.ts'
import type { SearchedRow } from './demandStore.ts'

/** One search: what a user asked for once within a session, or a day where there is no session. */
export interface Search {
  user: number
  query: string
  timeMs: number
  session: string | null
  /** It was the last search before some act on a product; `looked`: before one that is no purchase. */
  clicked: boolean
  looked: boolean
  bought: boolean
  /** Money of the purchases that it was the last search before. */
  value: number
}

/** How long after a search a purchase can follow it. */
const followsWithinMs = dayMs

const actType = { purchase: 4, return: 5, search: 9 } as const

/** Blanks trimmed and joined, letters small, wide forms as plain ones: one query however it was typed. */
export const plainQuery = (text: string): string =>
  text.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLocaleLowerCase('en')

/**
 * The searches in rows that stand by user, then time, with what followed them. An act follows a search of the same user
 * at the same moment or within 24 hours after it, in the same session where both name one. A purchase counts as bought
 * for every search it follows, its money only for the last of them, so that values add up; a product that is looked at
 * counts for the last one. Acts on other goods than those meant follow nothing. The same query again within the session (or the day, without sessions) is one search.
 */
export function* searchesIn(
  rows: Iterable<SearchedRow>,
  { dayOf, isOfGoods }: { dayOf: (timeMs: number) => number; isOfGoods: (product: number) => boolean },
): Generator<Search> {
  let user = -1
  let own: Search[] = []
  let known = new Map<string, Search>()
  for (const [userId, timeMs, type, product, money, session, text] of rows) {
    if (userId !== user) {
      yield* own
      user = userId
      own = []
      known = new Map()
    }
    const query = text === null ? '' : plainQuery(text)
    if (query !== '') {
      const key = JSON.stringify([session ?? dayOf(timeMs), query])
      if (!known.has(key)) {
        const search = { user, query, timeMs, session, clicked: false, looked: false, bought: false, value: 0 }
        known.set(key, search)
        own.push(search)
      }
    }
    if (product === null || type === actType.return || type === actType.search) continue
    if (!isOfGoods(product)) continue
    credit(own, { timeMs, session, money: type === actType.purchase ? money : null })
  }
  yield* own
}

/** `money`: null for acts that are no purchase. */
function credit(own: Search[], act: { timeMs: number; session: string | null; money: number | null }): void {
  let isLast = true
  for (let i = own.length - 1; i >= 0 && act.timeMs - own[i].timeMs < followsWithinMs; i--) {
    const search = own[i]
    if (search.session !== null && act.session !== null && search.session !== act.session) continue
    if (isLast) {
      search.clicked = true
      search.looked ||= act.money === null
      search.value += act.money ?? 0
    }
    isLast = false
    if (act.money === null) return
    search.bought = true
  }
}
