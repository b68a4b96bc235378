import { expect, it } from 'vitest'
import { createRandom } from '../../main/base/random.ts'
import { shopFilter } from '../../main/insight/filter/input.ts'
import { mainCategories } from '../../main/insight/mainCategory.ts'
import { brandPurchases } from '../../main/insight/purchases.ts'
import { ledgerOf, type LineInput } from './ledgerOf.ts'

const purchasesOf = (lines: LineInput[], products: { brand?: number; category?: number }[]) => {
  const ledger = ledgerOf(lines, { products })
  return brandPurchases(ledger, shopFilter.parse({}), ledger.endDay)
}

it('is where a brand sold most money within the window, else ever; nowhere for one that never sold', () => {
  const products = [
    { brand: 0, category: 1 },
    { brand: 0, category: 2 },
    { brand: 1, category: 2 },
    { brand: 2, category: 1 },
    { brand: 3, category: 0 },
  ]
  const purchases = purchasesOf(
    [
      { user: 0, product: 0, day: 1, money: 100 },
      { user: 0, product: 0, day: 95, money: 4 },
      { user: 1, product: 1, day: 99, money: 5 },
      { user: 1, product: 2, day: 2, money: 1 },
      // Given away: sold all the same.
      { user: 1, product: 4, day: 99, money: 0 },
    ],
    products,
  )
  expect([...mainCategories(purchases, { windowDays: 10 })]).toEqual([2, 2, -1, 0])
  expect([...mainCategories(purchases, { windowDays: 100 })]).toEqual([1, 2, -1, 0])
})

it('is what adding up by brand and category finds', () => {
  const random = createRandom(3)
  const products = Array.from({ length: 40 }, () => ({ brand: random.integer(6), category: random.integer(5) }))
  const lines = Array.from({ length: 600 }, () => ({
    ...{
      user: random.integer(50),
      product: random.integer(40),
      day: random.integer(200),
      money: 1 + random.integer(1000) / 7,
    },
  }))
  const purchases = purchasesOf(lines, products)
  const since = purchases.endDay - 60
  const expected = purchases.brandIds.map((_, brand) => {
    const sums = purchases.categoryIds.map((_, category) =>
      lines
        .filter(
          ({ product, day }) =>
            day >= since && products[product].brand === brand && products[product].category === category,
        ) // prettier-ignore
        .reduce((sum, { money }) => sum + money, 0),
    )
    return sums.indexOf(Math.max(...sums))
  })
  expect([...mainCategories(purchases, { windowDays: 60 })]).toEqual([...expected])
})
