import type { ByTask } from '../features/types.ts'
import type { ModelConfig } from '../model/modelConfig.ts'

/** A setting that a search may vary. */
export const searchable = ['learningRate', 'dropout', 'weightDecay', 'towerWidth', 'fusionWidth', 'batchSize'] as const
export type Searchable = (typeof searchable)[number]

export type SearchRange =
  { kind: 'uniform' | 'logUniform'; low: number; high: number } | { kind: 'choice'; values: number[] }

export type SearchSpace = Partial<Record<Searchable, SearchRange>>

export interface Trial {
  number: number
  config: Pick<ModelConfig, Searchable>
  state: 'done' | 'failed'
  /** Joint loss on validation rows; the test part is never looked at in a search. */
  validationLoss: number | null
  taskLosses: ByTask<number>
  epochs: number
  seconds: number
  error: string | null
}

export interface StudySummary {
  studyId: number
  createdAtMs: number
  method: 'random'
  space: SearchSpace
  seed: number
  trialsWanted: number
  trialsDone: number
  /** interrupted: the process that ran it ended without a word; like a cancelled one it can go on. */
  state: 'running' | 'done' | 'cancelled' | 'failed' | 'interrupted'
  best: Trial | null
}

export interface StudyDetails extends StudySummary {
  trials: Trial[]
  /** Runs trained with one of this study's configurations. */
  runIds: number[]
}
