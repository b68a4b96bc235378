import { scopedRows, type BrandPurchases, type Scope } from './purchases.ts'

/**
 * The category that each brand sells most in, by money within the window; of brands that sold nothing in it, by all they ever
 * sold. By position of the brand, −1 for those that never sold; as positions in `categoryIds`. Of equals the first.
 */
export function mainCategories(purchases: BrandPurchases, { windowDays }: Pick<Scope, 'windowDays'>): Int32Array {
  const found = largestOf(purchases, windowDays)
  const ever = largestOf(purchases, purchases.endDay - purchases.startDay)
  return found.map((category, brand) => (category < 0 ? ever[brand] : category))
}

function largestOf(purchases: BrandPurchases, windowDays: number): Int32Array {
  const { brandIds, categoryIds, brand, category, money } = purchases
  const sold = new Float64Array(brandIds.length * categoryIds.length).fill(-1)
  for (const i of scopedRows(purchases, { categoryId: null, windowDays })) {
    const at = brand[i] * categoryIds.length + category[i]
    sold[at] = Math.max(0, sold[at]) + money[i]
  }
  return Int32Array.from(brandIds, (_, of) => {
    const own = sold.subarray(of * categoryIds.length, (of + 1) * categoryIds.length)
    let most = -1
    own.forEach((amount, at) => {
      if (amount >= 0 && (most < 0 || amount > own[most])) most = at
    })
    return most
  })
}
