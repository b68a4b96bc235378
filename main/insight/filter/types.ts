/** What every page of insight is narrowed to. Empty lists and nulls narrow nothing. */
export interface ShopFilter {
  period: Period
  /** What the period is held against. */
  comparison: Comparison
  /** Purchases of these brands and in these categories count, and whoever made one. Ids; category 0 is "none". */
  brands: number[]
  categories: number[]
  /** Customers of whom this is said. */
  regions: string[]
  genders: string[]
  channels: string[]
  /** All of these hold of them. */
  acts: ActCondition[]
}

/** Acts of which a customer has done at least one, or none; what is empty or null narrows nothing. */
export interface ActCondition {
  done: boolean
  /** Names of act types. */
  kinds: string[]
  /** The days on which they were done, whatever the filter's period. */
  period: Period
  /** Of the products acted on; the price is the catalogue's. */
  brands: number[]
  categories: number[]
  price: { from: number | null; to: number | null }
  /** Hours of the project's day, 0–23, and its days, 0 Monday – 6 Sunday. */
  hours: number[]
  weekdays: number[]
  /** What their query contains. */
  query: string
}

/** The last days of the data, or days from one date to another, both included; null: as far as the data go. */
export type Period = { days: number | null } | { from: string | null; to: string | null }

export const comparisons = ['none', 'previous', 'yearBefore'] as const
/** The same number of days just before; or the same dates, or the same season of sales, a year before. */
export type Comparison = (typeof comparisons)[number]

export interface SavedFilter {
  id: number
  name: string
  filter: ShopFilter
}

/** What can be chosen from, each with how many customers it concerns. */
export interface FilterChoices {
  brands: Choice[]
  categories: Choice[]
  regions: Choice[]
  genders: Choice[]
  channels: Choice[]
  /** Names of act types. */
  kinds: string[]
  /** First and last day of the data, and the sale seasons within it. */
  from: string
  to: string
  sales: { name: string; from: string; to: string }[]
}

export interface Choice {
  /** An id of brands and categories, else the word itself. */
  value: number | string
  label: string
  customers: number
}
