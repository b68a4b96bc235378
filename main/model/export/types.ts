import type { ByTask, Entity, FeatureSpec, InputGroup, SkippedTask, SplitKind, Task } from '../../features/types.ts'
import type { ColumnScale } from '../../features/scaling.ts'
import type { Vocabulary } from '../../features/vocabulary.ts'
import type { Conformal } from '../calibration/conformal.ts'
import type { BlendWeights } from '../members/blend.ts'
import type { InputColumn } from '../members/inputs.ts'
import type { Scale } from '../members/outputs.ts'
import type { HeadReading } from '../network/heads.ts'
import type { Calibration, Estimate, Metrics } from '../types.ts'

/** What codes of acts and rows stand for; products are there only where acts are read. */
export type Vocabularies = Partial<Record<'product' | 'category' | 'brand', Vocabulary>>

/** How one output of a task comes from its members. */
export interface ExportedOutput {
  task: Task
  output: string
  entity: Entity
  /** Where members are averaged. */
  scale: Scale
  /** From the sum of trees, or of a linear model, to the figure: the link's inverse, times the unit. */
  link: 'log' | 'logit' | 'identity'
  /** Of amounts and counts, in trees, lines and networks alike; else 1. */
  unit: number
  /** Where in the network's head it stands, and how that is read. */
  head: { first: number; reads: HeadReading; smallestSigma: number; largestSigma: number; largestLog: number }
}

/** `preprocessing.json`: from the features of a record to the members' inputs, and from what they say to the scores. */
export interface Preprocessing {
  horizonDays: number
  /** The towers, in the order in which linear models have their columns. */
  groups: InputGroup[]
  /** In order; of each group's columns in this order networks have their inputs. */
  columns: FeatureSpec[]
  /** By entity, one per column: (transformed − mean) / deviation, cut to ±limit, times the column's weight; 0 where deviation is. */
  scales: Partial<Record<Entity, ColumnScale[]>>
  limit: number
  vocabularies: Vocabularies
  /** Codes of the act types. */
  actTypes: Record<string, number>
  /** By `task.output`, as blend and calibration are. */
  outputs: Record<string, ExportedOutput>
  /** What calibrated figures come to together: customer value over several horizons. */
  sums: { name: string; parts: string[] }[]
  blend: Record<string, BlendWeights>
  calibration: Record<string, Calibration>
  conformal: Record<string, Conformal>
}

/** What the networks are built of; all have the same. */
export interface Topology {
  groups: InputGroup[]
  /** What rows are about that has embeddings. */
  embedded: ('category' | 'brand')[]
  /** By task, the layers its rows go through, mixed where there are several. */
  experts: Record<string, string[]>
  acts: { length: number; blocks: number; heads: number } | null
}

/** One tensor as TF.js describes it; 8-bit values are value × scale + min. */
export interface WeightSpec {
  name: string
  shape: number[]
  dtype: 'float32'
  quantization?: { dtype: 'uint8'; scale: number; min: number }
}

/** `model.json`, laid out as TF.js lays out its models. */
export interface ModelFile {
  format: 'assay-network'
  modelTopology: Topology
  weightsManifest: [{ paths: string[]; weights: WeightSpec[] }]
}

export interface ExportedForest {
  base: number
  roots: number[]
  column: number[]
  threshold: number[]
  left: number[]
  right: number[]
  value: number[]
}

/** `members.json`: what stands beside the networks. */
export interface MembersFile {
  boosted: { inputs: Partial<Record<Entity, InputColumn[]>>; forests: Record<string, ExportedForest> }[]
  linear: { models: Record<string, { bias: number; weights: number[]; low: number; high: number }> }[]
}

/** All of a model that scoring needs, as `readModel` of score.js takes it. */
export interface ModelParts {
  preprocessing: Preprocessing
  model: ModelFile
  members: MembersFile
  /** All shards, one after the other. */
  weights: Uint8Array
}

/** A word, or the code that it shares with others; null for none. */
export type Name = string | number | null

/** An act of a record, for models that read acts one by one. */
export interface RecordAct {
  type: string
  product: Name
  category: Name
  brand: Name
  /** Days since 1970-01-01. */
  day: number
  price: number
  units: number
}

/** The features of one row, by column; a column that is left out is 0. */
export interface ScoreRecord {
  entity: Entity
  behaviour: Record<string, number>
  product: Record<string, number>
  social: Record<string, number>
  category?: Name
  brand?: Name
  acts?: RecordAct[]
  cutoffDay?: number
}

export type RecordScores = ByTask<Record<string, number>>

/** What `resources/export/score.js` gives. */
export interface Scorer<Model = unknown> {
  loadModel(from: string | URL | ((name: string) => Promise<Uint8Array>)): Promise<Model>
  readModel(parts: ModelParts): Model
  score(model: Model, record: ScoreRecord): RecordScores
}

/** How a small model does beside the one that it learned from, on the same test rows. */
export interface DistillationNote {
  /** By task; `difference` is small minus whole, paired on the same resamples. */
  tasks: ByTask<{ metric: string; whole: Estimate; small: Estimate; difference: Estimate }>
  /** Of weights and other members together. */
  bytesWhole: number
  bytesSmall: number
  epochs: number
}

export interface ExportedFile {
  name: string
  bytes: number
  sha256: string
}

/** `manifest.json`. */
export interface ExportManifest {
  format: 'assay-export'
  version: 1
  assay: string
  runId: number
  createdAt: string
  fingerprint: string
  split: SplitKind
  cutoff: string
  scoredAt: string
  horizonDays: number
  currency: string
  timezone: string
  /** By task: the model's metrics on test rows with their 95% intervals, and its baselines' on the same rows. */
  tasks: ByTask<{
    testRows: number
    metrics: Metrics
    baselines: Record<string, Metrics>
    bestBaseline: string | null
    beats: boolean
  }>
  skipped: SkippedTask[]
  /** Null of a whole model. */
  distillation: DistillationNote | null
  files: ExportedFile[]
}

export interface WrittenExport {
  path: string
  manifest: ExportManifest
}
