import { monthName, monthOf } from './months.ts'
import { byCustomer } from './filter/select.ts'
import { scopedRows, type BrandPurchases, type Scope } from './purchases.ts'
import type { BrandDetails } from './types.ts'

/** Months after the first purchase that are followed. */
const followedMonths = 12

/**
 * Customers by the month of their first purchase of the brand, and the share of them who bought it in that month (all)
 * and in each of the following ones. A month that the data do not cover to its end is null, not 0.
 */
export function brandCohorts(purchases: BrandPurchases, scope: Scope, brand: number): BrandDetails['cohorts'] {
  const cohorts = new Map<number, { customers: number; buyers: number[] }>()
  const ever = scopedRows(purchases, { ...scope, windowDays: purchases.endDay - purchases.startDay })
  for (const own of byCustomer(purchases, ever)) {
    const months = new Set<number>()
    for (const i of own) if (purchases.brand[i] === brand) months.add(monthOf(purchases.day[i]))
    if (months.size === 0) continue
    const first = Math.min(...months)
    const cohort = cohorts.get(first) ?? { customers: 0, buyers: new Array<number>(followedMonths + 1).fill(0) }
    cohorts.set(first, cohort)
    cohort.customers++
    for (const month of months) if (month - first <= followedMonths) cohort.buyers[month - first]++
  }
  const lastWholeMonth = monthOf(purchases.endDay) - 1
  return [...cohorts]
    .sort(([a], [b]) => a - b)
    .map(([month, { customers, buyers }]) => ({
      month: monthName(month),
      customers,
      again: buyers.map((count, after) => (after === 0 || month + after <= lastWholeMonth ? count / customers : null)),
    }))
}
