import type { Estimate } from '../../model/types.ts'
import { isoDay } from '../../base/calendar.ts'
import type { Span } from '../filter/span.ts'
import { share } from '../intervals.ts'
import { byCustomer } from '../filter/select.ts'
import { scopedRows, type BrandPurchases } from '../purchases.ts'
import type { Promotion, PromotionSpan, PromotionSpanName } from './types.ts'

const z95 = 1.959964

interface Tally {
  buyers: number
  units: number
  spend: number
  newBuyers: number
  again: number
}

/**
 * A brand in the days of a promotion and as many days as asked before and after it, beside all other brands of the category (or
 * shop) together in the same days. How buyers a day changed against before is held against how those of the others did:
 * a ratio of ratios with a 95% interval on the logarithm, √(Σ 1/buyers) over the four counts. Association: whatever else fell on the
 * same days and touched this brand alone is in it. `purchases` must hold all days of the data.
 */
export function promotionOf(
  purchases: BrandPurchases,
  categoryId: number | null,
  brand: number,
  { fromDay, toDay }: Span,
  around: number,
): Pick<Promotion, 'own' | 'others' | 'during' | 'after'> {
  const spans: Record<PromotionSpanName, Span> = {
    before: { fromDay: fromDay - around, toDay: fromDay },
    during: { fromDay, toDay },
    after: { fromDay: toDay, toDay: toDay + around },
  }
  const rows = scopedRows(purchases, { categoryId, windowDays: purchases.endDay - purchases.startDay })
  const figures = (isOwn: boolean, span: Span) => spanFigures(purchases, { rows, brand, isOwn }, span, around)
  const all = (isOwn: boolean) => ({
    before: figures(isOwn, spans.before),
    during: figures(isOwn, spans.during),
    after: figures(isOwn, spans.after),
  })
  const [own, others] = [all(true), all(false)]
  const against = (name: 'during' | 'after') => ratioOfRatios(own[name], own.before, others[name], others.before)
  return { own, others, during: against('during'), after: against('after') }
}

interface Choice {
  /** Of the category. */
  rows: Int32Array
  brand: number
  /** The brand itself, or all others. */
  isOwn: boolean
}

function spanFigures(purchases: BrandPurchases, choice: Choice, span: Span, around: number): PromotionSpan | null {
  const { fromDay, toDay } = span
  if (fromDay < purchases.startDay || toDay > purchases.endDay) return null
  const sum: Tally = { buyers: 0, units: 0, spend: 0, newBuyers: 0, again: 0 }
  for (const own of byCustomer(purchases, choice.rows)) addCustomer(sum, purchases, own, choice, span, around)
  const isOver = toDay + around <= purchases.endDay
  return {
    ...{ from: isoDay(fromDay), to: isoDay(toDay - 1), days: toDay - fromDay },
    ...{ buyers: sum.buyers, units: sum.units, spend: sum.spend, newBuyers: sum.newBuyers },
    again: isOver ? share(sum.again, sum.buyers) : null,
  }
}

function addCustomer(
  sum: Tally,
  { brand, day, units, money }: BrandPurchases,
  own: Int32Array,
  choice: Choice,
  { fromDay, toDay }: Span,
  around: number,
): void {
  let [isBuyer, isKnown, comesBack] = [false, false, false]
  for (const i of own) {
    if ((brand[i] === choice.brand) !== choice.isOwn) continue
    if (day[i] < fromDay) isKnown = true
    else if (day[i] < toDay) {
      isBuyer = true
      sum.units += units[i]
      sum.spend += money[i]
    } else if (day[i] < toDay + around) comesBack = true
  }
  if (!isBuyer) return
  sum.buyers++
  if (!isKnown) sum.newBuyers++
  if (comesBack) sum.again++
}

function ratioOfRatios(...spans: (PromotionSpan | null)[]): Estimate | null {
  const [own, ownBefore, others, othersBefore] = spans
  if (!own || !ownBefore || !others || !othersBefore) return null
  const four = [own, ownBefore, others, othersBefore]
  if (four.some(({ buyers }) => buyers === 0)) return { value: null, low: null, high: null }
  const rate = ({ buyers, days }: PromotionSpan) => buyers / days
  const value = rate(own) / rate(ownBefore) / (rate(others) / rate(othersBefore))
  const factor = Math.exp(z95 * Math.sqrt(four.reduce((sum, { buyers }) => sum + 1 / buyers, 0)))
  return { value, low: value / factor, high: value * factor }
}
