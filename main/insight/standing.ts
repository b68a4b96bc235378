import { addToRatio, emptyRatio, mean, ratio, share, type RatioSums } from './intervals.ts'
import { byCustomer } from './filter/select.ts'
import { scopedRows, type BrandPurchases, type Scope } from './purchases.ts'
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
  const rows = scopedRows(purchases, scope)
  const categoriesOf = brandCategories(purchases)
  const tallies = new Map<number, BrandTally>()
  let buyers = 0
  for (const own of byCustomer(purchases, rows)) {
    buyers++
    tallyUser(purchases, own, categoriesOf, tallies)
  }
  const brands = [...tallies].map(([brand, tally]) => standing(purchases, brand, tally, buyers))
  return { buyers, brands: brands.sort((a, b) => b.buyers - a.buyers || b.spend - a.spend) }
}

/** What the purchases alone tell; predictions are added by whoever has a run. */
export type Standing = Omit<BrandStanding, 'expected' | 'predictedAgain' | 'predictedShare' | 'then'>

function brandCategories({ count, brand, category }: BrandPurchases): Map<number, Set<number>> {
  const found = new Map<number, Set<number>>()
  for (let i = 0; i < count; i++) {
    const categories = found.get(brand[i])
    if (categories) categories.add(category[i])
    else found.set(brand[i], new Set([category[i]]))
  }
  return found
}

function tallyUser(
  purchases: BrandPurchases,
  own: Int32Array,
  categoriesOf: Map<number, Set<number>>,
  tallies: Map<number, BrandTally>,
): void {
  const inCategory = new Map<number, { spend: number; brands: Set<number> }>()
  const ofBrand = new Map<number, { days: Set<number>; spend: number }>()
  for (const i of own) {
    const { category, brand, day, money } = purchases
    const basket = inCategory.get(category[i]) ?? { spend: 0, brands: new Set() }
    basket.spend += money[i]
    basket.brands.add(brand[i])
    inCategory.set(category[i], basket)
    const entry = ofBrand.get(brand[i]) ?? { days: new Set(), spend: 0 }
    entry.days.add(day[i])
    entry.spend += money[i]
    ofBrand.set(brand[i], entry)
  }
  for (const [brand, { days, spend }] of ofBrand) {
    const tally = tallies.get(brand) ?? emptyTally()
    tallies.set(brand, tally)
    let required = 0
    let others = false
    for (const category of categoriesOf.get(brand) ?? []) {
      const basket = inCategory.get(category)
      if (!basket) continue
      required += basket.spend
      others ||= basket.brands.size > (basket.brands.has(brand) ? 1 : 0)
    }
    tally.buyers++
    tally.days += days.size
    tally.daysSquared += days.size ** 2
    tally.spend += spend
    if (days.size >= 2) tally.repeaters++
    if (!others) tally.onlyThis++
    if (required > 0) addToRatio(tally.requirements, required, spend)
  }
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
