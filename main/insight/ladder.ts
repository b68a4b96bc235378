import { byCustomer } from './filter/select.ts'
import { scopedRows, type BrandPurchases, type Scope } from './purchases.ts'
import { ladderSteps, type LadderStep } from './types.ts'

/** A loyal customer buys the brand on at least so many days of the window … */
const loyalDays = 3
/** … and gives it at least this share of the spend in the scope. */
const loyalShare = 2 / 3
/** A repeat customer is at risk after so many of their own mean gaps without a purchase. */
const overdueGaps = 2

/**
 * Every customer who ever bought the brand (in the scope's category) on one step, as of the end of the data:
 * lost: nothing in the window; at risk: bought on two days or more, but silent for more than a quarter of the window
 * and twice their mean gap; loyal: three days or more and two thirds of the spend; repeat: two days or more;
 * new: the first purchase falls in the last quarter of the window; trying: one day, longer ago.
 * `spend` is spend on the brand within the window; of the lost, all they ever spent on it.
 */
export function brandLadder(
  purchases: BrandPurchases,
  scope: Scope,
  brand: number,
): { step: LadderStep; customers: number; spend: number }[] {
  const sums = new Map(ladderSteps.map((step) => [step, { step, customers: 0, spend: 0 }]))
  for (const { step, history } of brandSteps(purchases, scope, brand)) {
    const sum = sums.get(step)
    if (!sum) continue
    sum.customers++
    sum.spend += step === 'lost' ? history.spendEver : history.spendInWindow
  }
  return [...sums.values()]
}

/** Everybody who ever bought the brand, by position, with the step they stand on. */
export function* brandSteps(
  purchases: BrandPurchases,
  scope: Scope,
  brand: number,
): Generator<{ user: number; step: LadderStep; history: BrandHistory }> {
  const ever = scopedRows(purchases, { ...scope, windowDays: purchases.endDay - purchases.startDay })
  for (const own of byCustomer(purchases, ever)) {
    const history = brandHistory(purchases, own, brand, purchases.endDay - scope.windowDays)
    if (history)
      yield { user: purchases.user[own[0]], step: stepOf(history, purchases.endDay, scope.windowDays), history }
  }
}

export interface BrandHistory {
  firstDay: number
  lastDay: number
  /** Purchase days within the window. */
  days: number
  firstDayInWindow: number
  spendEver: number
  spendInWindow: number
  /** On all brands of the scope, within the window. */
  scopeSpend: number
}

function brandHistory(
  { brand: brands, day, money }: BrandPurchases,
  own: Int32Array,
  brand: number,
  windowStart: number,
): BrandHistory | null {
  const days = new Set<number>()
  const history = { firstDay: 0, lastDay: 0, firstDayInWindow: 0, spendEver: 0, spendInWindow: 0, scopeSpend: 0 }
  let bought = false
  for (const i of own) {
    if (day[i] >= windowStart) history.scopeSpend += money[i]
    if (brands[i] !== brand) continue
    if (!bought) history.firstDay = day[i]
    bought = true
    history.lastDay = day[i]
    history.spendEver += money[i]
    if (day[i] < windowStart) continue
    if (days.size === 0) history.firstDayInWindow = day[i]
    days.add(day[i])
    history.spendInWindow += money[i]
  }
  return bought ? { ...history, days: days.size } : null
}

function stepOf(history: BrandHistory, endDay: number, windowDays: number): LadderStep {
  if (history.days === 0) return 'lost'
  const recent = windowDays / 4
  const silence = endDay - history.lastDay
  if (history.days >= 2) {
    const meanGap = (history.lastDay - history.firstDayInWindow) / (history.days - 1)
    if (silence > recent && silence > overdueGaps * meanGap) return 'atRisk'
    const isLoyal = history.days >= loyalDays && history.spendInWindow >= loyalShare * history.scopeSpend
    return isLoyal ? 'loyal' : 'repeat'
  }
  return endDay - history.firstDay <= recent ? 'new' : 'trying'
}
