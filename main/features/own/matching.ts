import type { NetPurchases } from '../../dataset/clean/netting.ts'
import { actType, type Acts } from '../acts.ts'
import { readCategoryPaths } from '../categoryPaths.ts'
import type { World } from '../world.ts'
import type { ActFilter, WindowTask } from './types.ts'

/**
 * Whether an act is one that a filter means; a purchase only as long as something of it is left after returns. The acts may
 * be fewer or more than those of the world that the filter was read for, with the same products and types.
 */
export type Matcher = (acts: Acts, act: number, net: NetPurchases) => boolean

/** A category means all below it too, where names are paths. */
export function createMatcher({ catalogue, actTypes, productNames }: World, filter: ActFilter): Matcher {
  const wantedTypes = new Set((filter.types.length > 0 ? filter.types : ['purchase']).map((name) => actTypes.get(name)))
  const isWanted = Uint8Array.from(catalogue.brand, () => 1)
  const keep = (wanted: string[], nameOf: (product: number) => string[]) => {
    const names = new Set(wanted)
    if (names.size === 0) return
    for (let product = 0; product < isWanted.length; product++) {
      if (!nameOf(product).some((name) => names.has(name))) isWanted[product] = 0
    }
  }
  const paths = categoryNamesOf(catalogue.categoryNames)
  keep(filter.categories, (product) => paths[catalogue.category[product]])
  keep(filter.brands, (product) =>
    catalogue.brand[product] < 0 ? [] : [catalogue.brandNames[catalogue.brand[product]]],
  )
  keep(filter.products, (product) => [productNames[product]])
  const isOfAnything = filter.categories.length + filter.brands.length + filter.products.length === 0
  return (acts, act, net) => {
    if (!wantedTypes.has(acts.typeId[act])) return false
    if (acts.type[act] === actType.purchase && !(net.units[act] > 0)) return false
    return isOfAnything || (acts.product[act] >= 0 && isWanted[acts.product[act]] === 1)
  }
}

/** By category, the names it answers to: its own, and those of all above it as they stand in the catalogue. */
export function categoryNamesOf(names: string[]): string[][] {
  const pathOf = readCategoryPaths(names)
  if (pathOf === null) return names.map((name) => [name])
  const spelled = new Map(names.map((name) => [pathOf(name).at(-1) ?? name, name]))
  return names.map((name) => [name, ...pathOf(name).flatMap((path) => [path, spelled.get(path) ?? path])])
}

/** What is summed up of one user's acts from a day up to and without another. */
export type WindowSum = (user: number, fromDay: number, toDay: number) => number

/** `worth` is what each act is worth in the measure of customer value. */
export function createWindowSum(
  world: World,
  { sums }: Pick<WindowTask, 'sums'>,
  matches: Matcher,
  net: NetPurchases,
  worth: Float64Array,
): WindowSum {
  const { acts } = world
  const valueOf: Record<Exclude<WindowTask['sums'], 'any' | 'days'>, (act: number) => number> = {
    acts: () => 1,
    units: (act) => net.units[act],
    money: (act) => net.money[act],
    worth: (act) => worth[act],
  }
  return (user, fromDay, toDay) => {
    let sum = 0
    let lastDay = -Infinity
    for (let act = acts.starts[user]; act < acts.starts[user + 1] && acts.day[act] < toDay; act++) {
      if (acts.day[act] < fromDay || !matches(acts, act, net)) continue
      if (sums === 'any') return 1
      if (sums !== 'days') sum += valueOf[sums](act)
      else if (acts.day[act] !== lastDay) sum++
      lastDay = acts.day[act]
    }
    // Sold below cost on the whole: no less than nothing, as of customer value.
    return Math.max(0, sum)
  }
}
