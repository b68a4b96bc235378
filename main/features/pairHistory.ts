import { actType, type Acts } from './acts.ts'
import type { BrandCategories, Catalogue } from './catalogue.ts'
import type { NetPurchases } from '../dataset/clean/netting.ts'

/** Days before the cutoff in which buying a brand makes a pair; its baselines look back as far. */
export const pairWindowDays = 365

/** What one user did with one brand and its rivals in [c − 365, c). One object serves all pairs. */
export interface PairHistory {
  brandSpend: number
  brandUnits: number
  /** Days on which the brand was bought, and on which anything in its categories was. */
  brandDays: number
  categorySpend: number
  categoryDays: number
  brandSpend90: number
  brandDays30: number
  brandDays90: number
  categorySpend90: number
  categoryDays90: number
  /** Days from the last purchase of the brand, of anything in its categories, and from the first of the brand. */
  brandRecency: number
  categoryRecency: number
  brandAge: number
  /** How many of the latest purchase days in the categories had the brand in a row. */
  run: number
  rivals: number
  /** The brand's share of all users' spend in its categories, and of their buyers. */
  marketShare: number
  penetration: number
  /** The brand's share of what the user's neighbours spent. */
  neighbourShare: number
  /** And of what is spent on ranked brands two steps away; 0 for a brand that is not ranked. */
  secondShare: number
}

const nothing: PairHistory = {
  brandSpend: 0,
  brandUnits: 0,
  brandDays: 0,
  categorySpend: 0,
  categoryDays: 0,
  brandSpend90: 0,
  brandDays30: 0,
  brandDays90: 0,
  categorySpend90: 0,
  categoryDays90: 0,
  brandRecency: 0,
  categoryRecency: 0,
  brandAge: 0,
  run: 0,
  rivals: 0,
  marketShare: 0,
  penetration: 0,
  neighbourShare: 0,
  secondShare: 0,
}

/** All users' spend and buyers in [c − 365, c). */
export interface Market {
  brandSpend: Float64Array
  brandBuyers: Float64Array
  categorySpend: Float64Array
  buyers: number
}

export const inPairWindow = (acts: Acts, net: NetPurchases, i: number, cutoffDay: number) =>
  acts.type[i] === actType.purchase &&
  net.units[i] > 0 &&
  acts.product[i] >= 0 &&
  acts.day[i] < cutoffDay &&
  acts.day[i] >= cutoffDay - pairWindowDays

export function computeMarket(acts: Acts, catalogue: Catalogue, net: NetPurchases, cutoffDay: number): Market {
  const market: Market = {
    brandSpend: new Float64Array(catalogue.brands.count),
    brandBuyers: new Float64Array(catalogue.brands.count),
    categorySpend: new Float64Array(catalogue.categoryNames.length),
    buyers: 0,
  }
  const lastBuyer = new Int32Array(catalogue.brands.count).fill(-1)
  let lastUser = -1
  for (let i = 0; i < acts.count; i++) {
    if (!inPairWindow(acts, net, i, cutoffDay)) continue
    const user = acts.user[i]
    const brand = catalogue.brand[acts.product[i]]
    if (user !== lastUser) market.buyers++
    lastUser = user
    market.categorySpend[catalogue.category[acts.product[i]]] += net.money[i]
    if (brand < 0) continue
    market.brandSpend[brand] += net.money[i]
    if (lastBuyer[brand] !== user) market.brandBuyers[brand]++
    lastBuyer[brand] = user
  }
  return market
}

/** User and brand of every pair, as positions, by user, then brand. */
export interface PairList {
  users: Int32Array
  brands: Int32Array
}

export function listPairs(
  acts: Acts,
  catalogue: Catalogue,
  net: NetPurchases,
  cutoffDay: number,
  users: Int32Array,
): PairList {
  const pairUsers: number[] = []
  const pairBrands: number[] = []
  const seen = new Set<number>()
  for (const user of users) {
    seen.clear()
    for (let i = acts.starts[user]; i < acts.starts[user + 1] && acts.day[i] < cutoffDay; i++) {
      if (!inPairWindow(acts, net, i, cutoffDay)) continue
      const brand = catalogue.brand[acts.product[i]]
      if (brand >= 0) seen.add(brand)
    }
    for (const brand of [...seen].sort((a, b) => a - b)) {
      pairUsers.push(user)
      pairBrands.push(brand)
    }
  }
  return { users: Int32Array.from(pairUsers), brands: Int32Array.from(pairBrands) }
}

/** Reads pairs one after the other; cheap when the pairs of a user follow one another. */
export function createPairReader(
  acts: Acts,
  catalogue: Catalogue,
  net: NetPurchases,
  cutoffDay: number,
  categories: BrandCategories,
  market: Market,
): (user: number, brand: number) => PairHistory {
  const history = { ...nothing }
  const member = new Int32Array(catalogue.categoryNames.length).fill(-1)
  const rival = new Int32Array(catalogue.brands.count).fill(-1)
  let purchases: number[] = []
  let readUser = -1
  let reading = 0

  const collect = (user: number) => {
    readUser = user
    purchases = []
    for (let i = acts.starts[user]; i < acts.starts[user + 1] && acts.day[i] < cutoffDay; i++) {
      if (inPairWindow(acts, net, i, cutoffDay)) purchases.push(i)
    }
  }

  const addPurchase = (i: number, brand: number, previousDay: number, previousBrandDay: number) => {
    const h = history
    const age = cutoffDay - acts.day[i]
    const newDay = acts.day[i] !== previousDay
    h.categorySpend += net.money[i]
    if (age <= 90) h.categorySpend90 += net.money[i]
    if (newDay) {
      h.categoryDays++
      if (age <= 90) h.categoryDays90++
      // A day without the brand ends the run: known only when the next day begins.
      if (previousDay !== previousBrandDay) h.run = 0
    }
    h.categoryRecency = age
    const bought = catalogue.brand[acts.product[i]]
    if (bought !== brand) {
      if (bought >= 0 && rival[bought] !== reading) {
        rival[bought] = reading
        h.rivals++
      }
      return false
    }
    h.brandSpend += net.money[i]
    h.brandUnits += net.units[i]
    if (age <= 90) h.brandSpend90 += net.money[i]
    if (acts.day[i] !== previousBrandDay) {
      h.brandDays++
      h.run++
      if (age <= 30) h.brandDays30++
      if (age <= 90) h.brandDays90++
      if (h.brandAge === 0) h.brandAge = age
    }
    h.brandRecency = age
    return true
  }

  const addMarket = (brand: number) => {
    let total = 0
    for (let k = categories.starts[brand]; k < categories.starts[brand + 1]; k++) {
      member[categories.categories[k]] = reading
      total += market.categorySpend[categories.categories[k]]
    }
    history.marketShare = total > 0 ? market.brandSpend[brand] / total : 0
    history.penetration = market.buyers > 0 ? market.brandBuyers[brand] / market.buyers : 0
  }

  return (user, brand) => {
    if (user !== readUser) collect(user)
    Object.assign(history, nothing)
    reading++
    addMarket(brand)
    let previousDay = -1
    let previousBrandDay = -1
    for (const i of purchases) {
      if (member[catalogue.category[acts.product[i]]] !== reading) continue
      if (addPurchase(i, brand, previousDay, previousBrandDay)) previousBrandDay = acts.day[i]
      previousDay = acts.day[i]
    }
    if (previousDay !== previousBrandDay) history.run = 0
    return history
  }
}
