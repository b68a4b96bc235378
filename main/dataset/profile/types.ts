import type { BrowseColumnType, BrowseTable, RowFilter } from '../browse/types.ts'

export interface BehaviourProfile {
  rows: number
  users: number
  products: number
  brands: number
  categories: number
  /** Calendar days of the first and last act, `2024-05-01`; null while there is none. */
  from: string | null
  to: string | null
  /** Acts by type name; purchases of negative quantity count as returns. */
  byType: Record<string, number>
  purchases: number
  returns: number
  buyers: number
  /** Money of purchases and of returns, in the project's currency. */
  revenue: number
  returned: number
  /** Rows that repeat an earlier row in every column. */
  exactDuplicates: number
}

/** How the numbers of a column lie. Times are UTC milliseconds. */
export interface NumberFigures {
  min: number
  max: number
  mean: number
  /** By linear interpolation between neighbours (Hyndman and Fan's type 7). */
  p5: number
  p25: number
  median: number
  p75: number
  p95: number
  p99: number
}

export interface Histogram {
  /** `log`: every bin is as many times as wide as the one before it. */
  scale: 'linear' | 'log'
  /** One more than `rows`. What lies outside is in the first and last bin. */
  edges: number[]
  rows: number[]
}

/** What one column of one table holds. */
export interface ColumnProfile {
  /** A key of the locale's `browse.columns`, or the file's own name where `isAttribute`. */
  name: string
  type: BrowseColumnType
  isAttribute: boolean
  missing: number
  /** Different values; beyond 20,000 texts an estimate by linear counting, within 0.5% up to some 10 million. */
  distinct: number
  distinctIsEstimate: boolean
  numbers: NumberFigures | null
  histogram: Histogram | null
  /** The most frequent values, at most ten, most frequent first; empty where each stands alone, or nearly so. */
  top: { value: string | number; rows: number }[]
  /** Heavy tails. Of amounts: the share of their sum in the largest 1%; of ids: the share of rows of the 1% with most. */
  topPercentShare: number | null
}

export interface TableProfile {
  table: BrowseTable
  rows: number
  columns: ColumnProfile[]
}

/** Every day from the first act's to the last one's, in the project's zone. */
export interface DayFigures {
  /** `2024-05-01`. */
  from: string | null
  acts: number[]
  purchases: number[]
}

export const findingCodes = [
  'exactDuplicates',
  'duplicatedDays',
  'gaps',
  'jumps',
  'future',
  'withoutMoney',
  'productsWithoutFacts',
  'productsNeverActed',
  'usersWithoutFacts',
  'usersWithoutActs',
  'testAccounts',
  'testProducts',
  'bulkOrders',
  'resellers',
  'bots',
  'clickFarms',
  'bursts',
] as const
export type FindingCode = (typeof findingCodes)[number]

/** `high`: figures are wrong unless something is done. `medium`: they may be. `low`: worth knowing. */
export type Severity = 'high' | 'medium' | 'low'

/** Something an analyst should look at: what it is, how much of the data, and by what measure it was found. */
export interface Finding {
  /** A key of the locale's `findings`: `name`, `text` with the figures, `why` with the threshold and its reason. */
  code: FindingCode
  severity: Severity
  rows: number
  users: number | null
  products: number | null
  /** Money of purchases in these rows. */
  money: number | null
  /** Fill the sentences. */
  params: Record<string, string | number>
  /** The first few it speaks of: ids as they stand in the files, or days. */
  examples: string[]
  /** Its rows; null where it is about rows that are not there. */
  filter: RowFilter | null
  /** The cleaning rule that would mend it, to be looked at before it is applied. */
  rule: { kind: string; settings: Record<string, unknown> } | null
}

export interface Profile {
  tables: {
    behaviour: BehaviourProfile
    products: { rows: number; products: number; withBrand: number; withCategory: number; withPrice: number }
    users: { rows: number; users: number; attributes: string[] }
    social: { rows: number; users: number; dated: number }
    campaigns: { rows: number; users: number; campaigns: number }
  }
  /** `code` is a key of the locale's `dataset.warnings`. */
  warnings: { code: string; params: Record<string, string | number> }[]
  /** Weeks from Monday in the project's zone, without gaps. */
  overTime: { week: string; acts: number; purchases: number; revenue: number }[]
  days: DayFigures
  /** Tables that hold anything. */
  columns: TableProfile[]
  /** Worst first. */
  findings: Finding[]
}
