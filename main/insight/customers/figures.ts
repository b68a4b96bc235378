import { mean } from '../intervals.ts'
import { sum } from './bridge.ts'
import type { CustomerTotals } from './totals.ts'
import type { ShopFigures } from './types.ts'

/** What a span comes to, and what its mean customer does. */
export function shopFigures(totals: CustomerTotals): ShopFigures {
  const { count, spend, days } = totals
  return {
    customers: count,
    revenue: sum(spend),
    purchaseDays: sum(days),
    spendPerCustomer: mean(sum(spend), sumOfSquares(spend), count),
    daysPerCustomer: mean(sum(days), sumOfSquares(days), count),
  }
}

function sumOfSquares(values: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += values[i] * values[i]
  return total
}
