import type { Matrix } from '../base/table.ts'
import { kindIn } from '../base/taskId.ts'
import type { ActLog, HashedNames, ProductWords, Sequences } from './actLog.ts'
import type { Vocabulary } from './vocabulary.ts'
import type { ResolvedOwnTask } from './own/types.ts'
import type { TextNote } from './text/encoder.ts'

/** What every shop is asked. */
export const tasks = ['ltv', 'repurchase', 'potential', 'loyalty'] as const
export type StandardTask = (typeof tasks)[number]

/** What an analyst may ask of customers beside that: whether they do something, how much they spend, how often. */
export const ownKinds = ['yesNo', 'amount', 'count'] as const
export type OwnKind = (typeof ownKinds)[number]

/** A task of the analyst's own: its kind, then its name. */
export type OwnTaskId = `${OwnKind}:${string}`

/** What customers are worth between two days after the cutoff, `increment:30-90`: ltv is their sum over several horizons. */
export type Increment = `increment:${number}-${number}`

export type Task = StandardTask | OwnTaskId | Increment

/** Some value by task; of the analyst's own and of increments there may be any number. */
export type ByTask<Value> = Partial<Record<StandardTask, Value>> & Record<OwnTaskId | Increment, Value>

/** What can be asked for: customer value, whether it is learned as a whole or in its parts. */
export type AskedTask = StandardTask | OwnTaskId

/** What decides a task's rows, outputs, losses and metrics. */
export type TaskKind = StandardTask | OwnKind | 'increment'

export const kindOf = (task: Task): TaskKind => kindIn(task) as TaskKind

export const isOwn = (task: Task): task is OwnTaskId => ownKinds.some((kind) => kind === kindOf(task))

export const isStandard = (task: Task): task is StandardTask => tasks.some((standard) => standard === task)

/** What a row stands for. A pair is a user and a brand. */
export type Entity = 'user' | 'product' | 'pair'

/** The three encoders' inputs. */
export const inputGroups = ['behaviour', 'product', 'social'] as const
export type InputGroup = (typeof inputGroups)[number]

/** The kind of export a feature is computed from. */
export type SourceKind = 'behaviour' | 'products' | 'users' | 'social' | 'campaigns'

/** One input column: which encoder takes it, which export it needs, how it is scaled before standardising. */
export interface FeatureSpec {
  name: string
  group: InputGroup
  source: SourceKind
  transform: 'none' | 'log1p' | 'signedLog1p'
  /**
   * What the standardised column is multiplied by, 1 where nothing stands: the columns of one vector share the weight of a
   * few, so that 32 numbers of a title do not drown one price (block scaling, Westerhuis, Kourti & MacGregor 1998).
   */
  weight?: number
}

/** What customer value (`ltv`) counts. */
export const measures = ['spend', 'margin'] as const
export type Measure = (typeof measures)[number]

export type SplitKind = 'time' | 'users'

/** Which part of the data a row belongs to, as stored in `ExampleTable.parts`. */
export const part = { train: 0, validation: 1, test: 2 } as const

/** Labels by entity; NaN marks a masked label. */
export const labelNames = {
  user: ['ltv', 'repurchase'],
  product: ['units', 'growth'],
  pair: ['bought', 'share'],
} as const

/** What the baselines need beside the features, by entity. Money in the project's currency, times in days. */
export const baselineNames = {
  /**
   * frequency: purchase days after the first; recencyDays: first to last purchase day; ageDays: first purchase day to
   * the cutoff; meanRepeatSpend: mean net spend per repeat purchase day (0 without one); totalSpend; lastSpend: net
   * spend of the last purchase day.
   */
  user: ['frequency', 'recencyDays', 'ageDays', 'meanRepeatSpend', 'totalSpend', 'lastSpend'],
  /** lastPeriodUnits: net units in the H days before the cutoff; meanPeriodUnits: mean over up to three such periods. */
  product: ['lastPeriodUnits', 'meanPeriodUnits'],
  /**
   * Over [c − 365, c): brandSpend and categorySpend (spend in the brand's categories), brandDays and categoryDays
   * (purchase days), marketShare: the brand's share of all spend in its categories.
   */
  pair: ['brandSpend', 'categorySpend', 'brandDays', 'categoryDays', 'marketShare'],
} as const

/** What embeddings are learned of. */
export type Coded = 'category' | 'brand'

/** Rows of one entity, at one or several cutoffs, as flat columns. Row i of every column belongs together. */
export interface ExampleTable {
  entity: Entity
  rows: number
  /** Key of the user (users, pairs) or product in the project. */
  ids: Int32Array
  /** Key of the brand; empty unless the rows are pairs. */
  brandIds: Int32Array
  /** What is resampled together: the user with all its cutoffs and pairs, or the product. */
  clusters: Int32Array
  /** UTC milliseconds. */
  cutoffs: Float64Array
  /** One of `part`. */
  parts: Uint8Array
  /** Raw as-of features. Every entity has the same columns per group, 0 where a column does not apply. */
  inputs: Record<InputGroup, Matrix>
  /** What category and brand a row is about, as codes of the vocabularies; 0 where it is about none. */
  codes: Record<Coded, Int32Array>
  /** Which acts of the log belong to each row. */
  sequences: Sequences
  /** What they are cut from, the same for all tables; missing where no sequences are read. */
  log?: ActLog | null
  labels: Record<string, Float64Array>
  baseline: Record<string, Float64Array>
}

export interface SkippedTask {
  task: Task
  /** A key of the locale's `features.skipped`. */
  reason: 'noProducts' | 'noBrands' | 'noPurchases' | 'tooFewRows' | 'tooFewPositives' | 'tooFewNegatives' | 'noAmounts'
}

/**
 * Rows that stand apart from the main tables, by what they are about: registered people without a purchase, products just
 * launched, brands a customer could be won for.
 */
export const sideTables = ['cold', 'launches', 'conquest'] as const
export type SideTable = (typeof sideTables)[number]

/** The side table that a task is learned on beside its main table. */
export const sideTableOf = {
  ltv: 'cold',
  repurchase: 'cold',
  potential: 'launches',
  loyalty: 'conquest',
} as const satisfies Record<StandardTask, SideTable>

export interface SkippedSideTable {
  table: SideTable
  /** A key of the locale's `model.side.skipped`. */
  reason: 'noRows' | 'tooFewRows' | 'tooFewPositives'
}

/** The side tables as a training of their own, and their rows as of the end of the data. */
export interface SideData {
  /** Both null where every side table is skipped. */
  training: TrainingData | null
  scoring: ScoringData | null
  skipped: SkippedSideTable[]
}

/** Everything a trainer needs; built once per fingerprint. */
export interface TrainingData {
  /** True where the rows are those of the side tables: users are cold, products launches, pairs conquests. */
  side: boolean
  /** SHA-256 over the sources, their mappings and the settings that shaped the rows. */
  fingerprint: string
  /** What was asked for; those in `skipped` cannot be learned. */
  tasks: Task[]
  specs: FeatureSpec[]
  vocabularies: Record<Coded, Vocabulary>
  /** The acts that rows' sequences are cut from; null where no sequences are learned from. */
  log: ActLog | null
  /** What the products' codes in sequences mean; null or absent without sequences. */
  productWords?: ProductWords | null
  split: SplitKind
  horizonDays: number
  /** The test cutoff (time split) or the one cutoff (users split), UTC milliseconds. */
  cutoff: number
  users: ExampleTable
  products: ExampleTable | null
  pairs: ExampleTable | null
  skipped: SkippedTask[]
  /** Share of the horizon's revenue that comes from users first seen after the cutoff, who have no row; null if none. */
  newcomerRevenueShare: number | null
  /** How titles were read, and what was capped; null or absent where none were. */
  text?: TextNote | null
  /** What has too many names for codes of their own; absent in data that have no codes. */
  hashed?: HashedNames[]
}

/** Rows to be scored as of the end of the data: features without labels. */
export interface ScoringData {
  specs: FeatureSpec[]
  vocabularies: Record<Coded, Vocabulary>
  log: ActLog | null
  /** What the products' codes in sequences mean; null or absent without sequences. */
  productWords?: ProductWords | null
  horizonDays: number
  cutoff: number
  users: ExampleTable
  products: ExampleTable | null
  pairs: ExampleTable | null
}

/** What reads titles and descriptions. */
export interface TextSetting {
  /** `builtIn`, `off`, or the folder of a pretrained model. */
  encoder: string
  /** SHA-256 over the pretrained model's files; null of the others. */
  fingerprint: string | null
}

/** All that shapes a training's rows, resolved: nothing is left to choose. */
export interface TrainSetup {
  /** Those of the analyst's own among them. */
  tasks: Task[]
  /** What the analyst's own tasks are; absent where a version knew of none. */
  own?: ResolvedOwnTask[]
  /**
   * Days after the cutoff up to which customer value is told, ascending, the last being `horizonDays`; absent where it is
   * told of that alone.
   */
  horizons?: number[]
  split: SplitKind
  /** Calendar day in the project's time zone: the test cutoff (time split) or the one cutoff (users split). */
  cutoff: string
  horizonDays: number
  /** Days, latest first; of a users split the one cutoff. */
  trainingCutoffs: string[]
  fold: { k: number; n: number }
  validationShare: number
  measure: Measure
  /** With margin: the share of all spend whose cost is known; the rest is taken at the mean margin rate of that. */
  costShare: number | null
  /** How many of a customer's last acts are learned from one by one; 0 leaves it at what they come to. */
  sequenceLength: number
  text: TextSetting
  seed: number
}

/** What the data allow, for the one who sets a training up. */
export interface TrainPlan {
  setup: TrainSetup
  /** Day of the first act, and the first midnight after the last one. */
  dataStart: string
  dataEnd: string
  /** Earliest and latest day that is legal as a cutoff with this horizon. */
  earliestCutoff: string
  latestCutoff: string
  horizonsOffered: number[]
  /** Weeks in order: their first day, net purchases and net spend. */
  weeks: { from: string; purchases: number; spend: number }[]
  skipped: SkippedTask[]
  /** Whether customer value can be measured as margin. */
  hasCosts: boolean
  /** Users who would have a row at the cutoff. */
  users: number
}
