import type { Estimate } from '../../model/types.ts'
import type { LadderStep } from '../types.ts'

/** Where customers stood on the ladder then: also those who had not bought the brand yet. */
export type FormerStep = 'none' | LadderStep

export interface LadderFlow {
  brandId: number
  brand: string
  /** Last days of the two windows; the same number of days each. */
  then: string
  now: string
  /** Customers by step then (rows, `none` first) and step now (columns, in the order of the ladder). */
  counts: number[][]
}

export interface AtRiskRow {
  userId: number
  /** As it stands in the user's file. */
  id: string
  /** Predicted probability of buying the brand again; null without a prediction. */
  p: number | null
  /** The brand's share of the customer's spend in its categories, and that spend on the brand. */
  pastShare: number
  brandSpend: number
  /** Predicted spend in the whole shop within the run's horizon. */
  value: number | null
  /** `value` where there is one, else `brandSpend`. */
  atStake: number
}

export interface AtRiskPage {
  /** What tells the risk: a run's prediction, or the ladder where there is none. */
  basis: 'run' | 'ladder'
  rows: AtRiskRow[]
  total: number
  /** Over all rows, not the page alone. */
  atStake: number
}

export interface PromotionSpan {
  from: string
  to: string
  days: number
  buyers: number
  units: number
  spend: number
  /** Buyers who had never bought before. */
  newBuyers: number
  /** Share of the buyers who bought again within the days looked around, counted from the span's end; null: not over yet. */
  again: Estimate | null
}

export const promotionSpans = ['before', 'during', 'after'] as const
export type PromotionSpanName = (typeof promotionSpans)[number]

export interface Promotion {
  brandId: number
  brand: string
  /** Null where the data do not cover a span. */
  own: Record<PromotionSpanName, PromotionSpan | null>
  others: Record<PromotionSpanName, PromotionSpan | null>
  /** Buyers a day against before, over the same of the other brands: 1 is as they fared; null where a span is not covered. */
  during: Estimate | null
  after: Estimate | null
  /** Of a campaign that left some customers out: shares who bought the brand within the days after their contact. */
  trial: { treated: Estimate; untreated: Estimate; nTreated: number; nUntreated: number; difference: Estimate } | null
}

export interface Campaign {
  campaign: string
  from: string
  to: string
  treated: number
  untreated: number
}
