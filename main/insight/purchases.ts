import { AssayError } from '../base/errors.ts'
import type { Work } from '../base/job.ts'
import type { OpenProject } from '../storage/operation.ts'
import { shopFilter } from './filter/input.ts'
import { selectLines } from './filter/select.ts'
import { comparedSpan, spanOf, type Span } from './filter/span.ts'
import type { ShopFilter } from './filter/types.ts'
import { loadLedger } from './ledger/ledger.ts'
import { rememberLatest } from './ledger/rememberLatest.ts'
import type { Ledger } from './ledger/types.ts'

/**
 * Net purchases of branded products, sorted by user, then day; those of `endDay` and later are there and not looked at. Brands and
 * categories are positions in their names.
 */
export interface BrandPurchases {
  count: number
  user: Int32Array
  brand: Int32Array
  category: Int32Array
  /** Days since 1970-01-01 in the project's zone. */
  day: Int32Array
  units: Float64Array
  money: Float64Array
  brandIds: Int32Array
  brandNames: string[]
  /** 0 stands for products without a category. */
  categoryIds: number[]
  categoryNames: string[]
  startDay: number
  /** The day after the last one that is looked at. */
  endDay: number
}

/** What is asked about: people and days of a filter, in one category of it or all. */
export interface MarketQuestion {
  categoryId: number | null
  /** Left out: everybody, all time. */
  filter?: ShopFilter
  /** So many days up to the end of the data, in the place of the filter's period. */
  windowDays?: number | null
}

export interface Market {
  ledger: Ledger
  filter: ShopFilter
  /** All up to the end of the window, of the people meant. */
  purchases: BrandPurchases
  scope: Scope
  span: Span
  /** What the window is compared with: as the filter says, else as many days before; null where the data do not reach. */
  before: Span | null
}

/** The market of a question, with the purchases of all its brands. Throws `features.noPurchases` where the shop sold nothing. */
export function loadMarket(project: OpenProject, question: MarketQuestion, work: Work): Market {
  const ledger = loadLedger(project, work)
  if (ledger.lines.count === 0) throw new AssayError('features.noPurchases', { acts: 0 })
  return marketOf(ledger, question)
}

export function marketOf(ledger: Ledger, question: MarketQuestion): Market {
  const filter = question.filter ?? shopFilter.parse({})
  const { windowDays } = question
  const span =
    windowDays == null ? spanOf(ledger, filter.period) : { fromDay: ledger.endDay - windowDays, toDay: ledger.endDay }
  const comparison = filter.comparison === 'none' ? 'previous' : filter.comparison
  return {
    ...{ ledger, filter, span },
    purchases: brandPurchases(ledger, filter, span.toDay),
    scope: { categoryId: question.categoryId, windowDays: span.toDay - span.fromDay },
    before: comparedSpan(ledger, span, comparison),
  }
}

/** Throws `input.invalid` for a brand that is not there. */
export function placeOfBrand({ brandIds }: BrandPurchases, brandId: number): number {
  const brand = brandIds.indexOf(brandId)
  if (brand < 0) throw new AssayError('input.invalid', { field: 'brandId', problem: `there is no brand ${brandId}` })
  return brand
}

const remember = rememberLatest<Omit<BrandPurchases, 'endDay'>>(3)

/** A brand competes with those that the filter leaves out: its people and categories count, its brands do not. */
export function brandPurchases(ledger: Ledger, filter: ShopFilter, toDay: number): BrandPurchases {
  const { regions, genders, channels, acts, categories } = filter
  const key = JSON.stringify([regions, genders, channels, acts, categories])
  return { ...remember(ledger, key, () => derivePurchases(ledger, filter)), endDay: toDay }
}

function derivePurchases(ledger: Ledger, filter: ShopFilter): Omit<BrandPurchases, 'endDay'> {
  const { lines, products, brands, categories, startDay, endDay } = ledger
  const chosen = selectLines(ledger, { ...filter, brands: [] }, { fromDay: startDay, toDay: endDay }).filter(
    (i) => lines.product[i] >= 0 && products.brand[lines.product[i]] >= 0,
  )
  return {
    count: chosen.length,
    user: chosen.map((i) => lines.user[i]),
    brand: chosen.map((i) => products.brand[lines.product[i]]),
    category: chosen.map((i) => products.category[lines.product[i]]),
    day: chosen.map((i) => lines.day[i]),
    units: Float64Array.from(chosen, (i) => lines.units[i]),
    money: Float64Array.from(chosen, (i) => lines.money[i]),
    brandIds: brands.ids,
    brandNames: brands.names,
    categoryIds: [...categories.ids],
    categoryNames: categories.names,
    startDay,
  }
}

/** What is looked at: one category or all of the shop, in the last `windowDays` days of the purchases. */
export interface Scope {
  categoryId: number | null
  windowDays: number
}

/** The rows of the scope, still sorted by user, then day. */
export function scopedRows(purchases: BrandPurchases, { categoryId, windowDays }: Scope): Int32Array {
  const category = categoryId === null ? -1 : purchases.categoryIds.indexOf(categoryId)
  const fromDay = purchases.endDay - windowDays
  const rows = new Int32Array(purchases.count)
  let found = 0
  for (let i = 0; i < purchases.count; i++) {
    const day = purchases.day[i]
    if (day >= fromDay && day < purchases.endDay && (categoryId === null || purchases.category[i] === category))
      rows[found++] = i
  }
  return rows.slice(0, found)
}

/** The rows of all categories and days that are looked at. */
export const allRows = (purchases: BrandPurchases): Int32Array =>
  scopedRows(purchases, { categoryId: null, windowDays: purchases.endDay - purchases.startDay })

/** How many customers bought anything of a brand within the window, whatever the category. */
export function countActive(purchases: BrandPurchases, windowDays: number): number {
  const rows = scopedRows(purchases, { categoryId: null, windowDays })
  let [active, last] = [0, -1]
  for (const row of rows) {
    if (purchases.user[row] !== last) active++
    last = purchases.user[row]
  }
  return active
}
