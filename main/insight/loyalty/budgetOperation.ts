import { asOfOperation, type AsOf } from '../../dataset/clean/asOf.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { selectUsers } from '../filter/select.ts'
import { loadMarket, placeOfBrand, scopedRows, type Market, type MarketQuestion } from '../purchases.ts'
import { groupOf, potOf, type Stake } from './budget.ts'
import { meanContactCost, scoredBrands, scoredPairs } from './budgetStore.ts'
import { measuredEffect } from './effect.ts'
import { stakeBasis } from './stake.ts'
import { predictedGroups, type BudgetPicture } from './types.ts'

/** A budget is moved between so many brands at most. */
const mostBrands = 7

type BudgetQuestion = MarketQuestion & AsOf & { brandId: number; runId: number; by: 'groups' | 'brands' }

/**
 * What a run's predicted loyalty says of contacting a brand's customers, by predicted group, or the customers of the brands that sell
 * most in the scope: sums from which a budget is simulated under any assumed effect. Null where the run does not predict the brand.
 */
export const budgetOperation = asOfOperation(
  'insight.budget',
  (project, { brandId, runId, by, ...question }: BudgetQuestion, work): BudgetPicture | null => {
    const market = loadMarket(project, question, work)
    const brand = placeOfBrand(market.purchases, brandId)
    const basis = stakeBasis(project, market.ledger, runId)
    if (basis === null) return null
    const stakesOf = stakeReader(project, market, runId, basis.scale)
    const own = stakesOf(brandId)
    if (own.length === 0) return null
    const { pots, all } =
      by === 'groups' ? byGroup(own) : byBrand(project, market, { brandId, runId, own, categoryId: question.categoryId, stakesOf }) // prettier-ignore
    return {
      ...{ brandId, brand: market.purchases.brandNames[brand], runId, spendDays: basis.spendDays, pots },
      ...{ horizonDays: basis.horizonDays, calibrationError: basis.calibrationError },
      contactCost: meanContactCost(project.database),
      effect: measuredEffect(project, market, { brand, categoryId: question.categoryId }),
      all: potOf('all', '', all),
    }
  },
)

/** Reads a brand's predicted customers whom the filter means. */
function stakeReader({ database }: OpenProject, { ledger, filter }: Market, runId: number, scale: number) {
  const isUser = selectUsers(ledger, filter)
  const meant = isUser && new Set(ledger.users.ids.filter((_, at) => isUser[at] === 1))
  return (brandId: number): Stake[] =>
    scoredPairs(database, runId, brandId)
      .filter(({ userId }) => meant === null || meant.has(userId))
      .map(({ p, brandSpend }) => ({ p, value: Math.max(0, brandSpend) * scale }))
}

function byGroup(own: Stake[]) {
  const pots = predictedGroups.map((group) =>
    potOf(
      group,
      '',
      own.filter(({ p }) => groupOf(p) === group),
    ),
  )
  return { pots, all: own }
}

interface BrandChoice {
  brandId: number
  own: Stake[]
  runId: number
  categoryId: number | null
  stakesOf: (brandId: number) => Stake[]
}

/** The brand itself, then those with most predicted customers. */
function byBrand({ database }: OpenProject, { purchases, scope }: Market, choice: BrandChoice) {
  const { brandId, own, runId, categoryId, stakesOf } = choice
  const sold = new Set(scopedRows(purchases, { ...scope, categoryId }).map((row) => purchases.brand[row]))
  const nameOf = new Map([...sold].map((place) => [purchases.brandIds[place], purchases.brandNames[place]]))
  const others = scoredBrands(database, runId)
    .filter((other) => other.brandId !== brandId && nameOf.has(other.brandId))
    .slice(0, mostBrands - 1)
    .map((other) => ({ brandId: other.brandId, stakes: stakesOf(other.brandId) }))
    .filter(({ stakes }) => stakes.length > 0)
  const all = [{ brandId, stakes: own }, ...others]
  return {
    pots: all.map((one) => potOf(String(one.brandId), nameOf.get(one.brandId) ?? '', one.stakes)),
    all: all.flatMap(({ stakes }) => stakes),
  }
}
