import type { Estimate } from '../../model/types.ts'
import { byCustomer } from '../filter/select.ts'
import { difference, ratio } from '../intervals.ts'
import type { Ledger } from '../ledger/types.ts'
import type { ProductTally } from './tally.ts'

const nothing: Estimate = { value: null, low: null, high: null }

/** Sums over a category's customers, of what they spend in it (x) and on each of its products (y). */
export interface CategorySums {
  category: { n: Int32Array; x: Float64Array; xx: Float64Array }
  product: { y: Float64Array; xy: Float64Array; yy: Float64Array }
}

/** Gathers the sums customer by customer; the selection must hold all products of the categories that are asked about. */
export function categorySums(ledger: Ledger, selection: Int32Array): CategorySums {
  const { lines, products, categories } = ledger
  const size = categories.names.length
  const category = { n: new Int32Array(size), x: new Float64Array(size), xx: new Float64Array(size) }
  const columns = () => new Float64Array(products.count)
  const product = { y: columns(), xy: columns(), yy: columns() }
  const spentIn = new Float64Array(size)
  const spentOn = columns()
  for (const own of byCustomer(ledger.lines, selection)) {
    for (const i of own) {
      const at = lines.product[i]
      if (at < 0) continue
      spentIn[products.category[at]] += lines.money[i]
      spentOn[at] += lines.money[i]
    }
    for (const i of own) {
      const at = lines.product[i]
      if (at < 0 || spentOn[at] === 0) continue
      const y = spentOn[at]
      product.y[at] += y
      product.yy[at] += y * y
      product.xy[at] += y * spentIn[products.category[at]]
      spentOn[at] = 0
    }
    for (const i of own) {
      const at = lines.product[i]
      const x = at < 0 ? 0 : spentIn[products.category[at]]
      if (x === 0) continue
      const group = products.category[at]
      category.n[group]++
      category.x[group] += x
      category.xx[group] += x * x
      spentIn[group] = 0
    }
  }
  return { category, product }
}

/** A product's share of its category's spend, with the interval of a ratio over customers; none without a category. */
export function shareInCategory({ products }: Ledger, { category, product }: CategorySums, at: number): Estimate {
  const group = products.category[at]
  if (group === 0 || category.n[group] === 0) return nothing
  const [n, x, xx] = [category.n[group], category.x[group], category.xx[group]]
  return ratio({ n, x, xx, y: product.y[at], xy: product.xy[at], yy: product.yy[at] })
}

/**
 * Points of share gained between two spans. The spread is that of independent customers; most are the same ones in both
 * spans, which makes the interval too wide rather than too narrow.
 */
export const changeOfShare = (now: Estimate, before: Estimate): Estimate => difference(now, before)

/**
 * Each product's place among those of its category by the mean price paid per unit: the share of the others that are cheaper,
 * ties by half. NaN where it was not sold, has no category or stands alone in it.
 */
export function pricePositions({ products, categories }: Ledger, { units, money }: ProductTally): Float64Array {
  const members = categories.names.map((): number[] => [])
  for (let at = 0; at < products.count; at++) if (units[at] > 0) members[products.category[at]].push(at)
  const positions = new Float64Array(products.count).fill(NaN)
  const price = (at: number) => money[at] / units[at]
  for (const [group, own] of members.entries()) {
    if (group === 0 || own.length < 2) continue
    const sorted = own.sort((a, b) => price(a) - price(b))
    for (let from = 0; from < sorted.length;) {
      let to = from + 1
      while (to < sorted.length && price(sorted[to]) === price(sorted[from])) to++
      // Cheaper ones, and half of those as dear beside itself.
      for (let k = from; k < to; k++) positions[sorted[k]] = (from + (to - from - 1) / 2) / (sorted.length - 1)
      from = to
    }
  }
  return positions
}
