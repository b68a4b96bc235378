import { actType, type Acts } from './acts.ts'
import { launchDay, never, type Catalogue } from './catalogue.ts'
import type { NetPurchases } from '../dataset/clean/netting.ts'
import { addWeekly, weeksSeen } from './weeklyDemand.ts'

const figures = [
  'units7',
  'units30',
  'unitsBefore30',
  'units90',
  'units365',
  'units',
  'revenue90',
  'revenue365',
  'revenue',
  'purchases90',
  'period1',
  'period2',
  'period3',
  'views7',
  'views30',
  'viewsBefore30',
  'views90',
  'carts30',
  'carts90',
  'favourites90',
  'buyers30',
  'buyers90',
  'buyers365',
  'buyers',
  'repeatBuyers',
  'grossUnits',
  'discount365',
  'revenue30',
  'lastSaleAge',
  'lastActAge',
] as const
type Figure = (typeof figures)[number]

/** What happened to every product before a cutoff, by position. Units and revenue are net of returns seen by then. */
export interface ProductStats extends Record<Figure, Float64Array> {
  cutoffDay: number
  /** Catalogue price, else the mean price paid before the cutoff; NaN without either. */
  price: Float64Array
  /** Where the price stands among the seen products of its category: 0 cheapest, 1 dearest, ½ alone or unknown. */
  pricePosition: Float64Array
  /** Net units of the 90 days before the cutoff. */
  categoryUnits90: Float64Array
  brandUnits90: Float64Array
  categoryProducts: Float64Array
  categoryUnits30: Float64Array
  /** Net units by week before the cutoff, the latest first: `weeksSeen` figures a product. */
  weekly: Float32Array
}

/** One pass over the acts: they lie by user, so a buyer is new to a product when the last buyer noted is another. */
export function computeProductStats(
  acts: Acts,
  catalogue: Catalogue,
  net: NetPurchases,
  cutoffDay: number,
  horizonDays: number,
): ProductStats {
  const stats = createStats(catalogue, cutoffDay)
  const count = countAct(acts, net, stats, horizonDays)
  for (let i = 0; i < acts.count; i++) {
    if (acts.product[i] >= 0 && acts.day[i] < cutoffDay) count(i)
  }
  addPrices(stats, catalogue)
  addSizes(stats, catalogue)
  return stats
}

function createStats(catalogue: Catalogue, cutoffDay: number): ProductStats {
  const products = catalogue.brand.length
  const columns = Object.fromEntries(figures.map((name) => [name, new Float64Array(products)])) as Record<
    Figure,
    Float64Array
  >
  return {
    ...columns,
    cutoffDay,
    price: catalogue.price.slice(),
    pricePosition: new Float64Array(products).fill(0.5),
    categoryUnits90: new Float64Array(catalogue.categoryNames.length),
    brandUnits90: new Float64Array(catalogue.brands.count),
    categoryProducts: new Float64Array(catalogue.categoryNames.length),
    categoryUnits30: new Float64Array(catalogue.categoryNames.length),
    weekly: new Float32Array(products * weeksSeen),
  }
}

function countAct(acts: Acts, net: NetPurchases, stats: ProductStats, horizonDays: number) {
  const products = stats.units.length
  const noted = { ever: 0, in30: 1, in90: 2, in365: 3, again: 4 }
  const lastBuyer = Array.from({ length: 5 }, () => new Int32Array(products).fill(-1))
  const buyerDay = new Int32Array(products)

  const noteBuyer = (kind: number, counts: Float64Array, product: number, user: number) => {
    if (lastBuyer[kind][product] === user) return
    lastBuyer[kind][product] = user
    counts[product]++
  }

  const countPurchase = (i: number, p: number, age: number) => {
    stats.grossUnits[p] += acts.units[i]
    const units = net.units[i]
    if (!(units > 0)) return
    if (lastBuyer[noted.ever][p] === acts.user[i] && buyerDay[p] !== acts.day[i]) {
      noteBuyer(noted.again, stats.repeatBuyers, p, acts.user[i])
    }
    buyerDay[p] = acts.day[i]
    noteBuyer(noted.ever, stats.buyers, p, acts.user[i])
    stats.units[p] += units
    stats.revenue[p] += net.money[i]
    if (stats.lastSaleAge[p] === 0 || age < stats.lastSaleAge[p]) stats.lastSaleAge[p] = age
    if (age <= horizonDays) stats.period1[p] += units
    else if (age <= 2 * horizonDays) stats.period2[p] += units
    else if (age <= 3 * horizonDays) stats.period3[p] += units
    addWeekly(stats.weekly, p, age, units)
    if (age > 365) return
    stats.discount365[p] += acts.discount[i]
    stats.units365[p] += units
    stats.revenue365[p] += net.money[i]
    noteBuyer(noted.in365, stats.buyers365, p, acts.user[i])
    if (age > 90) return
    stats.units90[p] += units
    stats.revenue90[p] += net.money[i]
    stats.purchases90[p]++
    noteBuyer(noted.in90, stats.buyers90, p, acts.user[i])
    if (age > 30 && age <= 60) stats.unitsBefore30[p] += units
    if (age > 30) return
    stats.units30[p] += units
    stats.revenue30[p] += net.money[i]
    noteBuyer(noted.in30, stats.buyers30, p, acts.user[i])
    if (age <= 7) stats.units7[p] += units
  }

  const countView = (p: number, age: number) => {
    if (age <= 7) stats.views7[p]++
    if (age <= 30) stats.views30[p]++
    else if (age <= 60) stats.viewsBefore30[p]++
    if (age <= 90) stats.views90[p]++
  }

  return (i: number): void => {
    const p = acts.product[i]
    const age = stats.cutoffDay - acts.day[i]
    if (stats.lastActAge[p] === 0 || age < stats.lastActAge[p]) stats.lastActAge[p] = age
    if (acts.type[i] === actType.purchase) countPurchase(i, p, age)
    else if (acts.type[i] === actType.view) countView(p, age)
    else if (acts.type[i] === actType.cart && age <= 90) {
      stats.carts90[p]++
      if (age <= 30) stats.carts30[p]++
    } else if (acts.type[i] === actType.favourite && age <= 90) stats.favourites90[p]++
  }
}

/** Only products that were seen before the cutoff count: later ones must not move the position of the others. */
export const isSeen = (stats: ProductStats, product: number): boolean => stats.lastActAge[product] > 0

function addPrices(stats: ProductStats, { category, categoryNames }: Catalogue): void {
  const byCategory: number[][] = Array.from({ length: categoryNames.length }, () => [])
  for (let p = 0; p < category.length; p++) {
    if (Number.isNaN(stats.price[p]) && stats.units[p] > 0) stats.price[p] = stats.revenue[p] / stats.units[p]
    if (isSeen(stats, p) && !Number.isNaN(stats.price[p])) byCategory[category[p]].push(p)
  }
  for (const members of byCategory) {
    members.sort((a, b) => stats.price[a] - stats.price[b])
    for (let from = 0; from < members.length;) {
      let to = from
      while (to < members.length && stats.price[members[to]] === stats.price[members[from]]) to++
      const position = members.length > 1 ? (from + to - 1) / 2 / (members.length - 1) : 0.5
      for (; from < to; from++) stats.pricePosition[members[from]] = position
    }
  }
}

function addSizes(stats: ProductStats, { brand, category }: Catalogue): void {
  for (let p = 0; p < brand.length; p++) {
    if (!isSeen(stats, p)) continue
    stats.categoryProducts[category[p]]++
    stats.categoryUnits90[category[p]] += stats.units90[p]
    stats.categoryUnits30[category[p]] += stats.units30[p]
    if (brand[p] >= 0) stats.brandUnits90[brand[p]] += stats.units90[p]
  }
}

/** Launched before the cutoff and with any act in the last 180 days. */
export function productsWithRow(stats: ProductStats, catalogue: Catalogue): Int32Array {
  const found: number[] = []
  for (let p = 0; p < catalogue.brand.length; p++) {
    const launched = launchDay(catalogue, p)
    if (launched === never || launched >= stats.cutoffDay) continue
    if (isSeen(stats, p) && stats.lastActAge[p] <= 180) found.push(p)
  }
  return Int32Array.from(found)
}
