import type { Database } from 'better-sqlite3'
import { actKind, type ActColumns } from './actColumns.ts'
import { readNames } from './actStore.ts'
import { countsById } from './columnProfiles.ts'
import { isoDay } from '../../base/calendar.ts'
import type { Days } from './days.ts'
import { brandsAndCategories } from './tableStore.ts'
import type { BehaviourProfile } from './types.ts'

/** Counts and money of all acts; where returns are netted, purchases and money are what they leave. */
export function behaviourProfile(
  database: Database,
  acts: ActColumns,
  days: Days,
  exactDuplicates: number,
): BehaviourProfile {
  const users = countsById(acts.user)
  const products = countsById(acts.product)
  const byKind = new Map<number, number>()
  const buyers = new Uint8Array(users.length)
  let [revenue, returned, buyerCount] = [0, 0, 0]
  for (let row = 0; row < acts.count; row++) {
    const [units, money] = acts.net(row)
    if (units <= 0) continue
    const kind = acts.kind[row]
    byKind.set(kind, (byKind.get(kind) ?? 0) + 1)
    if (kind === actKind.purchase) revenue += money
    if (kind === actKind.return) returned += money
    if (kind === actKind.purchase && buyers[acts.user[row]] === 0) {
      buyers[acts.user[row]] = 1
      buyerCount++
    }
  }
  const kinds = [...byKind.keys()].sort((a, b) => a - b)
  const names = readNames(database, 'act_type', kinds)
  return {
    rows: acts.count,
    users: countUsed(users),
    products: countUsed(products),
    ...brandsAndCategories(database, idsUsed(products)),
    from: acts.count === 0 ? null : isoDay(days.first),
    to: acts.count === 0 ? null : isoDay(days.last),
    byType: Object.fromEntries(kinds.map((kind, i) => [names[i], byKind.get(kind) ?? 0])),
    purchases: byKind.get(actKind.purchase) ?? 0,
    returns: byKind.get(actKind.return) ?? 0,
    buyers: buyerCount,
    revenue: tidy(revenue),
    returned: tidy(returned),
    exactDuplicates,
  }
}

const idsUsed = (counts: Float64Array): number[] => {
  const ids: number[] = []
  counts.forEach((rows, id) => rows > 0 && id > 0 && ids.push(id))
  return ids
}
const countUsed = (counts: Float64Array) => idsUsed(counts).length

/** Sums of cents end in digits that no one has written. */
const tidy = (sum: number) => Math.round(sum * 1e4) / 1e4
