import type { Estimate } from '../../model/types.ts'

/**
 * What becomes of a product's sales: `rising` and `fading` lie beyond their own band of noise, `steady` within it; `hidden` sold
 * no more than half of all products do and is yet predicted in their top fifth. See potential.ts.
 */
export const potentialWords = ['rising', 'steady', 'fading', 'hidden'] as const
export type PotentialWord = (typeof potentialWords)[number]

/** Where a product stands in its life; see lifeCycle.ts. */
export const lifePhases = ['introduction', 'growth', 'maturity', 'decline'] as const
export type LifePhase = (typeof lifePhases)[number]

/** First and last day of a span. */
export interface ShownSpan {
  from: string
  to: string
}

/** Products by what they sold and what is ahead of them (with a run) or what they sold since (without one). */
export interface ProductPotential {
  period: ShownSpan
  compared: ShownSpan | null
  /** Whether any purchase of the data names its product. */
  named: boolean
  /** Null: there is neither a run that predicts products nor a span to compare with. */
  basis: 'run' | 'compared' | null
  /** Days that `expected` and `ahead` of a point cover. */
  aheadDays: number
  /** How much wider than Poisson's the noise of sales is. */
  dispersion: number
  counts: Record<PotentialWord, number>
  /** Products that cannot be placed: not on sale in the time that is looked back at, or without a prediction. */
  unplaced: number
  /** Units expected, and the ends of the band of noise around them, of products on sale all the time. */
  band: [expected: number, low: number, high: number][]
  points: PotentialPoints
}

/** Columns of the points drawn; all of them up to a limit, else an even sample by place. */
export interface PotentialPoints {
  productIds: number[]
  names: string[]
  /** Units that the time looked back at lets expect of `aheadDays` days. */
  expected: number[]
  ahead: number[]
  /** Places in `potentialWords`. */
  words: number[]
  /** How many there are, drawn or not. */
  total: number
}

export interface ProductRow {
  productId: number
  /** As it stands in the user's file. */
  id: string
  title: string | null
  brand: string | null
  category: string | null
  units: number
  spend: number
  buyers: number
  /** Units in the compared span; null without one. */
  unitsBefore: number | null
  /** Predicted units in the run's horizon; null without. */
  predicted: number | null
  word: PotentialWord | null
  /** Mean price paid per unit, and which share of the category's products is cheaper. */
  price: number | null
  pricePosition: number | null
  /** Share of its category's spend. */
  share: Estimate
  /** Points of share gained or lost since the compared span. */
  shareChange: Estimate
  phase: LifePhase | null
  daysOnSale: number | null
}

export const productSorts = [
  'units',
  'spend',
  'buyers',
  'unitsBefore',
  'predicted',
  'pricePosition',
  'share',
  'shareChange',
  'daysOnSale',
  'id',
] as const
export type ProductSort = (typeof productSorts)[number]

/** Another product of the same customers. */
export interface ProductTie {
  productId: number
  id: string
  title: string | null
  /** Baskets with both; of substitutes, neighbouring days with this one. */
  support: number
  /** Times as often as were they independent, with a 95% interval. */
  lift: Estimate
  /** Dunning's log-likelihood ratio. */
  logLikelihood: number
}

export interface ProductTies {
  baskets: number
  complements: ProductTie[]
  substitutes: ProductTie[]
}

export interface ProductAudience {
  buyers: number
  /** Share of them whose first purchase in the shop falls in the period. */
  newcomers: Estimate
  /** Share of them who bought the product on two days or more. */
  again: Estimate
  /** Mean predicted value of the buyers who have one, and of every customer; null without a run that predicts it. */
  value: { mean: Estimate; n: number; everyone: number | null } | null
  /** Largest first; the share is of all buyers. */
  regions: { region: string; buyers: number; share: Estimate }[]
}

export interface ProductDetails {
  period: ShownSpan
  compared: ShownSpan | null
  row: ProductRow
  horizonDays: number | null
  /** Change of sales a week beside the shop's own, as a share, over the last weeks; null where too few. */
  slope: Estimate
  launched: string | null
  audience: ProductAudience
  /** From the first sale or the launch on, up to the period's end: units and spend of each month. */
  months: { month: string; units: number; spend: number }[]
}
