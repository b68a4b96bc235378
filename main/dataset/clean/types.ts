import type { MergedEntity } from '../../storage/state.ts'

/** What a rule does to the data that the rules before it leave. */
export interface RuleEffect {
  ruleId: number
  rowsExcluded: number
  rowsChanged: number
  /** By how much it moves the money of purchases, and of returns, in the project's currency. */
  revenue: number
  returned: number
}

/** One act in the words of its file, as a rule finds or leaves it. */
export interface ExampleRow {
  id: number
  file: string
  line: number
  user: string
  product: string | null
  type: string
  timeMs: number
  quantity: number | null
  price: number | null
  amount: number | null
  discount: number | null
  currency: string | null
  orderId: string | null
  units: number
  money: number
}

/** A rule's effect with some of the rows it touches; `after` is null where it leaves the row out. */
export interface RuleReport extends RuleEffect {
  examples: { before: ExampleRow; after: ExampleRow | null }[]
}

/** What acts come to, as dashboards show them. */
export interface ActTotals {
  rows: number
  purchases: number
  revenue: number
  returns: number
  returned: number
}

export interface RulePreview {
  /** Of every enabled rule, in order. */
  rules: RuleReport[]
  /** Without any rule, and with all of them. */
  before: ActTotals
  after: ActTotals
}

/** A rule of the state in force, with its effect where it is on. */
export interface CleaningRule {
  id: number
  kind: string
  settings: Record<string, unknown>
  enabled: boolean
  effect: RuleEffect | null
}

/** A key of the locale's `clean.reasons`. */
export type MergeReason =
  | 'id'
  | 'email'
  | 'phone'
  | 'nameAndBirthYear'
  | 'name'
  | 'code'
  | 'titleAndBrand'
  | 'spelling'
  | 'lexicon'
  | 'bothNames'
  | 'titles'
  | 'typo'

/** Two that may be one, by the ids or names of their files. */
export interface MergeSuggestion {
  entity: MergedEntity
  from: string
  /** The one with more acts, or products of a brand: it would stay. */
  to: string
  /** 0–1: how sure. */
  score: number
  reason: MergeReason
  /** What they have in common, as it was compared. */
  evidence: string
}

/** One merge in force, by the ids or names of the files. */
export interface Merge {
  entity: MergedEntity
  from: string
  to: string
}

/** An import that no state needs which undo or redo can reach. */
export interface Spare {
  sourceId: number
  name: string
  kind: string
  rows: number
}

export interface CompactResult {
  deleted: Spare[]
  bytesBefore: number
  bytesAfter: number
}
