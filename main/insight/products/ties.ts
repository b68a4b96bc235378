import type { Estimate } from '../../model/types.ts'
import { byCustomer } from '../filter/select.ts'
import type { Ledger } from '../ledger/types.ts'
import { liftOf, logLikelihoodRatio, type Overlap } from './lift.ts'

/** Fewer meetings make no tie. */
export const leastSupport = 5

export interface Tie {
  /** Position of the other product. */
  product: number
  support: number
  lift: Estimate
  logLikelihood: number
}

/** Baskets (all that one customer buys on one day) of a selection: in all, by product, and by category. */
export interface BasketCounts {
  all: number
  ofProduct: Int32Array
  ofCategory: Int32Array
}

export function countBaskets({ lines, products, categories }: Ledger, selection: Int32Array): BasketCounts {
  const ofProduct = new Int32Array(products.count)
  const ofCategory = new Int32Array(categories.names.length)
  const lastOfProduct = new Int32Array(products.count).fill(-1)
  const lastOfCategory = new Int32Array(categories.names.length).fill(-1)
  let [all, user, day] = [0, -1, -1]
  for (const i of selection) {
    const product = lines.product[i]
    if (product < 0) continue
    if (lines.user[i] !== user || lines.day[i] !== day) [user, day, all] = [lines.user[i], lines.day[i], all + 1]
    // The number of the basket marks what was counted in it.
    if (lastOfProduct[product] !== all) ofProduct[product]++
    lastOfProduct[product] = all
    const category = products.category[product]
    if (lastOfCategory[category] !== all) ofCategory[category]++
    lastOfCategory[category] = all
  }
  return { all, ofProduct, ofCategory }
}

interface Meetings {
  /** Baskets with both, by the other product. */
  together: Int32Array
  /** Category days without the product next to one with it: in all, and by the other product bought on them. */
  besideAll: number
  beside: Int32Array
}

/**
 * What goes with a product and what stands in for it, of the lines selected (all products), strongest first by Dunning's
 * log-likelihood ratio (1993).
 * Complements: products bought in the same basket at least five times, and more often than by chance (the lift's 95% interval
 * lies above 1). The cases are all baskets.
 * Substitutes: products of the same category between which customers switch. The cases are the days on which anyone bought in the
 * category but not this product; those next to a day of the same customer with it, before or after in the category, hold the
 * other product more often than all do (at least five times, interval above 1), by a higher lift than the two have within one
 * basket of the category. Products without a category have none.
 */
export function tiesOf(
  ledger: Ledger,
  selection: Int32Array,
  counts: BasketCounts,
  product: number,
): { complements: Tie[]; substitutes: Tie[] } {
  const { products } = ledger
  const { together, beside, besideAll } = meetings(ledger, selection, product)
  const own = counts.ofProduct[product]
  const category = products.category[product]
  const complements: Tie[] = []
  const substitutes: Tie[] = []
  for (let other = 0; other < products.count; other++) {
    if (other === product) continue
    const both = { both: together[other], one: own, other: counts.ofProduct[other], all: counts.all }
    addTie(complements, other, both, 1)
    if (category === 0 || products.category[other] !== category || beside[other] < leastSupport) continue
    const inCategory = liftOf({ ...both, all: counts.ofCategory[category] }).value ?? 0
    const apart: Overlap = {
      both: beside[other],
      one: besideAll,
      other: counts.ofProduct[other] - together[other],
      all: counts.ofCategory[category] - own,
    }
    addTie(substitutes, other, apart, Math.max(1, inCategory))
  }
  const strongest = (a: Tie, b: Tie) => b.logLikelihood - a.logLikelihood || a.product - b.product
  return { complements: complements.sort(strongest), substitutes: substitutes.sort(strongest) }
}

/** Adds a pair that meets often enough, surely more than by chance, and with more than a given lift. */
function addTie(ties: Tie[], product: number, overlap: Overlap, above: number): void {
  if (overlap.both < leastSupport) return
  const lift = liftOf(overlap)
  if (lift.value === null || lift.low === null || lift.low <= 1 || lift.value <= above) return
  ties.push({ product, support: overlap.both, lift, logLikelihood: logLikelihoodRatio(overlap) })
}

function meetings(ledger: Ledger, selection: Int32Array, product: number): Meetings {
  const { lines, products } = ledger
  const found: Meetings = {
    together: new Int32Array(products.count),
    besideAll: 0,
    beside: new Int32Array(products.count),
  }
  const category = products.category[product]
  for (const own of byCustomer(ledger.lines, selection)) {
    if (!own.some((i) => lines.product[i] === product)) continue
    /** Days in the category: their lines, and whether the product was among them. */
    const days: { of: Set<number>; has: boolean }[] = []
    for (const basket of baskets(ledger, own)) {
      const has = basket.has(product)
      if (has) for (const other of basket) if (other !== product) found.together[other]++
      if ([...basket].some((other) => products.category[other] === category)) days.push({ of: basket, has })
    }
    days.forEach((day, at) => {
      if (day.has || !(days[at - 1]?.has || days[at + 1]?.has)) return
      found.besideAll++
      for (const other of day.of) found.beside[other]++
    })
  }
  return found
}

/** What one customer bought, day by day; lines without a product make no basket. */
function* baskets({ lines }: Ledger, own: Int32Array): Generator<Set<number>> {
  for (let from = 0; from < own.length;) {
    const basket = new Set<number>()
    const day = lines.day[own[from]]
    for (; from < own.length && lines.day[own[from]] === day; from++) {
      if (lines.product[own[from]] >= 0) basket.add(lines.product[own[from]])
    }
    if (basket.size > 0) yield basket
  }
}
