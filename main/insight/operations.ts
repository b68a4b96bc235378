import { isoDay } from '../base/calendar.ts'
import type { Work } from '../base/job.ts'
import { asOfOperation, type AsOf } from '../dataset/clean/asOf.ts'
import type { OpenProject } from '../storage/operation.ts'
import { demandOperation } from './demand/operations.ts'
import { brandCohorts } from './cohorts.ts'
import { expectBrands } from './expectation.ts'
import type { ShopFilter } from './filter/types.ts'
import { filterOperations } from './filter/operations.ts'
import { brandLadder } from './ladder.ts'
import { keepOperation } from './keep.ts'
import { budgetOperation } from './loyalty/budgetOperation.ts'
import { momentBefore } from './loyalty/flow.ts'
import { loyaltyOperations } from './loyalty/operations.ts'
import { predictedByBrand, predictedOf } from './loyalty/pairs.ts'
import { productOperations } from './products/operations.ts'
import { byCustomer } from './filter/select.ts'
import { allRows, countActive, loadMarket, placeOfBrand, type MarketQuestion } from './purchases.ts'
import { socialOperations } from './social/operations.ts'
import { brandStandings, type Standing } from './standing.ts'
import { brandSwitching } from './switching.ts'
import type { BrandDetails, CategoryChoice, LoyaltyOverview, StandingThen, SwitchingMatrix } from './types.ts'

export const categoriesOperation = asOfOperation(
  'insight.categories',
  (project, { filter }: AsOf & { filter?: ShopFilter }, work): CategoryChoice[] => {
    const { purchases } = loadMarket(
      project,
      { categoryId: null, filter: filter && { ...filter, categories: [] } },
      work,
    )
    const brands = purchases.categoryIds.map(() => new Set<number>())
    const buyers = purchases.categoryIds.map(() => 0)
    const namedBuyers = purchases.categoryIds.map(() => 0)
    const named = new Set(filter?.brands.map((brandId) => purchases.brandIds.indexOf(brandId)))
    for (const own of byCustomer(purchases, allRows(purchases))) {
      for (const category of new Set(own.map((i) => purchases.category[i]))) buyers[category]++
      for (const i of own) brands[purchases.category[i]].add(purchases.brand[i])
      const ofNamed = own.filter((i) => named.has(purchases.brand[i]))
      for (const category of new Set(ofNamed.map((i) => purchases.category[i]))) namedBuyers[category]++
    }
    return purchases.categoryIds
      .map((categoryId, at) => ({
        categoryId,
        category: purchases.categoryNames[at],
        brands: brands[at].size,
        buyers: buyers[at],
        namedBuyers: namedBuyers[at],
      }))
      .filter((choice) => choice.buyers > 0)
      .sort((a, b) => b.buyers - a.buyers)
  },
)

export const loyaltyOperation = asOfOperation(
  'insight.loyalty',
  (project, { runId, ...question }: MarketQuestion & AsOf & { runId: number | null }, work): LoyaltyOverview => {
    const market = loadMarket(project, question, work)
    const { purchases, scope, ledger, filter, before } = market
    const { buyers, brands } = brandStandings(purchases, scope)
    const { law, expected } = expectBrands(brands, buyers, countActive(purchases, scope.windowDays))
    const { database } = project
    const then = filter.comparison === 'none' ? null : momentBefore(market)
    const standingThen =
      then && new Map(brandStandings(then.purchases, then.scope).brands.map((one) => [one.brandId, one]))
    const predicted = runId === null ? new Map() : predictedByBrand({ database, ledger, filter, runId })
    return {
      from: isoDay(Math.max(purchases.startDay, purchases.endDay - scope.windowDays)),
      to: isoDay(purchases.endDay - 1),
      windowDays: scope.windowDays,
      then: then && before && { from: isoDay(before.fromDay), to: isoDay(before.toDay - 1) },
      categoryId: scope.categoryId,
      buyers,
      law,
      brands: brands.map((standing, i) => ({
        ...standing,
        expected: expected[i],
        predictedAgain: predicted.get(standing.brandId)?.again ?? null,
        predictedShare: predicted.get(standing.brandId)?.share ?? null,
        then: thenOf(standingThen?.get(standing.brandId)),
      })),
    }
  },
)

function thenOf(standing: Standing | undefined): StandingThen | null {
  if (!standing) return null
  const { penetration, frequency, shareOfRequirements, repeatRate, onlyThis } = standing
  return { penetration, frequency, shareOfRequirements, repeatRate, onlyThis }
}

export const brandOperation = asOfOperation('insight.brand', brandDetails)

function brandDetails(
  project: OpenProject,
  { brandId, runId, ...question }: MarketQuestion & AsOf & { brandId: number; runId: number | null },
  work: Work,
): BrandDetails {
  const { purchases, scope, ledger, filter } = loadMarket(project, question, work)
  const { database } = project
  const brand = placeOfBrand(purchases, brandId)
  return {
    brandId,
    brand: purchases.brandNames[brand],
    ladder: brandLadder(purchases, scope, brand),
    cohorts: brandCohorts(purchases, scope, brand),
    predicted: runId === null ? null : predictedOf({ database, ledger, filter, runId }, brandId),
  }
}

export const switchingOperation = asOfOperation(
  'insight.switching',
  (project, { brands: largest, ...question }: MarketQuestion & AsOf & { brands: number }, work): SwitchingMatrix => {
    const { purchases, scope } = loadMarket(project, question, work)
    return brandSwitching(purchases, scope, brandStandings(purchases, scope).brands, largest)
  },
)

export const insightOperations = [
  ...[categoriesOperation, loyaltyOperation, brandOperation, switchingOperation],
  ...filterOperations,
  ...productOperations,
  ...loyaltyOperations,
  budgetOperation,
  keepOperation,
  ...socialOperations,
  demandOperation,
]
