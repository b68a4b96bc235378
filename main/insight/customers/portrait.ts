import { saleCalendar } from '../../features/saleCalendar.ts'
import type { Ledger } from '../ledger/types.ts'
import type { Interest, Portrait } from './types.ts'

const shownInterests = 8

/** What all of a customer's purchases say of them, beside what the shop's say; null without any purchase. */
export function portraitOf(ledger: Ledger, user: number): Portrait | null {
  const { lines, products, categories, brands } = ledger
  const [from, to] = [lines.starts[user], lines.starts[user + 1]]
  if (from === to) return null
  const [own, all] = [tally(ledger, from, to), tally(ledger, 0, lines.count)]
  return {
    spend: own.spend,
    categories: interests(own.byCategory, all.byCategory, own.spend, all.spend, categories.names),
    brands: interests(own.byBrand, all.byBrand, own.spend, all.spend, brands.names),
    spendingPower: spendingPower(ledger, user),
    discounted: part(own.discountedUnits, own.units),
    shopDiscounted: part(all.discountedUnits, all.units),
    discountRate: part(own.discount, own.spend + own.discount),
    shopDiscountRate: part(all.discount, all.spend + all.discount),
    saleSpend: part(own.saleSpend, own.spend),
    saleDays: saleShare(ledger),
    hasCatalogue: products.brand.some((brand) => brand >= 0) || products.category.some((category) => category > 0),
  }
}

const part = (of: number, whole: number): number | null => (whole > 0 ? of / whole : null)

function tally({ lines, products, categories, brands }: Ledger, from: number, to: number) {
  const isSale = saleCalendar().isSale
  const sums = { spend: 0, units: 0, discountedUnits: 0, discount: 0, saleSpend: 0 }
  const byCategory = new Float64Array(categories.names.length)
  const byBrand = new Float64Array(brands.names.length)
  for (let i = from; i < to; i++) {
    const [money, units, product] = [lines.money[i], lines.units[i], lines.product[i]]
    sums.spend += money
    sums.units += units
    if (lines.discount[i] > 0) {
      sums.discountedUnits += units
      sums.discount += lines.discount[i]
    }
    if (isSale(lines.day[i])) sums.saleSpend += money
    if (product < 0) continue
    byCategory[products.category[product]] += money
    if (products.brand[product] >= 0) byBrand[products.brand[product]] += money
  }
  return { ...sums, byCategory, byBrand }
}

/** The largest, by share of the customer's spend. */
function interests(own: Float64Array, all: Float64Array, spend: number, allSpend: number, names: string[]): Interest[] {
  return names
    .map((name, at) => ({ name, share: part(own[at], spend) ?? 0, shopShare: part(all[at], allSpend) ?? 0 }))
    .filter(({ name, share }) => name !== '' && share > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, shownInterests)
}

/** The share of the data's days that lie in sale seasons: what somebody to whom sales mean nothing would spend in them. */
function saleShare({ startDay, endDay }: Ledger): number | null {
  return part(saleCalendar().count(startDay, endDay - startDay), endDay - startDay)
}

/**
 * Percentile (0–1, mid-rank) of the mean price per unit that the customer paid within each category, among those who bought
 * in it, weighted by the customer's spend there. Null where nobody else bought in any of the categories.
 */
function spendingPower(ledger: Ledger, user: number): number | null {
  const { lines, products, categories, users } = ledger
  const places = categories.names.length
  const [money, units] = [new Float64Array(places), new Float64Array(places)]
  const touched: number[] = []
  const pricesOf = (one: number, use: (category: number, price: number, spend: number) => void) => {
    touched.length = 0
    for (let i = lines.starts[one]; i < lines.starts[one + 1]; i++) {
      const category = lines.product[i] < 0 ? 0 : products.category[lines.product[i]]
      if (category === 0) continue
      if (units[category] === 0) touched.push(category)
      money[category] += lines.money[i]
      units[category] += lines.units[i]
    }
    for (const category of touched) {
      use(category, money[category] / units[category], money[category])
      money[category] = units[category] = 0
    }
  }
  const own = new Map<number, { price: number; spend: number }>()
  pricesOf(user, (category, price, spend) => own.set(category, { price, spend }))
  const [below, others] = [new Float64Array(places), new Float64Array(places)]
  const mine = new Float64Array(places).fill(NaN)
  for (const [category, { price }] of own) mine[category] = price
  for (let one = 0; one < users.count; one++) {
    if (one === user) continue
    pricesOf(one, (category, price) => {
      if (Number.isNaN(mine[category])) return
      others[category]++
      below[category] += price < mine[category] ? 1 : price === mine[category] ? 0.5 : 0
    })
  }
  let [weighted, weight] = [0, 0]
  for (const [category, { spend }] of own) {
    if (others[category] === 0) continue
    weighted += (spend * below[category]) / others[category]
    weight += spend
  }
  return weight > 0 ? weighted / weight : null
}
