import { actType } from './acts.ts'
import type { AsOf } from './asOf.ts'

/** The categories and brands of most spend when the columns were fitted, as positions: what circles are compared by. */
export interface RankedMarkets {
  categories: number[]
  brands: number[]
}

/** So many of each are compared; spend on all others counts for nothing there. */
export const mostRanked = 32

/** Every user's net spend before the cutoff on each ranked category, then each ranked brand: `width` figures a user. */
export interface SpendProfiles {
  width: number
  values: Float32Array
}

export function profileSpend({ world, net, cutoffDay, features }: AsOf): SpendProfiles {
  const { acts, catalogue, users } = world
  const { categories, brands } = features.ranked
  const width = categories.length + brands.length
  const placeOfCategory = places(categories, catalogue.categoryNames.length, 0)
  const placeOfBrand = places(brands, catalogue.brands.count, categories.length)
  const values = new Float32Array(users.count * width)
  for (let i = 0; i < acts.count; i++) {
    const product = acts.product[i]
    if (acts.type[i] !== actType.purchase || acts.day[i] >= cutoffDay || product < 0) continue
    const category = placeOfCategory[catalogue.category[product]]
    const brand = catalogue.brand[product] < 0 ? -1 : placeOfBrand[catalogue.brand[product]]
    if (category >= 0) values[acts.user[i] * width + category] += net.money[i]
    if (brand >= 0) values[acts.user[i] * width + brand] += net.money[i]
  }
  return { width, values }
}

function places(ranked: number[], size: number, from: number): Int32Array {
  const found = new Int32Array(size).fill(-1)
  ranked.forEach((position, i) => (found[position] = from + i))
  return found
}
