import { actType, type Acts } from './acts.ts'
import { launchDay, type Catalogue } from './catalogue.ts'
import type { Column } from './columns.ts'
import type { ProductStats } from './productStats.ts'
import type { NetPurchases } from '../dataset/clean/netting.ts'
import type { FeatureSpec, SourceKind } from './types.ts'

/** A product as of a cutoff. One object serves all products. */
export interface ProductView {
  product: number
  stats: ProductStats
  catalogue: Catalogue
}

type Value = (product: number, stats: ProductStats, catalogue: Catalogue) => number

const from =
  (source: SourceKind) =>
  (name: string, transform: FeatureSpec['transform'], value: Value): Column<ProductView> => ({
    name,
    group: 'product',
    source,
    transform,
    value: (view) => value(view.product, view.stats, view.catalogue),
  })
const fromActs = from('behaviour')
const fromCatalogue = from('products')

const orZero = (value: number) => (Number.isNaN(value) ? 0 : value)
const growth = (now: number, before: number) => Math.log((now + 1) / (before + 1))
/** The category a product competes in gets a share smoothed towards that of an equal part. */
const smoothedShare = (units: number, total: number, members: number) => (units + 1) / (total + Math.max(1, members))

const sales = (
  ['units7', 'units30', 'units90', 'units365', 'units', 'revenue90', 'revenue365', 'buyers30', 'buyers90'] as const
).map((name) => fromActs(`product ${name}`, 'log1p', (p, stats) => stats[name][p]))

const attention = (
  ['buyers365', 'views7', 'views30', 'views90', 'carts30', 'carts90', 'favourites90', 'period1', 'period2'] as const
).map((name) => fromActs(`product ${name}`, 'log1p', (p, stats) => stats[name][p]))

const dynamics = [
  fromActs('product unitsTrend', 'none', (p, s) => growth(s.units30[p], s.unitsBefore30[p])),
  fromActs('product viewsTrend', 'none', (p, s) => growth(s.views30[p], s.viewsBefore30[p])),
  fromActs('product periodTrend', 'none', (p, s) => growth(s.period1[p], s.period2[p])),
  fromActs('product purchasesPerView', 'none', (p, s) => s.purchases90[p] / (s.purchases90[p] + s.views90[p] + 1)),
  fromActs('product returnedShare', 'none', (p, s) => (s.grossUnits[p] - s.units[p]) / Math.max(1, s.grossUnits[p])),
  fromActs('product repeatBuyerShare', 'none', (p, s) => s.repeatBuyers[p] / (s.buyers[p] + 1)),
  fromActs(
    'product lastSaleDays',
    'log1p',
    (p, s, c) => s.lastSaleAge[p] || Math.max(0, s.cutoffDay - launchDay(c, p)),
  ),
  fromActs('product lastActDays', 'log1p', (p, s) => s.lastActAge[p]),
]

const standing = [
  fromCatalogue('product price', 'log1p', (p, s) => orZero(s.price[p])),
  fromCatalogue('product pricePosition', 'none', (p, s) => s.pricePosition[p]),
  fromCatalogue('product ageDays', 'log1p', (p, s, c) => Math.max(0, s.cutoffDay - launchDay(c, p))),
  fromCatalogue('product rating', 'none', (p, _s, c) => orZero(c.rating[p])),
  fromCatalogue('product reviews', 'log1p', (p, _s, c) => orZero(c.reviews[p])),
  fromCatalogue('product categoryUnits90', 'log1p', (p, s, c) => s.categoryUnits90[c.category[p]]),
  fromCatalogue('product categoryProducts', 'log1p', (p, s, c) => s.categoryProducts[c.category[p]]),
  fromCatalogue('product categoryShare', 'none', (p, s, c) =>
    smoothedShare(s.units90[p], s.categoryUnits90[c.category[p]], s.categoryProducts[c.category[p]]),
  ),
  fromCatalogue('product brandUnits90', 'log1p', (p, s, c) => (c.brand[p] < 0 ? 0 : s.brandUnits90[c.brand[p]])),
  fromCatalogue('product brandShare', 'none', (p, s, c) =>
    c.brand[p] < 0 ? 0 : (s.units90[p] + 1) / (s.brandUnits90[c.brand[p]] + 1),
  ),
]

/** Columns of one product's vector, the same for every project but for the categories, which `topCategories` names. */
export function productColumns(catalogue: Catalogue, topCategories: number[]): Column<ProductView>[] {
  const categories = topCategories.map((category) =>
    fromCatalogue(`category = ${catalogue.categoryNames[category]}`, 'none', (p, _s, c) =>
      Number(c.category[p] === category),
    ),
  )
  return [...sales, ...attention, ...dynamics, ...standing, ...categories]
}

/** The categories of most net spend before a day get a column of their own; "no category" never does. */
export function findTopCategories(acts: Acts, catalogue: Catalogue, net: NetPurchases, beforeDay: number): number[] {
  const most = 12
  const spend = new Float64Array(catalogue.categoryNames.length)
  for (let i = 0; i < acts.count; i++) {
    if (acts.type[i] !== actType.purchase || acts.day[i] >= beforeDay || acts.product[i] < 0) continue
    spend[catalogue.category[acts.product[i]]] += net.money[i]
  }
  return [...spend.keys()]
    .filter((category) => category > 0 && spend[category] > 0)
    .sort((a, b) => spend[b] - spend[a] || a - b)
    .slice(0, most)
}
