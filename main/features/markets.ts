import { actType, type Acts } from './acts.ts'
import type { Catalogue } from './catalogue.ts'
import { readCategoryPaths } from './categoryPaths.ts'
import type { Column } from './columns.ts'
import type { NetPurchases } from '../dataset/clean/netting.ts'
import type { ProductView } from './productColumns.ts'

/** Categories, levels of their paths and brands of most spend get a column of their own, so many of each. */
const most = 12
/** Levels of a category path beside the whole one. */
const levelNames = ['topCategory', 'subcategory']

/** Twelve brands together weigh as much as a few columns. */
const brandWeight = 0.35

/** Net spend of all users before a day, by category and brand; "no category" is position 0. */
export interface MarketSpend {
  categories: Float64Array
  brands: Float64Array
}

export function spendByMarket(acts: Acts, catalogue: Catalogue, net: NetPurchases, beforeDay: number): MarketSpend {
  const spend = {
    categories: new Float64Array(catalogue.categoryNames.length),
    brands: new Float64Array(catalogue.brands.count),
  }
  for (let i = 0; i < acts.count; i++) {
    if (acts.type[i] !== actType.purchase || acts.day[i] >= beforeDay || acts.product[i] < 0) continue
    spend.categories[catalogue.category[acts.product[i]]] += net.money[i]
    const brand = catalogue.brand[acts.product[i]]
    if (brand >= 0) spend.brands[brand] += net.money[i]
  }
  return spend
}

/** Positions of the largest positive sums, largest first. */
export const largest = (sums: Float64Array, count: number, from = 0): number[] =>
  [...sums.keys()]
    .filter((position) => position >= from && sums[position] > 0)
    .sort((a, b) => sums[b] - sums[a] || a - b)
    .slice(0, count)

const column = (name: string, holds: (view: ProductView) => boolean, weight = 1): Column<ProductView> => ({
  ...{ name, group: 'product', source: 'products', transform: 'none' },
  ...(weight !== 1 && { weight }),
  value: (view) => Number(holds(view)),
})

/** 0/1 columns of the categories, the levels above them and the brands that sold most; all others share none. */
export function marketColumns(catalogue: Catalogue, spend: MarketSpend): Column<ProductView>[] {
  const { categoryNames, brandNames } = catalogue
  return [
    ...largest(spend.categories, most, 1).map((category) =>
      column(`category = ${categoryNames[category]}`, (view) => catalogue.category[view.product] === category),
    ),
    ...levelColumns(catalogue, spend.categories),
    ...largest(spend.brands, most).map((brand) =>
      column(`brand = ${brandNames[brand]}`, (view) => catalogue.brand[view.product] === brand, brandWeight),
    ),
  ]
}

function levelColumns(catalogue: Catalogue, spend: Float64Array): Column<ProductView>[] {
  const pathOf = readCategoryPaths(catalogue.categoryNames)
  if (!pathOf) return []
  const paths = catalogue.categoryNames.map(pathOf)
  const columns: Column<ProductView>[] = []
  for (let level = 0; level < levelNames.length; level++) {
    // The last part of a path is the category itself.
    const nameOf = (category: number) => (paths[category].length > level + 1 ? paths[category][level] : null)
    const sums = new Map<string, number>()
    paths.forEach((_, category) => {
      const name = nameOf(category)
      if (name !== null && spend[category] > 0) sums.set(name, (sums.get(name) ?? 0) + spend[category])
    })
    const names = [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, most)
    for (const [name] of names) {
      columns.push(
        column(`${levelNames[level]} = ${name}`, (view) => nameOf(catalogue.category[view.product]) === name),
      )
    }
  }
  return columns
}
