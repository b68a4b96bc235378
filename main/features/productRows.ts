import type { Matrix } from '../base/table.ts'
import { actType, type Acts } from './acts.ts'
import type { AsOf } from './asOf.ts'
import { addRow, emptyMatrix, fillRow, specOf } from './columns.ts'
import { createTable } from './exampleTable.ts'
import type { ProductView } from './productColumns.ts'
import { isSeen, productsWithRow, type ProductStats } from './productStats.ts'
import type { ExampleTable } from './types.ts'
import type { UserRows } from './userRows.ts'

/** A product's behaviour and social inputs are the means of this many of its latest buyers' vectors. */
const latestBuyers = 64

/** The vector of every product that was seen before the cutoff, by position; zeros for the others. */
export function buildProductVectors(asOf: AsOf, stats: ProductStats): Matrix {
  const { world, features } = asOf
  const vectors = emptyMatrix(features.product.map(specOf), world.products.count)
  const view: ProductView = { product: 0, stats, catalogue: world.catalogue }
  for (; view.product < world.products.count; view.product++) {
    if (isSeen(stats, view.product)) fillRow(vectors, view.product, features.product, view)
  }
  return vectors
}

/** The products with a row, their positions, and their table. */
export interface ProductRows {
  table: ExampleTable
  products: Int32Array
}

export function buildProductRows(
  asOf: AsOf,
  stats: ProductStats,
  vectors: Matrix,
  users: UserRows,
  sales: Sales,
  labelled: boolean,
): ProductRows {
  const { world, features } = asOf
  const products = productsWithRow(stats, world.catalogue)
  const table = createTable('product', products.length, features, labelled)
  const periods = observedPeriods(asOf)
  const { period1, period2, period3 } = stats
  for (let row = 0; row < products.length; row++) {
    const product = products[row]
    table.ids[row] = world.products.ids[product]
    addRow(table.inputs.product, row, vectors, product, 1)
    table.codes.category[row] = features.acts.codes.category[product]
    table.codes.brand[row] = features.acts.codes.brand[product]
    averageBuyers(latestBuyersOf(asOf, sales, product), users, table, row)
    const units = [period1[product], period2[product], period3[product]].slice(0, periods)
    table.baseline.lastPeriodUnits[row] = units[0]
    table.baseline.meanPeriodUnits[row] = units.reduce((sum, period) => sum + period) / periods
  }
  table.clusters.set(table.ids)
  table.cutoffs.fill(asOf.cutoffMs)
  return { table, products }
}

/** Up to three periods of one horizon that lie wholly within the data; one where none does. */
const observedPeriods = ({ world, cutoffDay, horizonDays }: AsOf): number =>
  Math.max(1, Math.min(3, Math.floor((cutoffDay - world.acts.startDay) / horizonDays)))

/** Purchase acts by product, oldest first. */
export interface Sales {
  starts: Int32Array
  acts: Int32Array
}

export function indexSales(acts: Acts, products: number): Sales {
  const isSale = (i: number) => acts.type[i] === actType.purchase && acts.product[i] >= 0
  const starts = new Int32Array(products + 1)
  for (let i = 0; i < acts.count; i++) if (isSale(i)) starts[acts.product[i] + 1]++
  for (let p = 0; p < products; p++) starts[p + 1] += starts[p]
  const next = starts.slice(0, products)
  const sorted = new Int32Array(starts[products])
  for (let i = 0; i < acts.count; i++) if (isSale(i)) sorted[next[acts.product[i]]++] = i
  for (let p = 0; p < products; p++) {
    sorted.subarray(starts[p], starts[p + 1]).sort((a, b) => acts.day[a] - acts.day[b] || a - b)
  }
  return { starts, acts: sorted }
}

function latestBuyersOf({ world, net, cutoffDay }: AsOf, sales: Sales, product: number): Set<number> {
  const buyers = new Set<number>()
  for (let k = sales.starts[product + 1] - 1; k >= sales.starts[product] && buyers.size < latestBuyers; k--) {
    const i = sales.acts[k]
    if (world.acts.day[i] < cutoffDay && net.units[i] > 0) buyers.add(world.acts.user[i])
  }
  return buyers
}

function averageBuyers(buyers: Set<number>, users: UserRows, table: ExampleTable, row: number): void {
  for (const user of buyers) {
    for (const group of ['behaviour', 'social'] as const) {
      addRow(table.inputs[group], row, users.table.inputs[group], users.rowOf[user], 1 / buyers.size)
    }
  }
}
