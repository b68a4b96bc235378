import type { Days } from './types.ts'

/** How predicted value is spread over customers, and how it stands to what they spent in as many days before. */
export interface ValueSpread {
  /** Whom the run scored, of those who bought before the end of the period. */
  customers: number
  horizonDays: number
  /** The days before the run's scores that past spend is of. */
  past: Days
  mean: number
  median: number
  /** Who spent in the days before, and who of them is predicted to spend less than that. */
  spent: number
  less: number
  /** Mean prediction of those who spent nothing; null where all spent. */
  silentMean: number | null
  /** Bounds of money, from 0 on: group i holds from bounds[i] up to, without, bounds[i + 1]. */
  bounds: number[]
  /** By group: customers and their value by what is predicted, and customers by what they spent. */
  groups: { customers: number; value: number; past: number }[]
  /** Groups of both at once, of those that hold anybody. */
  cells: { past: number; value: number; customers: number }[]
}
