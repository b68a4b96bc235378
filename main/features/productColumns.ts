import { launchDay, type Catalogue } from './catalogue.ts'
import type { Column } from './columns.ts'
import type { ProductStats } from './productStats.ts'
import type { FeatureSpec, SourceKind } from './types.ts'
import { weeksShown, weeksSoldShare, weekTrend, weekUnits, weekVolatility } from './weeklyDemand.ts'

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

const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : 0)
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
  fromCatalogue('product categoryShareTrend', 'none', (p, s, c) => {
    const [category, members] = [c.category[p], s.categoryProducts[c.category[p]]]
    const now = smoothedShare(s.units30[p], s.categoryUnits30[category], members)
    return Math.log(now / smoothedShare(s.units90[p], s.categoryUnits90[category], members))
  }),
  fromCatalogue('product brandUnits90', 'log1p', (p, s, c) => (c.brand[p] < 0 ? 0 : s.brandUnits90[c.brand[p]])),
  fromCatalogue('product brandShare', 'none', (p, s, c) =>
    c.brand[p] < 0 ? 0 : (s.units90[p] + 1) / (s.brandUnits90[c.brand[p]] + 1),
  ),
]

/** What adds detail to the sums above weighs less than they do. */
const detail = (column: Column<ProductView>, weight: number): Column<ProductView> => ({ ...column, weight })

/** Demand over the weeks before the cutoff; the weeks one by one are one input in words. */
const demand = [
  ...Array.from({ length: weeksShown }, (_, week) =>
    detail(
      fromActs(`product weekUnits = ${week + 1}`, 'log1p', (p, s) => weekUnits(s.weekly, p, week)),
      0.3,
    ),
  ),
  ...[
    fromActs('product weekTrend', 'none', (p, s) => weekTrend(s.weekly, p)),
    fromActs('product weekVolatility', 'none', (p, s) => weekVolatility(s.weekly, p)),
    fromActs('product weeksSoldShare', 'none', (p, s) => weeksSoldShare(s.weekly, p)),
    fromActs('product discountShare', 'none', (p, s) => ratio(s.discount365[p], s.discount365[p] + s.revenue365[p])),
    fromActs('product paidPriceTrend', 'none', (p, s) =>
      s.revenue30[p] > 0 ? Math.log(s.revenue30[p] / s.units30[p] / (s.revenue365[p] / s.units365[p])) : 0,
    ),
  ].map((column) => detail(column, 0.5)),
]

/** Columns of one product's vector that every project has. */
export const productColumns: Column<ProductView>[] = [...sales, ...attention, ...dynamics, ...standing, ...demand]
