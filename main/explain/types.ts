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

/** What a customer's inputs are about. */
export const concepts = [
  ...([
    'recency',
    'frequency',
    'money',
    'rhythm',
    'browsing',
    'timing',
    'sales',
    'prices',
    'variety',
    'returns',
  ] as const),
  ...(['contacts', 'tenure', 'person', 'goods', 'people', 'acts', 'other'] as const),
] as const
export type Concept = (typeof concepts)[number]

export const explainedOutputs = ['ltv', 'repurchase'] as const
export type ExplainedOutput = (typeof explainedOutputs)[number]

/** What one kind of input adds to a prediction. */
export interface WhyPart {
  concept: Concept
  value: number
  /** 95% interval of the sampling alone: more orders would make it as narrow as one likes. */
  low: number
  high: number
  /** The input that says most plainly where the customer stands, with the training mean beside; null for kinds of many. */
  column: string | null
  own: number | null
  mean: number | null
}

/** Why a model says what it says of one customer. */
export interface CustomerWhy {
  runId: number
  userId: string
  horizonDays: number
  /** The last day that the model saw. */
  dataEnd: string
  /** The prediction of a customer at the mean of all inputs, of this one, and the parts between, the largest first. */
  outputs: { output: ExplainedOutput; typical: number; predicted: number; parts: WhyPart[] }[]
}
