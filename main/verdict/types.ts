import type { ByTask, InputGroup, SourceKind, Task, TrainSetup } from '../features/types.ts'
import type { ModelConfig } from '../model/modelConfig.ts'
import type { EngineInfo, Estimate, TaskReport } from '../model/types.ts'

/** Who may choose whom to target: Assay, its boosted trees alone, and the simple ways that an analyst knows. */
export const contenders = ['assay', 'boosted', 'bgnbd', 'rfmCell', 'totalSpend', 'lastSpend', 'ridge'] as const
export type Contender = (typeof contenders)[number]
export type Rival = Exclude<Contender, 'assay'>
export const rivals = contenders.filter((name): name is Rival => name !== 'assay')

/** How many customers are targeted at every date: a share of them, or so many. */
export type Target = { share: number } | { count: number }

/** The customers of one past date, what they went on to bring, and in which order each contender would have taken them. */
export interface DatedRows {
  /** Calendar day. */
  cutoff: string
  /** Keys of the customers; a customer is resampled with all its dates. */
  ids: Int32Array
  /** What each brought within the horizon, in the project's currency. */
  actual: Float64Array
  /** Row numbers, best first. */
  orders: Record<Contender, Int32Array>
}

/** Money that came from those targeted, within the horizon and before any cost. */
export interface ReachedMoney {
  /** Targeted customers, over all the dates concerned. */
  contacts: number
  /** Customers there were, and what they all brought. */
  customers: number
  everybody: number
  reached: Record<Contender, Estimate>
  /** What Assay reached beyond each of the others, paired on the same resamples. */
  ahead: Record<Rival, Estimate>
}

/** One target, date by date and over all dates. */
export interface Reached {
  target: Target
  pooled: ReachedMoney
  dates: (ReachedMoney & { cutoff: string })[]
}

/** A date of a backtest: tested, or left out with the reason. */
export interface BacktestDate {
  cutoff: string
  /** The code of the error that kept it from being tested; null where it was. */
  skipped: string | null
  customers: number
  trainingCutoffs: string[]
  epochs: number
  seconds: number
}

/** Where the past could be tested, latest first. */
export interface BacktestPlan {
  horizonDays: number
  /** Days from one date to the next; less than a horizon where their windows overlap. */
  stepDays: number
  cutoffs: string[]
}

export interface BacktestSettings {
  horizonDays: number
  stepDays: number
  /** Of the latest date that was tested. */
  setup: TrainSetup
  config: ModelConfig
}

/** A backtest as it is stored, without its rows. */
export interface Backtest extends BacktestSettings {
  backtestId: number
  createdAtMs: number
  engine: EngineInfo
  seconds: number
  dates: BacktestDate[]
  /** At targets of growing size, for the chart. */
  curve: Reached[]
  /** True when the project's data changed since. */
  stale: boolean
}

/** What a model can miss: without behaviour there is nobody to score. */
export const missable = ['products', 'users', 'social', 'campaigns'] as const satisfies readonly SourceKind[]

/** One way in which test rows are made worse; sizes in standard deviations of the inputs. */
export type Perturbation =
  { kind: 'noise' | 'fgm' | 'pgd'; size: number } | { kind: 'missing'; source: (typeof missable)[number] }

export interface RobustnessSettings {
  noise: number[]
  attack: number[]
  /** At most so many test rows of a task, drawn by the seed. */
  rows: number
  seed: number
}

/** What one perturbation does to a task's deciding metric on the same test rows. */
export interface RobustnessChange {
  task: Task
  metric: string
  rows: number
  perturbation: Perturbation
  before: Estimate
  after: Estimate
  /** After minus before, paired on the same resamples. */
  change: Estimate
}

export interface RobustnessReport {
  runId: number
  createdAtMs: number
  seconds: number
  settings: RobustnessSettings
  changes: RobustnessChange[]
  /** False where no network learned: there is nothing to work an attack out on. */
  attacked: boolean
}

/** How far a figure's spread has moved from a reference, and how far sampling alone would move it. */
export interface Stability {
  /** Population stability index. */
  psi: number
  /** 95% quantile of the index where nothing has changed. */
  chance: number
  /** Rows with a figure, then and now. */
  reference: number
  now: number
}

export interface Drift {
  /** As of which day the reference stood: the latest cutoff that the run learned from. */
  reference: string
  /** The latest run of the same horizon that scored later: whose scores are held against this one's. */
  laterRunId: number | null
  /** Largest first. */
  features: (Stability & { name: string; group: InputGroup })[]
  scores: (Stability & { task: 'ltv' | 'repurchase' })[]
}

/** What came of a run's scores once later data are in. */
export interface Since {
  runId: number
  /** As of which day the scores stand, and the first day without data. */
  scored: string
  dataEnd: string
  horizonDays: number
  observedDays: number
  /** Days after the scores that are measured: the horizon, or a nearer one that is over; null where none is. */
  measuredDays: number | null
  /** Customers of that day of whom the run has no score. */
  unscored: number
  tasks: ByTask<TaskReport>
  drift: Drift
}
