import { actKind } from '../actColumns.ts'
import { readNames } from '../actStore.ts'
import { quantileOf } from '../numberFigures.ts'
import { gravity, marked, mostExamples, reachOf, tellOf, type Evidence, type Found } from './found.ts'

const leastPerLine = 20
const lineFactor = 20
/** A product bought less often has no usual quantity of its own. */
const fewestLines = 5

/**
 * Purchases of twenty times as many pieces as 99 of 100 purchase lines have, and as the product itself usually has: what is
 * sold by the gram or the hundredth of a gallon goes in thousands.
 */
export function bulkOrders(evidence: Evidence): Found | null {
  const { acts, database } = evidence
  const units = acts.units.filter((_, row) => acts.kind[row] === actKind.purchase).sort()
  if (units.length === 0) return null
  const usual = quantileOf(units, 0.99)
  const threshold = Math.max(leastPerLine, lineFactor * usual)
  const isLarge = (row: number) => acts.kind[row] === actKind.purchase && acts.units[row] >= threshold
  const ofProduct = usualOfProducts(evidence, isLarge)
  const isBulk = (row: number) =>
    isLarge(row) && acts.units[row] >= lineFactor * (ofProduct.get(acts.product[row]) ?? 0)
  const reach = reachOf(evidence, isBulk)
  if (reach.rows === 0) return null
  const users = new Set<number>()
  let [largest, spared] = [0, 0]
  for (let row = 0; row < acts.count; row++) {
    if (isBulk(row)) {
      users.add(acts.user[row])
      largest = Math.max(largest, acts.units[row])
    } else if (isLarge(row)) spared++
  }
  const names = readNames(database, 'user', [...users])
  // A limit on pieces would take those along who bought much of what is sold in small units.
  const settings = spared > 0 ? { ids: names } : { unitsPerOrderAbove: Math.ceil(threshold) - 1 }
  return tellOf(
    'bulkOrders',
    'row',
    acts.id.filter((_, row) => isBulk(row)),
    {
      severity: gravity(revenueShare(evidence, reach.money)),
      reach,
      params: { threshold: Math.ceil(threshold), usual, factor: lineFactor, largest, fewest: fewestLines },
      examples: names.slice(0, mostExamples),
      rule: { kind: 'excludedUsers', settings },
    },
  )
}

/** The median quantity of the purchase lines of every product that has large ones. */
function usualOfProducts({ acts }: Evidence, isLarge: (row: number) => boolean): Map<number, number> {
  const lines = new Map<number, number[]>()
  // Of what names no product nobody can tell what is usual.
  for (let row = 0; row < acts.count; row++) {
    if (acts.product[row] !== 0 && isLarge(row)) lines.set(acts.product[row], [])
  }
  for (let row = 0; row < acts.count; row++) {
    if (acts.kind[row] === actKind.purchase) lines.get(acts.product[row])?.push(acts.units[row])
  }
  return new Map(
    [...lines]
      .filter(([, units]) => units.length >= fewestLines)
      .map(([product, units]) => [product, quantileOf(Float64Array.from(units).sort(), 0.5)]),
  )
}

const leastUnits = 50
const unitsFactor = 20
const fewProducts = 5
const mostShare = 0.8

/** Buyers of twenty times as many pieces as 95 of 100 buyers, four fifths of them of at most five products. */
export function resellers(evidence: Evidence): Found | null {
  const { acts, database } = evidence
  const bought = new Map<number, Map<number, number>>()
  for (let row = 0; row < acts.count; row++) {
    // Of what names no product nobody can tell whether it is few.
    if (acts.kind[row] !== actKind.purchase || acts.product[row] === 0) continue
    const products = bought.get(acts.user[row]) ?? new Map<number, number>()
    products.set(acts.product[row], (products.get(acts.product[row]) ?? 0) + acts.units[row])
    bought.set(acts.user[row], products)
  }
  const totals = [...bought].map(([user, products]) => {
    const units = [...products.values()].sort((a, b) => b - a)
    const total = units.reduce((sum, each) => sum + each, 0)
    return { user, total, inFew: units.slice(0, fewProducts).reduce((sum, each) => sum + each, 0) }
  })
  if (totals.length < 20) return null
  const usual = quantileOf(Float64Array.from(totals, ({ total }) => total).sort(), 0.95)
  const threshold = Math.max(leastUnits, unitsFactor * usual)
  const odd = totals
    .filter(({ total, inFew }) => total >= threshold && inFew >= mostShare * total)
    .sort((a, b) => b.total - a.total)
    .map(({ user }) => user)
  if (odd.length === 0) return null
  const isOdd = marked(odd, odd.reduce((a, b) => Math.max(a, b), 0)) // prettier-ignore
  const reach = reachOf(evidence, (row) => isOdd[acts.user[row]] === 1)
  const externals = readNames(database, 'user', odd)
  return tellOf('resellers', 'user', odd, {
    severity: gravity(revenueShare(evidence, reach.money)),
    reach,
    params: { count: odd.length, threshold: Math.ceil(threshold), usual, factor: unitsFactor, products: fewProducts, share: mostShare }, // prettier-ignore
    examples: externals.slice(0, mostExamples),
    rule: { kind: 'excludedUsers', settings: { ids: externals } },
  })
}

function revenueShare({ acts }: Evidence, money: number): number {
  let revenue = 0
  for (let row = 0; row < acts.count; row++) if (acts.kind[row] === actKind.purchase) revenue += acts.money[row]
  return revenue > 0 ? money / revenue : 0
}
