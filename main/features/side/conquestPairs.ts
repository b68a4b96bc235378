import type { AsOf } from '../asOf.ts'
import { inPairWindow, type PairList } from '../pairHistory.ts'

/** Brands listed per customer at most: a whole market of them would drown those worth a campaign. */
export const brandsPerCustomer = 5
/** Pairs that memory should hold at once: of very many customers each has fewer brands, but at least one. */
const mostPairs = 300_000

const brandsListed = (customers: number): number =>
  Math.max(1, Math.min(brandsPerCustomer, Math.floor(mostPairs / customers)))

interface Contender {
  brand: number
  /** Of all spend in the category in [c − 365, c). */
  share: number
}

/**
 * Brands a customer did not buy in [c − 365, c) in categories where the customer bought something: at most the five with
 * the largest market share in any of these categories (fewer from 60,000 customers on). By user, then brand.
 */
export function listConquests(asOf: AsOf, users: Int32Array): PairList {
  const { acts, catalogue } = asOf.world
  const ranked = rankBrands(asOf)
  // The same at every cutoff, so that rows to learn from are like those to score.
  const most = brandsListed(asOf.world.users.count)
  const found: { user: number; brand: number }[] = []
  for (const user of users) {
    const owned = new Set<number>()
    const categories = new Set<number>()
    for (let i = acts.starts[user]; i < acts.starts[user + 1] && acts.day[i] < asOf.cutoffDay; i++) {
      if (!inPairWindow(acts, asOf.net, i, asOf.cutoffDay)) continue
      owned.add(catalogue.brand[acts.product[i]])
      categories.add(catalogue.category[acts.product[i]])
    }
    for (const brand of strongest(ranked, categories, owned, most)) found.push({ user, brand })
  }
  return {
    users: Int32Array.from(found, ({ user }) => user),
    brands: Int32Array.from(found, ({ brand }) => brand),
  }
}

/** By category, its brands with the largest share of the spend first. */
function rankBrands({ world, net, cutoffDay }: AsOf): Contender[][] {
  const { acts, catalogue } = world
  const spend = catalogue.categoryNames.map(() => new Map<number, number>())
  const total = new Float64Array(catalogue.categoryNames.length)
  for (let i = 0; i < acts.count; i++) {
    if (!inPairWindow(acts, net, i, cutoffDay)) continue
    const category = catalogue.category[acts.product[i]]
    const brand = catalogue.brand[acts.product[i]]
    total[category] += net.money[i]
    if (brand >= 0) spend[category].set(brand, (spend[category].get(brand) ?? 0) + net.money[i])
  }
  return spend.map((brands, category) =>
    [...brands]
      .filter(([, money]) => money > 0)
      .map(([brand, money]) => ({ brand, share: money / total[category] }))
      .sort((a, b) => b.share - a.share || a.brand - b.brand),
  )
}

/** "No category" (position 0) is no market. */
function strongest(ranked: Contender[][], categories: Set<number>, owned: Set<number>, most: number): number[] {
  const shares = new Map<number, number>()
  for (const category of categories) {
    if (category === 0) continue
    let taken = 0
    for (const { brand, share } of ranked[category]) {
      if (taken === most) break
      if (owned.has(brand)) continue
      taken++
      shares.set(brand, Math.max(share, shares.get(brand) ?? 0))
    }
  }
  return [...shares]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, most)
    .map(([brand]) => brand)
    .sort((a, b) => a - b)
}
