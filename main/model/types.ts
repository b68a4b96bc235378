import type { ColumnScale } from '../features/scaling.ts'
import { taskIn } from '../base/taskId.ts'
import { kindOf, sideTables } from '../features/types.ts'
import type {
  Coded,
  Entity,
  FeatureSpec,
  InputGroup,
  SideTable,
  SkippedTask,
  SplitKind,
  ByTask,
  Task,
  TaskKind,
  TrainSetup,
} from '../features/types.ts'
import type { Vocabulary } from '../features/vocabulary.ts'
import type { TextNote } from '../features/text/encoder.ts'
import type { ActLog, HashedNames, ProductWords } from '../features/actLog.ts'
import type { Affinity } from './affinity.ts'
import type { BrokenOff } from './fitting.ts'
import type { Conformal } from './calibration/conformal.ts'
import type { BlendWeights } from './members/blend.ts'
import type { BoostedMember } from './members/boosted.ts'
import type { LinearMember } from './members/linear.ts'
import type { NetworkMember } from './members/network.ts'
import type { ModelConfig } from './modelConfig.ts'
import type { AmountLoss } from './network/losses.ts'
import type { SideResults } from './sideTypes.ts'
import type { Origin } from './transfer/types.ts'

/** A figure with its 95% bootstrap interval; null where it is not defined (no positive label, say). */
export interface Estimate {
  value: number | null
  low: number | null
  high: number | null
}

export type Metrics = Record<string, Estimate>

const outputsByKind = {
  ltv: ['amount'],
  repurchase: ['p'],
  potential: ['units', 'growth'],
  loyalty: ['p', 'share'],
  yesNo: ['p'],
  amount: ['amount'],
  count: ['count'],
  increment: ['amount'],
} as const satisfies Record<TaskKind, readonly string[]>

export type Output = (typeof outputsByKind)[TaskKind][number]

/** What each task gives per row. */
export const outputsOf = (task: Task): readonly Output[] => outputsByKind[kindOf(task)]

/** What a task's rows stand for. */
export function entityOf(task: Task): Entity {
  if (task === 'potential') return 'product'
  return task === 'loyalty' ? 'pair' : 'user'
}

/** What the rows are of which a `task.output` speaks. */
export const entityOfOutput = (name: string): Entity => entityOf(taskIn(name) as Task)

const primaryMetricByKind = {
  ltv: 'normalizedGini',
  repurchase: 'auc',
  potential: 'normalizedGini',
  loyalty: 'auc',
  yesNo: 'auc',
  amount: 'normalizedGini',
  count: 'normalizedGini',
  increment: 'normalizedGini',
} as const satisfies Record<TaskKind, string>

/** The metric that decides whether a model beats a baseline. */
export const primaryMetricOf = (task: Task): string => primaryMetricByKind[kindOf(task)]

/** One of ten equal groups by prediction, best first. */
export interface DecileRow {
  decile: number
  rows: number
  predicted: number
  actual: number
  actualLow: number
  actualHigh: number
}

/** One equal-mass bin of predicted probability or amount. */
export interface CalibrationBin {
  rows: number
  predicted: number
  actual: number
  actualLow: number
  actualHigh: number
}

export interface TaskReport {
  testRows: number
  metrics: Metrics
  /** By baseline, on the same rows and resamples. */
  baselines: Record<string, Metrics>
  /** Model minus baseline in the task's primary metric, paired on the same resamples. */
  advantage: Record<string, Estimate>
  /** The baseline that does best on the primary metric. */
  bestBaseline: string | null
  /** False when the paired interval against the best baseline reaches 0 or below. */
  beatsBestBaseline: boolean
  deciles: DecileRow[]
  calibration: CalibrationBin[]
  /** The same of what the model said before calibration; absent in runs of before it was kept. */
  uncalibrated?: { deciles: DecileRow[]; calibration: CalibrationBin[] }
  /** By `task.output`, what each kind of member counts for; absent in runs of a single network. */
  blend?: Record<string, BlendWeights>
  /** Of customer value over several horizons: the same figures up to each shorter one, ascending. */
  horizons?: HorizonReport[]
}

/** How well customer value is told up to a day before the horizon's end. */
export interface HorizonReport extends Omit<TaskReport, 'deciles' | 'calibration' | 'blend' | 'horizons'> {
  days: number
}

/** One figure per test row; `task` and `output` say which. */
export interface PredictionColumn {
  task: Task
  output: string
  ids: Int32Array
  brandIds: Int32Array
  actual: Float64Array
  predicted: Float64Array
}

export interface EpochNote {
  phase: 'evaluate' | 'refit'
  /** Which of how many networks learns, from 1; absent in runs of one network. */
  network?: number
  networks?: number
  epoch: number
  epochs: number
  trainLoss: number
  validationLoss: number | null
  taskLosses: ByTask<number>
  examplesPerSecond: number
}

/** What the note `resumed` says when a trainer died: the phase, and the epochs whose weights were kept. */
export interface Resumed {
  phase: EpochNote['phase']
  kept: { network: number; epoch: number }[]
}

export interface StoredTensor {
  name: string
  shape: number[]
  values: Float32Array
}

/** By `task.output`, one figure per row of the task's table. */
export type Figures = Record<string, Float64Array>

export type Member = NetworkMember | BoostedMember | LinearMember

/** A trained model with all it needs to predict. */
export interface ModelArtifact {
  config: ModelConfig
  tasks: Task[]
  specs: FeatureSpec[]
  /** What the codes mean that embeddings are looked up by. */
  vocabularies: Record<Coded, Vocabulary>
  /** How many codes acts have; null where no sequences are read. */
  actSizes: ActLog['sizes'] | null
  /** What the codes of products in sequences mean; null or absent without sequences. */
  productWords?: ProductWords | null
  /** By entity, one per spec: a user's recency and a product's are different quantities. */
  scales: Partial<Record<Entity, ColumnScale[]>>
  /** Training labels are divided by these, so that losses and steps do not depend on the currency. */
  labelUnits: LabelUnits
  members: Member[]
  /** By `task.output`, what each kind of member counts for. */
  blend: Record<string, BlendWeights>
  /** By `task.output`, monotone maps of the blend, fitted on rows that were not learned from. */
  calibration: Record<string, Calibration>
  /** By `task.output`, what puts an 80% interval around one calibrated prediction; absent with too few rows set aside. */
  conformal: Record<string, Conformal>
}

/** What the networks' amounts and counts are measured in, and by. */
export interface LabelUnits {
  /** Geometric mean of the positive training amounts, in the project's currency. */
  ltv: number
  /** Mean of the training units. */
  units: number
  /** By task: of amounts as of `ltv`, of counts as of `units`; absent where a version knew of no such tasks. */
  own?: Record<string, number>
  /** What amounts' raw outputs mean; absent: the zero-inflated lognormal. */
  amountLoss?: AmountLoss
}

/** Isotonic steps for probabilities; a factor for amounts. */
export type Calibration =
  { kind: 'isotonic'; inputs: number[]; outputs: number[] } | { kind: 'level'; factor: number } | { kind: 'identity' }

/** What came of a run's learning beside its figures. */
export interface LearningNotes {
  /** Which tasks help each other, where that was measured. */
  affinity?: Affinity | null
  /** Networks that broke off where a loss was no number any more. */
  diverged?: BrokenOff[]
  /** Names that share places with others, since there are too many of them. */
  hashed?: HashedNames[]
}

/** Which engine computed, on what, and why that one. */
export interface EngineInfo {
  name: string
  gpu: boolean
  device: string
  /** One line per engine that `auto` found not to run here. */
  reasons: string[]
  /** Those that `auto` tried on a network of this size. */
  candidates: { name: string; device: string; msPerStep: number }[]
}

export interface RunSummary {
  runId: number
  createdAtMs: number
  studyId: number | null
  engine: EngineInfo
  split: SplitKind
  /** Calendar day in the project's time zone. */
  cutoff: string
  horizonDays: number
  rows: { train: number; validation: number; test: number }
  epochs: number
  seconds: number
  examplesPerSecond: number
  /** Where its networks started; null where at drawn weights. */
  origin: Origin | null
  /** Per task: the primary metric of the model and of its best baseline. */
  headline: ByTask<{
    metric: string
    model: Estimate
    baseline: string | null
    baselineValue: Estimate | null
    beats: boolean
  }>
  scored: { users: number; products: number; pairs: number } & Record<SideTable, number>
  /** Day as of which the scores stand. */
  scoredAt: string
}

export interface RunSource {
  sourceId: number
  name: string
  kind: string
  sha256: string
  rowsKept: number
  /** False where the import has been undone since. */
  present: boolean
}

export interface RunDetails extends RunSummary {
  setup: TrainSetup
  config: ModelConfig
  fingerprint: string
  tasks: ByTask<TaskReport>
  skipped: SkippedTask[]
  losses: EpochNote[]
  newcomerRevenueShare: number | null
  /** How titles were read; null or absent where none were. */
  text?: TextNote | null
  side: SideResults
  learning: LearningNotes
  /** Further columns of customers' scores. */
  columns: ScoreColumn[]
  sources: RunSource[]
  /** True when the project's data changed after this run learned from it. */
  stale: boolean
}

/** The mean of something over rows, and the bounds of the middle 80% of them. */
export interface Spread {
  mean: number
  low: number
  high: number
}

/** How the gate weighed the towers for the scores of one task. */
export interface TowerSummary {
  task: Task
  rows: number
  /** Without those that the network does not have. */
  towers: Partial<Record<InputGroup, Spread>>
}

/** How the gate weighed the towers for one score; absent in runs without a gate, null where there is no such tower. */
export interface TowerColumns {
  behaviourShare?: number | null
  productShare?: number | null
  socialShare?: number | null
}

/** What scores are listed and exported of: the main tables' rows and the side tables'. */
export const scoreEntities = ['users', 'products', 'loyalty', ...sideTables] as const
export type ScoreEntity = (typeof scoreEntities)[number]

/** A column of customers' scores that not every run has: an own task's, or that of a shorter horizon. */
export interface ScoreColumn {
  key: FigureKey
  /** `task.output`. */
  output: string
}

export type FigureKey = `figure${number}`

/** By the keys of the run's further columns, what it says of the customer. */
export type UserScore = CustomerScore & Record<FigureKey, number | null>

export interface CustomerScore extends TowerColumns {
  /** As it stands in the user's file. */
  id: string
  /** Expected net spend within the horizon, with the 80% interval of this one prediction. */
  ltv: number | null
  ltvLow: number | null
  ltvHigh: number | null
  repurchase: number | null
  purchaseDays: number
  pastSpend: number
  recencyDays: number
}

export interface ProductScore extends TowerColumns {
  id: string
  title: string | null
  brand: string | null
  category: string | null
  /** Expected net units within the horizon, with the 80% interval of this one prediction. */
  units: number | null
  unitsLow: number | null
  unitsHigh: number | null
  growth: number | null
  lastPeriodUnits: number
}

export interface PairScore extends TowerColumns {
  /** The user's id. */
  id: string
  brand: string
  p: number | null
  share: number | null
  pastShare: number
  brandSpend: number
}
