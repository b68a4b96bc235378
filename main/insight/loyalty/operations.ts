import { harmlessText } from '../../base/csv.ts'
import { writeCsvFile } from '../../base/csvFile.ts'
import { asOfOperation, type AsOf } from '../../dataset/clean/asOf.ts'
import { selectUsers } from '../filter/select.ts'
import { isoDay } from '../../base/calendar.ts'
import { spanOf } from '../filter/span.ts'
import { brandPurchases, loadMarket, placeOfBrand, type MarketQuestion } from '../purchases.ts'
import { customersAtRiskOf } from './atRisk.ts'
import { ladderFlow, momentBefore } from './flow.ts'
import { promotionOf } from './promotion.ts'
import { readCampaigns } from './store.ts'
import { trialOf } from './trial.ts'
import type { AtRiskPage, Campaign, LadderFlow, Promotion } from './types.ts'

type BrandQuestion = MarketQuestion & AsOf & { brandId: number }

export const ladderFlowOperation = asOfOperation(
  'insight.ladderFlow',
  (project, { brandId, ...question }: BrandQuestion, work): LadderFlow | null => {
    const market = loadMarket(project, question, work)
    const { purchases } = market
    const brand = placeOfBrand(purchases, brandId)
    const then = momentBefore(market)
    return (
      then && {
        ...{ brandId, brand: purchases.brandNames[brand] },
        then: isoDay(then.purchases.endDay - 1),
        now: isoDay(purchases.endDay - 1),
        counts: ladderFlow(then, market, brand),
      }
    )
  },
)

type RiskQuestion = BrandQuestion & { runId: number | null }

export const atRiskOperation = asOfOperation(
  'insight.atRisk',
  (
    project,
    { brandId, runId, offset, limit, ...question }: RiskQuestion & { offset: number; limit: number },
    work,
  ): AtRiskPage => {
    const market = loadMarket(project, question, work)
    const brand = placeOfBrand(market.purchases, brandId)
    const { rows, ...basis } = customersAtRiskOf(project, market, { brand, brandId, runId })
    const atStake = rows.reduce((sum, row) => sum + row.atStake, 0)
    return { ...basis, rows: rows.slice(offset, offset + limit), total: rows.length, atStake }
  },
)

export const exportAtRiskOperation = asOfOperation(
  'insight.exportAtRisk',
  async (project, { brandId, runId, path, ...question }: RiskQuestion & { path: string }, work) => {
    const market = loadMarket(project, question, work)
    const brand = placeOfBrand(market.purchases, brandId)
    const { rows } = customersAtRiskOf(project, market, { brand, brandId, runId })
    const header = ['user_id', 'brand', 'p', 'past_share', 'brand_spend', 'predicted_value', 'value_at_stake']
    const name = harmlessText(market.purchases.brandNames[brand])
    const cells = rows.map((row) => [
      ...[harmlessText(row.id), name, row.p, row.pastShare, row.brandSpend, row.value, row.atStake],
    ])
    return { path, rows: await writeCsvFile(path, header, cells, work) }
  },
)

export const campaignsOperation = asOfOperation('insight.campaigns', ({ database, calendar }, _: AsOf): Campaign[] =>
  readCampaigns(database, calendar),
)

interface PromotionQuestion {
  from: string
  to: string
  days: number
  campaign: string | null
}

export const promotionOperation = asOfOperation(
  'insight.promotion',
  (project, { brandId, from, to, days, campaign, ...question }: BrandQuestion & PromotionQuestion, work): Promotion => {
    const { ledger, filter } = loadMarket(project, question, work)
    const purchases = brandPurchases(ledger, filter, ledger.endDay)
    const brand = placeOfBrand(purchases, brandId)
    const span = spanOf({ startDay: -Infinity, endDay: Infinity }, { from, to })
    const isUser = selectUsers(ledger, filter)
    return {
      ...{ brandId, brand: purchases.brandNames[brand] },
      ...promotionOf(purchases, question.categoryId, brand, span, days),
      trial: campaign === null ? null : trialOf(project, ledger, { campaign, brand, days, isUser }),
    }
  },
)

export const loyaltyOperations = [
  ladderFlowOperation,
  atRiskOperation,
  exportAtRiskOperation,
  campaignsOperation,
  promotionOperation,
]
