import type { Increment, OwnKind, OwnTaskId } from '../types.ts'

/** Which acts: of any of the types, and on any of the products named; nothing named of one means all of it. */
export interface ActFilter {
  /** Types of acts by name; none for purchases. */
  types: string[]
  categories: string[]
  brands: string[]
  products: string[]
}

/** What a count counts: acts, the days with any, or units that were bought and kept. */
export const countables = ['acts', 'days', 'units'] as const
export type Countable = (typeof countables)[number]

/**
 * Days after the cutoff, from the first up to and without the last; or the days of a campaign, both of them included, which
 * are taken as so many days after the cutoff. The whole horizon where there is neither.
 */
export type OwnWindow = { fromDay: number; toDay: number } | { from: string; to: string } | null

/** What an analyst asks of customers' future acts. */
export interface OwnTask extends ActFilter {
  name: string
  kind: OwnKind
  counts: Countable
  window: OwnWindow
}

/** With its window as days after a cutoff. */
export interface ResolvedOwnTask extends ActFilter {
  task: OwnTaskId
  counts: Countable
  fromDay: number
  toDay: number
}

/** An own task as it is kept in a project. */
export interface StoredOwnTask extends OwnTask {
  ownTaskId: number
}

/** What is summed up over the days of a window after the cutoff, for every customer. */
export interface WindowTask extends ActFilter {
  task: OwnTaskId | Increment
  /** `any` is 1 or 0; `money` is net spend, `worth` the measure of customer value. */
  sums: 'any' | 'money' | 'worth' | Countable
  fromDay: number
  toDay: number
}

/** How many customers did it in the latest window, of how many who have a row there. */
export interface OwnTaskCount {
  /** Day of the cutoff, and the first and last day of the window. */
  cutoff: string
  from: string
  to: string
  rows: number
  positives: number
  /** Σ of the amounts or counts. */
  total: number
}

/** What acts can be filtered by: the types that occur, the categories and the brands, each most frequent first. */
export interface FilterNames {
  types: string[]
  categories: string[]
  brands: string[]
}
