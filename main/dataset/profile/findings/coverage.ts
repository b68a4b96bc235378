import { countsById } from '../columnProfiles.ts'
import { actKind } from '../actColumns.ts'
import { readNames } from '../actStore.ts'
import { idsWithFacts, namedRows } from '../coverageStore.ts'
import { gravity, marked, mostExamples, reachOf, rowsOfFinding, tellOf, type Evidence, type Found } from './found.ts'

/** Purchases and returns that name neither an amount nor a price: they count as 0. */
export function withoutMoney(evidence: Evidence): Found | null {
  const { acts } = evidence
  const isMeant = (row: number) =>
    (acts.kind[row] === actKind.purchase || acts.kind[row] === actKind.return) &&
    Number.isNaN(acts.amount[row]) &&
    Number.isNaN(acts.price[row])
  const reach = reachOf(evidence, isMeant)
  if (reach.rows === 0) return null
  let sales = 0
  for (const kind of acts.kind) if (kind === actKind.purchase || kind === actKind.return) sales++
  const share = reach.rows / sales
  return tellOf(
    'withoutMoney',
    'row',
    acts.id.filter((_, row) => isMeant(row)),
    {
      severity: share >= 0.01 ? 'high' : 'medium',
      reach,
      params: { share },
    },
  )
}

/** Acts dated after today. */
export function future(evidence: Evidence): Found | null {
  const { acts, nowMs, calendar } = evidence
  const reach = reachOf(evidence, (row) => acts.time[row] > nowMs)
  if (reach.rows === 0) return null
  const today = calendar.isoDate(nowMs)
  return {
    ids: { finding: 'future', of: 'row', ids: acts.id.filter((_, row) => acts.time[row] > nowMs) },
    finding: {
      ...{ code: 'future', severity: 'high', ...reach, params: { today }, examples: [] },
      filter: rowsOfFinding('acts', 'future'),
      rule: { kind: 'dateWindow', settings: { from: null, to: today } },
    },
  }
}

/** What one table names and another does not: products and customers, in both directions. */
export function coverage(evidence: Evidence): Found[] {
  return [...ofEntity(evidence, 'product'), ...ofEntity(evidence, 'user')]
}

const codes = {
  product: { withoutFacts: 'productsWithoutFacts', withoutActs: 'productsNeverActed', table: 'products' },
  user: { withoutFacts: 'usersWithoutFacts', withoutActs: 'usersWithoutActs', table: 'users' },
} as const

function ofEntity(evidence: Evidence, of: 'product' | 'user'): Found[] {
  const { database, acts } = evidence
  const facts = idsWithFacts(database, of)
  if (facts.length === 0 || acts.count === 0) return []
  const counts = countsById(acts[of])
  const active: number[] = []
  counts.forEach((rows, id) => rows > 0 && id > 0 && active.push(id))
  const known = marked(facts, Math.max(counts.length - 1, facts.reduce((a, b) => Math.max(a, b), 0))) // prettier-ignore
  const unknown = active.filter((id) => known[id] === 0)
  const idle = facts.filter((id) => (counts[id] ?? 0) === 0)
  const found: Found[] = []
  if (unknown.length > 0) {
    const isUnknown = marked(unknown, counts.length)
    const reach = reachOf(evidence, (row) => isUnknown[acts[of][row]] === 1)
    found.push(
      tellOf(codes[of].withoutFacts, of, unknown, {
        severity: gravity(reach.rows / acts.count),
        reach,
        params: { count: unknown.length, share: unknown.length / active.length },
        examples: readNames(database, of, unknown.slice(0, mostExamples)),
      }),
    )
  }
  if (idle.length > 0) {
    const count = { users: null, products: null, [`${of}s`]: idle.length }
    found.push(
      tellOf(codes[of].withoutActs, of, idle, {
        severity: 'low',
        reach: { rows: 0, users: 0, products: 0, money: 0 },
        ...count,
        money: null,
        params: { count: idle.length, share: idle.length / facts.length },
        examples: readNames(database, of, idle.slice(0, mostExamples)),
        filter: rowsOfFinding(codes[of].table, codes[of].withoutActs),
      }),
    )
  }
  return found
}

/** Rows that repeat another. `repeated` are their ids. */
export function exactDuplicates(evidence: Evidence, repeated: Uint32Array): Found | null {
  if (repeated.length === 0) return null
  const { acts } = evidence
  const ids = new Set(repeated)
  return tellOf('exactDuplicates', 'row', repeated, {
    severity: gravity(repeated.length / acts.count),
    reach: reachOf(evidence, (row) => ids.has(acts.id[row])),
    params: { share: repeated.length / acts.count },
    rule: { kind: 'exactDuplicates', settings: { between: 'everywhere' } },
  })
}

/** Products whose id or title says that they are none for sale. */
export function testProducts(evidence: Evidence, looksLikeTest: (text: string) => boolean): Found | null {
  const { acts, database } = evidence
  const odd = namedRows(database, 'product').filter(({ texts }) => texts.some(looksLikeTest))
  if (odd.length === 0) return null
  const isOdd = marked(odd.map(({ id }) => id), odd.reduce((most, { id }) => Math.max(most, id), 0)) // prettier-ignore
  const reach = reachOf(evidence, (row) => isOdd[acts.product[row]] === 1)
  if (reach.rows === 0) return null
  return tellOf(
    'testProducts',
    'product',
    odd.map(({ id }) => id),
    {
      severity: gravity(reach.rows / acts.count),
      reach,
      params: { count: odd.length },
      examples: odd.slice(0, mostExamples).map(({ texts }) => texts.join(' · ')),
      rule: { kind: 'excludedProducts', settings: { codes: odd.map(({ texts }) => texts[0]) } },
    },
  )
}
