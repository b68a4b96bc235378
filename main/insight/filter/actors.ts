import { keepLatest } from '../../base/latest.ts'
import { createKeys } from '../../features/keys.ts'
import type { OpenProject } from '../../storage/operation.ts'
import type { LedgerColumns } from '../ledger/types.ts'
import { iterateActors, readKinds, type ActTest } from './actStore.ts'
import { clockSegments } from './clock.ts'
import { spanOf } from './span.ts'
import type { ActCondition } from './types.ts'

const kept = 8

/** Who did what: found among the acts once per condition, the latest ones remembered. */
export function createActors(project: OpenProject, ledger: LedgerColumns): (condition: ActCondition) => Uint8Array {
  const known = new Map<string, Uint8Array>()
  return ({ done: _, ...condition }) => {
    const key = JSON.stringify(condition)
    return keepLatest(known, key, kept, () => findActors(project, ledger, condition))
  }
}

function findActors(project: OpenProject, ledger: LedgerColumns, condition: Omit<ActCondition, 'done'>): Uint8Array {
  const did = new Uint8Array(ledger.users.count)
  const test = testOf(project, ledger, condition)
  if (test === null) return did
  const users = createKeys(ledger.users.ids)
  for (const id of iterateActors(project.database, test)) {
    const user = users.at(id)
    if (user >= 0) did[user] = 1
  }
  return did
}

/** Null where no act can be meant: a kind that the project does not know, no such product. */
function testOf(
  { database, calendar }: OpenProject,
  ledger: LedgerColumns,
  { kinds, period, hours, weekdays, query, ...goods }: Omit<ActCondition, 'done'>,
): ActTest | null {
  const known = readKinds(database)
  const typeIds = kinds.flatMap((kind) => known.get(kind) ?? [])
  const productIds = productsOf(ledger, goods)
  if ((kinds.length > 0 && typeIds.length === 0) || productIds?.length === 0) return null
  const { fromDay, toDay } = spanOf(ledger, period)
  const isWhole = fromDay === ledger.startDay && toDay === ledger.endDay
  const times = isWhole ? null : { fromMs: calendar.dayStart(fromDay), toMs: calendar.dayStart(toDay) }
  const segments = hours.length + weekdays.length > 0 ? clockSegments(calendar, fromDay, toDay) : []
  const shareOfDays = (toDay - fromDay) / Math.max(1, ledger.endDay - ledger.startDay)
  return { typeIds, productIds, times, shareOfDays, hours, weekdays, segments, query }
}

/** Ids of the products that are meant; null: whatever product, and none. */
function productsOf(
  { products, brands, categories }: LedgerColumns,
  { brands: asked, categories: within, price }: Pick<ActCondition, 'brands' | 'categories' | 'price'>,
): number[] | null {
  const { from, to } = price
  if (asked.length + within.length === 0 && from === null && to === null) return null
  const [isBrand, isCategory] = [new Set(asked), new Set(within)]
  const found: number[] = []
  for (let at = 0; at < products.count; at++) {
    if (asked.length > 0 && !isBrand.has(brands.ids[products.brand[at]])) continue
    if (within.length > 0 && !isCategory.has(categories.ids[products.category[at]])) continue
    // An unknown price lies in no range.
    if (from !== null && !(products.price[at] >= from)) continue
    if (to !== null && !(products.price[at] <= to)) continue
    found.push(products.ids[at])
  }
  return found
}
