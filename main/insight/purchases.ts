import type { Work } from '../base/job.ts'
import { readNamed } from '../features/store.ts'
import { loadWorld, netAsOf } from '../features/world.ts'
import type { OpenProject } from '../storage/operation.ts'
import { stateText } from '../storage/state.ts'

/** Net purchases of branded products, sorted by user, then day. Brands and categories are positions in their names. */
export interface BrandPurchases {
  count: number
  user: Int32Array
  brand: Int32Array
  category: Int32Array
  /** Days since 1970-01-01 in the project's zone. */
  day: Int32Array
  money: Float64Array
  brandIds: Int32Array
  brandNames: string[]
  /** 0 stands for products without a category. */
  categoryIds: number[]
  categoryNames: string[]
  startDay: number
  /** The day after the last act. */
  endDay: number
}

/** The last table made: a page asks several questions about the same data. */
let kept: { key: string; purchases: BrandPurchases } | null = null

export function loadBrandPurchases(project: OpenProject, work: Work): BrandPurchases {
  const key = `${project.path}\n${stateText(project.database)}`
  if (kept?.key !== key) kept = { key, purchases: readBrandPurchases(project, work) }
  return kept.purchases
}

function readBrandPurchases(project: OpenProject, work: Work): BrandPurchases {
  const world = loadWorld(project, work)
  const { acts, catalogue } = world
  const net = netAsOf(world, acts.endDay)
  const rows: number[] = []
  for (let i = 0; i < acts.count; i++) {
    if (net.units[i] > 0 && acts.product[i] >= 0 && catalogue.brand[acts.product[i]] >= 0) rows.push(i)
  }
  const chosen = Int32Array.from(rows)
  const categories = readNamed(project.database, 'category')
  return {
    count: chosen.length,
    user: chosen.map((i) => acts.user[i]),
    brand: chosen.map((i) => catalogue.brand[acts.product[i]]),
    category: chosen.map((i) => catalogue.category[acts.product[i]]),
    day: chosen.map((i) => acts.day[i]),
    money: Float64Array.from(chosen, (i) => net.money[i]),
    brandIds: catalogue.brands.ids,
    brandNames: readNamed(project.database, 'brand').names,
    categoryIds: [0, ...categories.ids],
    categoryNames: ['', ...categories.names],
    startDay: acts.startDay,
    endDay: acts.endDay,
  }
}

/** What is looked at: one category or all of the shop, in the last `windowDays` days of the data. */
export interface Scope {
  categoryId: number | null
  windowDays: number
}

/** The rows of the scope, still sorted by user, then day. */
export function scopedRows(purchases: BrandPurchases, { categoryId, windowDays }: Scope): Int32Array {
  const category = categoryId === null ? -1 : purchases.categoryIds.indexOf(categoryId)
  const fromDay = purchases.endDay - windowDays
  const rows: number[] = []
  for (let i = 0; i < purchases.count; i++) {
    if (purchases.day[i] >= fromDay && (categoryId === null || purchases.category[i] === category)) rows.push(i)
  }
  return Int32Array.from(rows)
}

/** Splits rows that are sorted by user into one run per user. */
export function* byUser(purchases: BrandPurchases, rows: Int32Array): Generator<Int32Array> {
  for (let from = 0; from < rows.length;) {
    let to = from + 1
    while (to < rows.length && purchases.user[rows[to]] === purchases.user[rows[from]]) to++
    yield rows.subarray(from, to)
    from = to
  }
}

/** How many customers bought anything of a brand within the window, whatever the category. */
export function countActive(purchases: BrandPurchases, windowDays: number): number {
  return new Set(scopedRows(purchases, { categoryId: null, windowDays }).map((row) => purchases.user[row])).size
}
