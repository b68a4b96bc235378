import type { Ledger } from '../ledger/types.ts'

/** What each product sold, by its position. */
export interface ProductTally {
  units: Float64Array
  money: Float64Array
  buyers: Int32Array
}

/** Sums the purchases of a selection (sorted by customer) by product. */
export function tallyProducts({ lines, products }: Ledger, selection: Int32Array): ProductTally {
  const units = new Float64Array(products.count)
  const money = new Float64Array(products.count)
  const buyers = new Int32Array(products.count)
  const lastBuyer = new Int32Array(products.count).fill(-1)
  for (const i of selection) {
    const product = lines.product[i]
    if (product < 0) continue
    units[product] += lines.units[i]
    money[product] += lines.money[i]
    if (lastBuyer[product] === lines.user[i]) continue
    lastBuyer[product] = lines.user[i]
    buyers[product]++
  }
  return { units, money, buyers }
}
