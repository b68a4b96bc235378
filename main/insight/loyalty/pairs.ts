import type { Database } from 'better-sqlite3'
import { runKey } from '../../model/store.ts'
import { selectUsers } from '../filter/select.ts'
import type { ShopFilter } from '../filter/types.ts'
import { rememberLatest } from '../ledger/rememberLatest.ts'
import type { Ledger } from '../ledger/types.ts'
import { namedPairs, ownedShare, riskyBelow, type CustomerAtRisk } from '../store.ts'
import type { BrandDetails } from '../types.ts'
import { readPairs, type ScoredPairs } from './pairStore.ts'

const remember = rememberLatest<ScoredPairs>(2)

const pairsOf = ({ database, ledger, runId }: PairQuestion): ScoredPairs =>
  remember(ledger, String(runKey(database, runId)), () => readPairs(database, ledger, runId))

/** What is asked of a run's pairs: those of the filter's people. */
export interface PairQuestion {
  database: Database
  ledger: Ledger
  filter: ShopFilter
  runId: number
}

/** Of the filter's people, the places of their pairs. */
function* meantPairs({ ledger, filter }: PairQuestion, pairs: ScoredPairs): Generator<number> {
  const isUser = selectUsers(ledger, filter)
  for (let at = 0; at < pairs.count; at++) {
    if (isUser === null || (pairs.user[at] >= 0 && isUser[pairs.user[at]] === 1)) yield at
  }
}

/** Mean predictions by brand id; null where the run says nothing. */
export function predictedByBrand(question: PairQuestion): Map<number, { again: number | null; share: number | null }> {
  const pairs = pairsOf(question)
  const sums = new Map<number, { p: number; ps: number; share: number; shares: number }>()
  for (const at of meantPairs(question, pairs)) {
    const brand = sums.get(pairs.brandId[at]) ?? { p: 0, ps: 0, share: 0, shares: 0 }
    sums.set(pairs.brandId[at], brand)
    if (!Number.isNaN(pairs.p[at])) [brand.p, brand.ps] = [brand.p + pairs.p[at], brand.ps + 1]
    if (!Number.isNaN(pairs.share[at])) [brand.share, brand.shares] = [brand.share + pairs.share[at], brand.shares + 1]
  }
  const mean = (sum: number, count: number) => (count > 0 ? sum / count : null)
  return new Map(
    [...sums].map(([id, { p, ps, share, shares }]) => [id, { again: mean(p, ps), share: mean(share, shares) }]),
  )
}

/** Of the filter's people, everybody whom the run predicts a brand's loyalty of, by position in the ledger. */
export function predictedUsers(
  question: PairQuestion,
  brandId: number,
): { user: number; p: number; brandSpend: number }[] {
  const pairs = pairsOf(question)
  return [...meantPairs(question, pairs)]
    .filter((at) => pairs.brandId[at] === brandId && pairs.user[at] >= 0 && !Number.isNaN(pairs.p[at]))
    .map((at) => ({ user: pairs.user[at], p: pairs.p[at], brandSpend: pairs.brandSpend[at] }))
}

/** In which of ten steps a probability is drawn. */
export const stepOfP = (p: number): number => Math.min(9, Math.floor(p * 10))

/** Predicted probabilities of buying a brand again; null where the run says nothing of its customers. */
export function predictedOf(question: PairQuestion, brandId: number): BrandDetails['predicted'] {
  const pairs = pairsOf(question)
  const customers = new Array<number>(10).fill(0)
  let [count, sum, atRisk, atRiskSpend] = [0, 0, 0, 0]
  for (const at of meantPairs(question, pairs)) {
    const p = pairs.p[at]
    if (pairs.brandId[at] !== brandId || Number.isNaN(p)) continue
    customers[stepOfP(p)]++
    count++
    sum += p
    if (!isAtRisk(pairs, at)) continue
    atRisk++
    atRiskSpend += pairs.brandSpend[at]
  }
  return count > 0 ? { customers, mean: sum / count, atRisk, atRiskSpend } : null
}

const isAtRisk = ({ p, pastShare }: ScoredPairs, at: number): boolean =>
  pastShare[at] >= ownedShare && p[at] < riskyBelow

export interface CustomersAtRisk {
  /** Pairs of customer and brand. */
  pairs: number
  /** What they spent on the brand in the year before. */
  spend: number
  /** Those who spent most. */
  largest: CustomerAtRisk[]
}

/** Loyal but at risk, over the filter's brands or all. */
export function customersAtRisk(question: PairQuestion, limit: number): CustomersAtRisk {
  const pairs = pairsOf(question)
  const { brands } = question.filter
  const found = [...meantPairs(question, pairs)].filter(
    (at) => isAtRisk(pairs, at) && (brands.length === 0 || brands.includes(pairs.brandId[at])),
  )
  const spend = found.reduce((sum, at) => sum + pairs.brandSpend[at], 0)
  found.sort(
    (a, b) =>
      pairs.brandSpend[b] - pairs.brandSpend[a] ||
      pairs.userId[a] - pairs.userId[b] ||
      pairs.brandId[a] - pairs.brandId[b],
  )
  const largest = found.slice(0, limit).map((at): [number, number] => [pairs.userId[at], pairs.brandId[at]])
  return { pairs: found.length, spend, largest: namedPairs(question.database, question.runId, largest) }
}
