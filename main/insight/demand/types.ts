import type { Estimate } from '../../model/types.ts'

/** How a query's searches moved from the first half of the window to the second, beside all searches. */
export type DemandTrend = 'new' | 'rising' | 'steady' | 'fading' | 'gone'

export interface QueryDemand {
  /** Blanks trimmed and joined, letters small. */
  query: string
  searches: number
  users: number
  /** Share of searches after which a product was looked at before the next search; null where no such act was exported. */
  clicked: Estimate | null
  /** Share of searches that a purchase followed. */
  converted: Estimate
  /** Searches that no purchase followed. */
  unbought: number
  /** Money of the purchases whose last search it was, and the same per search. */
  value: number
  valuePerSearch: Estimate
  /** Searches in the window's first and second half. */
  before: number
  after: number
  trend: DemandTrend
}

export interface Demand {
  from: string
  to: string
  /** The first day of the second half. */
  half: string
  searches: number
  users: number
  queries: number
  /** Share of searches with a session. */
  inSession: number
  converted: Estimate
  valuePerSearch: Estimate
  /** Queries that nobody bought after, and their searches. */
  neverBought: { queries: number; searches: number }
  /** Most searched first. */
  rows: QueryDemand[]
  /** The span compared; null: none is asked for, or the data do not reach back. */
  then: DemandThen | null
}

export type DemandThen = Pick<Demand, 'from' | 'to' | 'searches' | 'converted' | 'valuePerSearch' | 'neverBought'>
