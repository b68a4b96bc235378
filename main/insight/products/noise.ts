import type { Span } from '../filter/span.ts'
import type { Ledger } from '../ledger/types.ts'

/** Blocks of a week; of a day where a period is too short to hold some pairs of weeks. */
const blockDays = (days: number): number => (days >= 56 ? 7 : 1)

/**
 * How much wider than Poisson's the noise of products' sales is: Pearson's statistic over its degrees of freedom (McCullagh
 * & Nelder 1989, §4.5), never below 1. Each product's units in the odd blocks of days are held against those in the even ones,
 * which a trend moves alike: (a − b)² / (a + b) has the mean φ. Only pairs of blocks after the launch count, so that both sides
 * were on sale for as long. 1 where nothing was sold.
 */
export function dispersionOf({ lines, products }: Ledger, selection: Int32Array, { fromDay, toDay }: Span): number {
  const block = blockDays(toDay - fromDay)
  const pairs = Math.floor((toDay - fromDay) / (2 * block))
  const odd = new Float64Array(products.count)
  const even = new Float64Array(products.count)
  for (const i of selection) {
    const product = lines.product[i]
    if (product < 0) continue
    const pair = Math.floor((lines.day[i] - fromDay) / (2 * block))
    if (pair >= pairs || fromDay + pair * 2 * block < products.launchedDay[product]) continue
    const isOdd = Math.floor((lines.day[i] - fromDay) / block) % 2 === 1
    if (isOdd) odd[product] += lines.units[i]
    else even[product] += lines.units[i]
  }
  let [statistic, counted] = [0, 0]
  for (let product = 0; product < products.count; product++) {
    const both = odd[product] + even[product]
    if (both === 0) continue
    statistic += (odd[product] - even[product]) ** 2 / both
    counted++
  }
  return counted === 0 ? 1 : Math.max(1, statistic / counted)
}
