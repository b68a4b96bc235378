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
  /** With a prediction: `brandSpend` within the run's horizon, were the customer to stay as they were; else `brandSpend`. */
  atStake: number
}

export interface AtRiskPage {
  /** What tells the risk: a run's prediction, or the ladder where there is none. */
  basis: 'run' | 'ladder'
  /** The days that money at stake is counted over; null: the window looked at. */
  horizonDays: number | null
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

/** Customers of a brand by their predicted chance of buying it again, see `groupOf`. */
export const predictedGroups = ['loyal', 'atRisk', 'lost'] as const
export type PredictedGroup = (typeof predictedGroups)[number]

/**
 * What contacts could keep, for the first so many customers of a pot in the order of expected loss, from which any effect's
 * gain and its spread follow: v is what a customer is worth to the brand within the horizon, p the chance to buy again.
 */
export interface BudgetSums {
  contacts: number
  /** Σ v, Σ v(1 − p), Σ v²(1 − p), Σ v²(1 − p)². */
  value: number
  loss: number
  squares: number
  squaresOfLoss: number
}

/** Customers whom a part of a budget can be spent on: those of a brand, or a group of them. */
export interface BudgetPot {
  /** A group's name, or a brand's id. */
  key: string
  /** The brand's name; empty for a group. */
  name: string
  /** From none to all, as many rows as draw the curve. */
  sums: BudgetSums[]
}

/** A share of customers who would have gone but stayed, as far as the shop's own past tells. */
export interface MeasuredEffect {
  /** A campaign that left customers out, or a season of sales beside the other brands. */
  kind: 'trial' | 'season'
  /** Of the campaign or the season. */
  name: string
  from: string
  /** Days within which they bought. */
  days: number
  share: Estimate
}

export interface BudgetPicture {
  brandId: number
  brand: string
  runId: number
  horizonDays: number
  /** Days of spend that a customer's value is scaled from. */
  spendDays: number
  /** Mean distance of predicted chances from what came true on the run's test part (ECE); null where unknown. */
  calibrationError: number | null
  /** Mean cost of the contacts in the data that cost anything; null where none is known. */
  contactCost: number | null
  effect: MeasuredEffect | null
  pots: BudgetPot[]
  /** All pots' customers in one order. */
  all: BudgetPot
}
