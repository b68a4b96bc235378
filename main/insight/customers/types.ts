import type { Estimate } from '../../model/types.ts'

/** First and last day, `2024-05-01`. */
export interface Days {
  from: string
  to: string
}

export interface ShopFigures {
  /** Who bought. */
  customers: number
  revenue: number
  /** Customers times the days on which they bought. */
  purchaseDays: number
  spendPerCustomer: Estimate
  daysPerCustomer: Estimate
}

export const bridgeSteps = ['new', 'reactivated', 'more', 'less', 'lost'] as const
export type BridgeStep = (typeof bridgeSteps)[number]

export interface Bridge {
  before: number
  now: number
  /** Customers who spent as much in one as in the other. */
  same: number
  steps: { step: BridgeStep; customers: number; money: number }[]
}

export interface Lorenz {
  customers: number
  total: number
  /** Share of the total that the smallest 0, 1, … 100 hundredths of customers hold. */
  curve: number[]
  gini: Estimate
  /** What the largest shares of customers hold. */
  tops: { share: number; held: number }[]
}

export interface CustomersOverview {
  span: Days
  compared: Days | null
  figures: ShopFigures
  before: ShopFigures | null
  bridge: Bridge | null
  spend: Lorenz | null
  /** Of predicted value, over those of the selection whom the run scored. */
  predicted: Lorenz | null
}
