import type { ActLog } from '../../features/actLog.ts'
import type { ByTask, Coded, FeatureSpec } from '../../features/types.ts'
import type { Vocabulary } from '../../features/vocabulary.ts'
import type { ModelConfig } from '../modelConfig.ts'
import type { Adaptation } from '../network/adaptation.ts'
import type { Scales } from '../tables.ts'
import type { Estimate, ModelArtifact, StoredTensor } from '../types.ts'

/**
 * What is done with towers that were learned elsewhere: `frozen` holds them, `adapters` and `lora` hold them and learn what
 * is put in between or added, `full` goes on learning all of them. Fusion and heads always learn.
 */
export const transferKinds = ['none', 'frozen', 'adapters', 'lora', 'full'] as const
export type TransferKind = (typeof transferKinds)[number]

/** Whether weights that came with the towers stay as they are. */
export const isHeld = (kind: TransferKind): boolean => kind === 'frozen' || kind === 'adapters' || kind === 'lora'

export const adaptationOf = (kind: TransferKind | undefined): Adaptation['kind'] =>
  kind === 'adapters' || kind === 'lora' ? kind : 'none'

/** What shapes towers, and so comes with them. */
export const towerShapeNames = [
  ...(['towerWidth', 'embeddingWidth', 'sequenceLength', 'sequenceWidth', 'sequenceBlocks', 'sequenceHeads'] as const),
] satisfies (keyof ModelConfig)[]
export type TowerShape = Pick<ModelConfig, (typeof towerShapeNames)[number]>

/** The towers of a run's networks with what their inputs mean. It says nothing of any single customer. */
export interface TowerSet {
  shape: TowerShape
  /** The columns that the towers read, and how they were scaled. */
  specs: FeatureSpec[]
  scales: Scales
  vocabularies: Record<Coded, Vocabulary>
  /** Titles of the products that have codes of their own; null without sequences. */
  productTitles: string[] | null
  actSizes: ActLog['sizes'] | null
  /** By network. */
  networks: StoredTensor[][]
}

/** What networks start from in place of drawn weights. */
export type Start =
  { kind: 'towers'; towers: TowerSet } | { kind: 'run'; evaluated: ModelArtifact; refitted: ModelArtifact }

/** How many of this shop's names the start knew too. */
export interface Known {
  known: number
  all: number
}

/** What of a shop was found again in what its networks started from. */
export type Matched = Record<'columns' | 'brands' | 'categories' | 'products', Known>

/** A task's primary metric of the model that was there and of the one that went on from it, on the same rows. */
export interface GuardedTask {
  metric: string
  rows: number
  earlier: Estimate
  now: Estimate
  /** Now minus earlier, paired on the same resamples. */
  difference: Estimate
}

/** Whether going on paid, and which model is kept. */
export interface Guard {
  verdict: 'better' | 'even' | 'worse' | 'unmeasured'
  kept: 'earlier' | 'now'
  tasks: ByTask<GuardedTask>
}

/** Where a run's networks started; null of a run that started afresh. */
export type Origin =
  | { kind: 'towers'; file: string; sha256: string; transfer: TransferKind; networks: number; matched: Matched }
  /** Without networks there is nothing to be matched. */
  | { kind: 'run'; runId: number; matched: Matched | null; guard: Guard }
