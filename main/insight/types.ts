import type { Estimate } from '../model/types.ts'

/** One brand's standing in a category (or the whole shop) over a window of days. */
export interface BrandStanding {
  brandId: number
  brand: string
  buyers: number
  /** Share of the category's buyers who bought the brand. */
  penetration: Estimate
  /** Purchase days per buyer of the brand. */
  frequency: Estimate
  /** The brand's share of its buyers' spend in the category. */
  shareOfRequirements: Estimate
  /** Share of the brand's buyers with two or more purchase days. */
  repeatRate: Estimate
  /** Share of the brand's buyers who bought no other brand of the category. */
  onlyThis: Estimate
  spend: number
  /** What a brand of its size is to be expected to show; null where no law can be read. */
  expected: ExpectedStanding | null
  /** Means over scored pairs of the brand; null without a run that predicts loyalty. */
  predictedAgain: number | null
  predictedShare: number | null
  /** In the span compared; null: none is, or nobody bought the brand then. */
  then: StandingThen | null
}

export type StandingThen = Pick<
  BrandStanding,
  'penetration' | 'frequency' | 'shareOfRequirements' | 'repeatRate' | 'onlyThis'
>

/** What size alone lets expect; null where the law says nothing of it. */
export interface ExpectedStanding {
  penetration: number | null
  frequency: number
  shareOfRequirements: number | null
  repeatRate: number | null
  onlyThis: number | null
}

/**
 * The law that brands are held against, and its line of purchase days per buyer by penetration: the NBD-Dirichlet model with
 * its parameters and the customers who were active, or w·(1 − b) = constant.
 */
export type BrandLaw =
  | { kind: 'dirichlet'; m: number; k: number; s: number; active: number; line: [number, number][] }
  | { kind: 'size'; constant: number; line: [number, number][] }

export const ladderSteps = ['new', 'trying', 'repeat', 'loyal', 'atRisk', 'lost'] as const
export type LadderStep = (typeof ladderSteps)[number]

export interface LoyaltyOverview {
  from: string
  to: string
  windowDays: number
  /** The span compared; null: none is asked for, or the data do not reach back. */
  then: { from: string; to: string } | null
  categoryId: number | null
  buyers: number
  law: BrandLaw | null
  /** Largest first. */
  brands: BrandStanding[]
}

export interface BrandDetails {
  brandId: number
  brand: string
  ladder: { step: LadderStep; customers: number; spend: number }[]
  /**
   * Months of first purchase; `again[m]` is the share who bought the brand in month m after it, all of them in month 0;
   * null: not over yet.
   */
  cohorts: { month: string; customers: number; again: (number | null)[] }[]
  /** Predicted probability of buying again, in ten equal steps from 0 to 1; null without a run that predicts it. */
  predicted: { customers: number[]; mean: number; atRisk: number; atRiskSpend: number } | null
}

/** Brand bought next, by brand bought: rows and columns are the brands in order, the last stands for all others. */
export interface SwitchingMatrix {
  brands: string[]
  counts: number[][]
  /** Customers with two or more purchases that the matrix counts. */
  customers: number
  /** Share of the next purchases after a brand (row) that go to each; intervals take a customer's purchases together. */
  shares: Estimate[][]
  /** What each brand's size alone lets expect of these shares; null where nothing was bought twice. */
  expected: number[][] | null
}

export interface CategoryChoice {
  categoryId: number
  category: string
  brands: number
  buyers: number
  /** Who bought one of the filter's brands in it. */
  namedBuyers: number
}
