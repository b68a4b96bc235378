import { actKind } from '../actColumns.ts'
import { readNames } from '../actStore.ts'
import { namedRows } from '../coverageStore.ts'
import { quantileOf } from '../numberFigures.ts'
import { gravity, marked, mostExamples, reachOf, tellOf, type Evidence, type Found } from './found.ts'

const words = /(^|[^a-z])(test|tests|tester|testing|demo|dummy|fake|qa|admin|internal|staff|employee)([^a-z]|$)/i
const chineseWords = /测试|演示|内部|员工|刷单/
const onlyZeros = /^0{2,}$/

/** An id, name or title that says what it is. A name that merely begins so (Testa, Demoiselle) is none. */
export const looksLikeTest = (text: string): boolean =>
  words.test(text) || chineseWords.test(text) || onlyZeros.test(text)

const leastPurchases = 5
const nextToNothing = 0.01
const mostly = 0.8

/**
 * Accounts of the shop itself: by their names, or because at least five purchases, four fifths of all they made, cost
 * next to nothing: under 1% of what the same product cost others and of what a usual purchase costs.
 */
export function testAccounts(evidence: Evidence): Found | null {
  const { acts, database } = evidence
  const named = namedRows(database, 'user')
    .filter(({ texts }) => texts.some(looksLikeTest))
    .map(({ id }) => id)
  const cheap = buyersForNothing(evidence)
  const ids = [...new Set([...named, ...cheap])]
  if (ids.length === 0) return null
  const isOdd = marked(ids, ids.reduce((a, b) => Math.max(a, b), 0)) // prettier-ignore
  const reach = reachOf(evidence, (row) => isOdd[acts.user[row]] === 1)
  if (reach.rows === 0) return null
  const externals = readNames(database, 'user', ids)
  return tellOf('testAccounts', 'user', ids, {
    severity: gravity(reach.rows / acts.count),
    reach,
    params: { count: ids.length, named: named.length, cheap: cheap.length, purchases: leastPurchases, share: nextToNothing }, // prettier-ignore
    examples: externals.slice(0, mostExamples),
    rule: { kind: 'excludedUsers', settings: { ids: externals } },
  })
}

function buyersForNothing({ acts }: Evidence): number[] {
  const perUnit = (row: number) => acts.money[row] / Math.max(acts.units[row], 1e-9)
  const dearest = new Map<number, number>()
  const prices: number[] = []
  for (let row = 0; row < acts.count; row++) {
    if (acts.kind[row] !== actKind.purchase) continue
    prices.push(perUnit(row))
    dearest.set(acts.product[row], Math.max(dearest.get(acts.product[row]) ?? 0, perUnit(row)))
  }
  if (prices.length === 0) return []
  const usual = quantileOf(Float64Array.from(prices).sort(), 0.5)
  const tallies = new Map<number, { all: number; cheap: number }>()
  for (let row = 0; row < acts.count; row++) {
    if (acts.kind[row] !== actKind.purchase) continue
    const tally = tallies.get(acts.user[row]) ?? { all: 0, cheap: 0 }
    tally.all++
    const price = perUnit(row)
    const isCheap = price < nextToNothing * usual && price < nextToNothing * (dearest.get(acts.product[row]) ?? 0)
    if (isCheap) tally.cheap++
    tallies.set(acts.user[row], tally)
  }
  return [...tallies].filter(([, { all, cheap }]) => cheap >= leastPurchases && cheap >= mostly * all).map(([id]) => id)
}
