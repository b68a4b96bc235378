import { addToRatio, emptyRatio, mean, ratio, share, type RatioSums } from './intervals.ts'
import { byCustomer } from './filter/select.ts'
import { allRows, scopedRows, type BrandPurchases, type Scope } from './purchases.ts'
import type { BrandStanding } from './types.ts'

interface BrandTally {
  buyers: number
  /** Purchase days of the brand: their sum and sum of squares over buyers. */
  days: number
  daysSquared: number
  repeaters: number
  onlyThis: number
  spend: number
  /** x: the buyer's spend in the brand's categories, y: on the brand. */
  requirements: RatioSums
}

const emptyTally = (): BrandTally => ({
  buyers: 0,
  days: 0,
  daysSquared: 0,
  repeaters: 0,
  onlyThis: 0,
  spend: 0,
  requirements: emptyRatio(),
})

/**
 * Where each brand of the scope stands, largest first: the measures of Ehrenberg's brand performance (Goodhardt,
 * Ehrenberg & Chatfield 1984). A purchase occasion is a user-day. Over the whole shop a brand's requirements are its
 * buyers' spend in the categories that the brand sells in.
 */
export function brandStandings(purchases: BrandPurchases, scope: Scope): { buyers: number; brands: Standing[] } {
  const tallies = new Map<number, BrandTally>()
  const basket = createBasket(purchases)
  let buyers = 0
  for (const own of byCustomer(purchases, scopedRows(purchases, scope))) {
    buyers++
    fillBasket(basket, purchases, own)
    for (const brand of basket.brands) {
      const tally = tallies.get(brand) ?? emptyTally()
      tallies.set(brand, tally)
      addBasket(tally, basket, brand)
    }
  }
  const brands = [...tallies].map(([brand, tally]) => standing(purchases, brand, tally, buyers))
  return { buyers, brands: brands.sort((a, b) => b.buyers - a.buyers || b.spend - a.spend) }
}

/** What the purchases alone tell; predictions are added by whoever has a run. */
export type Standing = Omit<BrandStanding, 'expected' | 'predictedAgain' | 'predictedShare' | 'then'>

/** One customer's purchases, by brand and by category; made once, as there are many customers. */
interface Basket {
  /** Those bought, without order. */
  brands: number[]
  categories: number[]
  days: Int32Array
  lastDay: Int32Array
  spend: Float64Array
  categorySpend: Float64Array
  /** A brand bought in a category, −1 for none, and whether another one was, too. */
  brandIn: Int32Array
  isMixed: Uint8Array
  /** By brand: the categories that it sells in. */
  categoriesOf: number[][]
}

function createBasket(purchases: BrandPurchases): Basket {
  const [brands, categories] = [purchases.brandIds.length, purchases.categoryIds.length]
  return {
    ...{ brands: [], categories: [], days: new Int32Array(brands), lastDay: new Int32Array(brands) },
    ...{ spend: new Float64Array(brands), categorySpend: new Float64Array(categories) },
    ...{ brandIn: new Int32Array(categories).fill(-1), isMixed: new Uint8Array(categories) },
    categoriesOf: brandCategories(purchases),
  }
}

function brandCategories(purchases: BrandPurchases): number[][] {
  const { brand, category, brandIds } = purchases
  const found = Array.from(brandIds, (): number[] => [])
  // Most brands sell in one category: their last one is far quicker to look at than a set.
  const seen = new Set<number>()
  const lastCategory = new Int32Array(brandIds.length).fill(-1)
  for (const i of allRows(purchases)) {
    if (lastCategory[brand[i]] === category[i]) continue
    lastCategory[brand[i]] = category[i]
    const pair = brand[i] * purchases.categoryIds.length + category[i]
    if (seen.has(pair)) continue
    seen.add(pair)
    found[brand[i]].push(category[i])
  }
  return found
}

function fillBasket(
  basket: Basket,
  { brand: brands, category: categories, day, money }: BrandPurchases,
  own: Int32Array,
) {
  for (const brand of basket.brands) basket.days[brand] = basket.spend[brand] = 0
  for (const category of basket.categories) {
    basket.categorySpend[category] = basket.isMixed[category] = 0
    basket.brandIn[category] = -1
  }
  basket.brands = []
  basket.categories = []
  for (const i of own) {
    const [brand, category] = [brands[i], categories[i]]
    if (basket.days[brand] === 0) basket.brands.push(brand)
    // Purchases stand by day.
    if (basket.days[brand] === 0 || basket.lastDay[brand] !== day[i]) basket.days[brand]++
    basket.lastDay[brand] = day[i]
    basket.spend[brand] += money[i]
    if (basket.brandIn[category] === -1) {
      basket.categories.push(category)
      basket.brandIn[category] = brand
    } else if (basket.brandIn[category] !== brand) basket.isMixed[category] = 1
    basket.categorySpend[category] += money[i]
  }
}

function addBasket(tally: BrandTally, basket: Basket, brand: number): void {
  const { days, spend, categorySpend, brandIn, isMixed, categoriesOf } = basket
  let required = 0
  let others = false
  for (const category of categoriesOf[brand]) {
    required += categorySpend[category]
    others ||= isMixed[category] === 1 || (brandIn[category] !== -1 && brandIn[category] !== brand)
  }
  tally.buyers++
  tally.days += days[brand]
  tally.daysSquared += days[brand] ** 2
  tally.spend += spend[brand]
  if (days[brand] >= 2) tally.repeaters++
  if (!others) tally.onlyThis++
  if (required > 0) addToRatio(tally.requirements, required, spend[brand])
}

function standing(purchases: BrandPurchases, brand: number, tally: BrandTally, buyers: number): Standing {
  return {
    brandId: purchases.brandIds[brand],
    brand: purchases.brandNames[brand],
    buyers: tally.buyers,
    penetration: share(tally.buyers, buyers),
    frequency: mean(tally.days, tally.daysSquared, tally.buyers),
    shareOfRequirements: ratio(tally.requirements),
    repeatRate: share(tally.repeaters, tally.buyers),
    onlyThis: share(tally.onlyThis, tally.buyers),
    spend: tally.spend,
  }
}
