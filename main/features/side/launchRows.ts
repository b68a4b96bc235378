import type { AsOf } from '../asOf.ts'
import { launchDay, never, type Catalogue } from '../catalogue.ts'
import { createTable } from '../exampleTable.ts'
import type { ProductView } from '../productColumns.ts'
import { isSeen, type ProductStats } from '../productStats.ts'
import type { ExampleTable } from '../types.ts'
import type { World } from '../world.ts'
import { sampleByHash } from './sample.ts'

/** Just launched products and their table. */
export interface LaunchRows {
  table: ExampleTable
  products: Int32Array
}

/** A launch this many days ago or more is none any longer. */
export const launchWindowDays = 180
/** Without a date in the catalogue a first act counts as a launch, but not so early that the data had only begun. */
const settlingDays = 90

/**
 * A row per product that was launched within the last 180 days and whose first H days are not over: what those bring is
 * still open. `upcoming` takes in the products that the catalogue launches later, or that no act has shown so far.
 * Inputs are the catalogue's word alone, and what the other products of the category and the brand did before the cutoff;
 * what the product itself did is left out, since its horizon has begun with its launch. Two more baseline columns:
 * `category`, and `launchDay` (NaN where unknown).
 */
export function buildLaunchRows(
  asOf: AsOf,
  stats: ProductStats,
  most: number,
  upcoming: boolean,
  labelled: boolean,
): LaunchRows {
  const { world, features } = asOf
  const products = sampleByHash('launches', launchedProducts(asOf, upcoming), most, world.products)
  const table = createTable('product', products.length, features, labelled)
  const { values, names } = table.inputs.product
  const told = features.product.map((column) =>
    column.source === 'products' && column.name !== 'product ageDays' ? column : null,
  )
  const position = createPricePosition(stats, world.catalogue)
  const view: ProductView = { product: 0, stats, catalogue: world.catalogue }
  const [category, launched] = [new Float64Array(products.length), new Float64Array(products.length)]
  table.baseline = { ...table.baseline, category, launchDay: launched }
  for (let row = 0; row < products.length; row++) {
    view.product = products[row]
    table.ids[row] = world.products.ids[view.product]
    category[row] = world.catalogue.category[view.product]
    const day = launchOf(world, view.product)
    launched[row] = day === never ? NaN : day
    withoutItself(stats, world.catalogue, view.product, position(view.product), () =>
      told.forEach((column, i) => {
        if (column) values[row * names.length + i] = column.value(view)
      }),
    )
  }
  table.clusters.set(table.ids)
  table.cutoffs.fill(asOf.cutoffMs)
  return { table, products }
}

/** The day a product counts as launched from, `never` where nothing tells. */
export function launchOf({ catalogue, acts }: World, product: number): number {
  if (catalogue.launchedDay[product] !== never) return catalogue.launchedDay[product]
  return catalogue.firstDay[product] >= acts.startDay + settlingDays ? launchDay(catalogue, product) : never
}

function launchedProducts({ world, cutoffDay, horizonDays }: AsOf, upcoming: boolean): number[] {
  const from = cutoffDay - Math.min(launchWindowDays, horizonDays - 1)
  const found: number[] = []
  for (let product = 0; product < world.products.count; product++) {
    const day = launchOf(world, product)
    const isUnseen = day === never && world.catalogue.firstDay[product] === never
    const isUpcoming = isUnseen || (day !== never && day >= cutoffDay)
    if ((day >= from && day < cutoffDay) || (upcoming && isUpcoming)) found.push(product)
  }
  return found
}

/** Runs `read` while the statistics are as if the product had not been seen, at its catalogue price. */
function withoutItself(
  stats: ProductStats,
  catalogue: Catalogue,
  p: number,
  pricePosition: number,
  read: () => void,
): void {
  const [category, brand, units] = [catalogue.category[p], catalogue.brand[p], stats.units90[p]]
  const units30 = stats.units30[p]
  const kept = { price: stats.price[p], position: stats.pricePosition[p] }
  const members = isSeen(stats, p) ? 1 : 0
  const shift = (sign: 1 | -1) => {
    stats.categoryUnits90[category] += sign * units * members
    stats.categoryUnits30[category] += sign * units30 * members
    stats.categoryProducts[category] += sign * members
    if (brand >= 0) stats.brandUnits90[brand] += sign * units * members
  }
  shift(-1)
  stats.units90[p] = 0
  stats.units30[p] = 0
  stats.price[p] = catalogue.price[p]
  stats.pricePosition[p] = pricePosition
  read()
  stats.units90[p] = units
  stats.units30[p] = units30
  stats.price[p] = kept.price
  stats.pricePosition[p] = kept.position
  shift(1)
}

/** Where a product's catalogue price stands among the other seen products of its category: 0 cheapest, ½ unknown. */
function createPricePosition(stats: ProductStats, catalogue: Catalogue): (product: number) => number {
  const prices: number[][] = catalogue.categoryNames.map(() => [])
  for (let p = 0; p < catalogue.category.length; p++) {
    if (isSeen(stats, p) && !Number.isNaN(stats.price[p])) prices[catalogue.category[p]].push(stats.price[p])
  }
  const sorted = prices.map((own) => Float64Array.from(own).sort())
  return (p) => {
    const price = catalogue.price[p]
    const all = sorted[catalogue.category[p]]
    const itself = isSeen(stats, p) ? 1 : 0
    if (Number.isNaN(price) || all.length - itself === 0) return 0.5
    const [below, upTo] = [countBelow(all, price), countBelow(all, price, true)]
    return (below + (upTo - below - itself) / 2) / (all.length - itself)
  }
}

/** How many of the ascending values lie below a value, or at most at it. */
function countBelow(ascending: Float64Array, value: number, inclusive = false): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle] < value || (inclusive && ascending[middle] === value)) low = middle + 1
    else high = middle
  }
  return low
}
