import { monthName, monthOf } from '../months.ts'
import { selectLines } from '../filter/select.ts'
import { isoDay } from '../../base/calendar.ts'
import { shownSpan } from '../filter/span.ts'
import type { ShopFilter } from '../filter/types.ts'
import { unknownDay, type Ledger } from '../ledger/types.ts'
import { audienceOf } from './audience.ts'
import { allGoods } from './figures.ts'
import { slopeOf } from './lifeCycle.ts'
import { productRow } from './list.ts'
import type { ProductScene } from './scene.ts'
import type { ProductDetails } from './types.ts'

/** All that is known of one product under a filter. `at`: its position; `predicted`: as in `audienceOf`. */
export function productDetails(
  scene: ProductScene,
  filter: ShopFilter,
  at: number,
  predicted: Parameters<typeof audienceOf>[3],
): ProductDetails {
  const { ledger, figures, horizonDays } = scene
  const { span, compared, cycles } = figures
  const launched = ledger.products.launchedDay[at]
  const isOwn = (i: number) => ledger.lines.product[i] === at
  const own = selectLines(ledger, allGoods(filter), span).filter(isOwn)
  const life = { fromDay: ledger.startDay, toDay: span.toDay }
  return {
    period: shownSpan(span),
    compared: compared && shownSpan(compared),
    row: productRow(scene, at),
    horizonDays,
    slope: slopeOf(cycles, at),
    launched: launched === unknownDay ? null : isoDay(launched),
    audience: audienceOf(ledger, own, span, predicted),
    months: monthsOf(ledger, selectLines(ledger, allGoods(filter), life).filter(isOwn), life.toDay),
  }
}

/** Units and spend of every month from the first sale on; months without any are 0. */
function monthsOf({ lines }: Ledger, own: Int32Array, toDay: number): ProductDetails['months'] {
  if (own.length === 0) return []
  const first = own.reduce((least, i) => Math.min(least, monthOf(lines.day[i])), Infinity)
  const months = Array.from({ length: monthOf(toDay - 1) - first + 1 }, (_, at) => ({
    month: monthName(first + at),
    units: 0,
    spend: 0,
  }))
  for (const i of own) {
    const month = months[monthOf(lines.day[i]) - first]
    month.units += lines.units[i]
    month.spend += lines.money[i]
  }
  return months
}
