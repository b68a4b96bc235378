import type { InputGroup, SourceKind, Task } from '../features/types.ts'
import type { Estimate } from '../model/types.ts'

/** How much a metric on test rows falls when one input is shuffled. */
export interface FeatureImportance {
  /** Name of the input column, or of a group of columns that only make sense together. */
  feature: string
  group: InputGroup
  source: SourceKind
  mean: number
  /** Standard deviation over the repeats. */
  spread: number
  /** 95% interval of the mean over the repeats. */
  low: number
  high: number
  /** The drop of each repeat. */
  repeats: number[]
}

export interface PermutationResult {
  metric: string
  /** The metric on the untouched rows. */
  reference: Estimate
  rows: number
  repeats: number
  features: FeatureImportance[]
}

export interface Explanation {
  explanationId: number
  runId: number
  createdAtMs: number
  task: Task
  method: 'permutation'
  seed: number
  seconds: number
  result: PermutationResult
}
