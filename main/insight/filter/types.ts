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
