import type { Calendar } from '../../base/calendar.ts'
import type { Database } from 'better-sqlite3'
import { difference, share } from '../intervals.ts'
import type { Ledger } from '../ledger/types.ts'
import { readContacts } from './store.ts'
import type { Promotion } from './types.ts'

/** Fewer treated or untreated customers make no trial. */
const leastPeople = 30

/**
 * Of the customers of a campaign, the shares who bought a brand within so many days from their first contact on (that day counts),
 * treated and not, and the difference with Newcombe's interval (1998). An effect of the campaign if, and only if, who was
 * treated was drawn by lot. Null with fewer than 30 of either, or where the days are not over for the last contacts.
 */
export function trialOf(
  { database, calendar }: { database: Database; calendar: Calendar },
  ledger: Ledger,
  { campaign, brand, days, isUser }: { campaign: string; brand: number; days: number; isUser: Uint8Array | null },
): Promotion['trial'] {
  const rows = readContacts(database, campaign)
  const places = new Map<number, number>()
  ledger.users.ids.forEach((id, at) => places.set(id, at))
  const seen = [
    { bought: 0, n: 0 },
    { bought: 0, n: 0 },
  ]
  for (const [userId, timeMs, untreated] of rows) {
    const user = places.get(userId)
    const from = calendar.dayNumber(timeMs)
    if (from + days > ledger.endDay) return null
    if (user === undefined || (isUser !== null && isUser[user] === 0)) continue
    seen[untreated].n++
    if (hasBought(ledger, user, brand, from, from + days)) seen[untreated].bought++
  }
  const [treated, untreated] = seen
  if (treated.n < leastPeople || untreated.n < leastPeople) return null
  const [one, other] = [share(treated.bought, treated.n), share(untreated.bought, untreated.n)]
  return {
    treated: one,
    untreated: other,
    nTreated: treated.n,
    nUntreated: untreated.n,
    difference: difference(one, other),
  }
}

function hasBought({ lines, products }: Ledger, user: number, brand: number, fromDay: number, toDay: number): boolean {
  for (let i = lines.starts[user]; i < lines.starts[user + 1]; i++) {
    const isWithin = lines.day[i] >= fromDay && lines.day[i] < toDay
    if (isWithin && lines.product[i] >= 0 && products.brand[lines.product[i]] === brand) return true
  }
  return false
}
