import { isStandard, kindOf, type StandardTask, type Task } from '../features/types.ts'
import type { AdversaryKind } from './learning/adversarial.ts'
import type { ScheduleKind } from './learning/schedule.ts'
import type { TaskWeightKind, TaskWeights } from './learning/taskWeights.ts'
import type { ExpertKind } from './network/fusion.ts'
import type { AmountLoss } from './network/losses.ts'
import type { TransferKind } from './transfer/types.ts'

/** How a run learns. Everything that changes its outcome stands here or in the data fingerprint. */
export interface ModelConfig {
  seed: number
  /** Upper bound; early stopping on validation usually ends sooner. */
  epochs: number
  patience: number
  batchSize: number
  /** In how many pieces a batch goes through the network: more need less memory and more time, and learn the same. */
  accumulate: number
  learningRate: number
  /** Decoupled weight decay (AdamW). */
  weightDecay: number
  dropout: number
  /** Units of each encoder's hidden layer. */
  towerWidth: number
  /** Units of the fusion layer, and of each expert. */
  fusionWidth: number
  /** Numbers of a category's and a brand's embedding; 0 for none. */
  embeddingWidth: number
  /** How many last acts a Transformer reads one by one, beside what all acts amount to; 0 for none. */
  sequenceLength: number
  /** The Transformer's width, blocks and heads. */
  sequenceWidth: number
  sequenceBlocks: number
  sequenceHeads: number
  /** Whether each row weighs the towers for each task. */
  gate: boolean
  /** What follows the towers; see `ExpertKind`. */
  experts: ExpertKind
  expertCount: number
  /** How often a row is learned from without one of its sources. */
  sourceDropout: number
  /** How many times all sequences are read to guess hidden acts, before anything else is learned. */
  pretrainEpochs: number
  /** How the learning rate goes over a training. */
  schedule: ScheduleKind
  /** What the networks' errors of amounts are measured by. */
  amountLoss: AmountLoss
  /** Whether tasks weigh what they were told to, or what their noise leaves of it. */
  taskWeighting: TaskWeightKind
  /** Whether it is measured which tasks help each other. */
  affinity: boolean
  /** α of the Beta distribution that rows' dense inputs are mixed by; 0 mixes none. */
  mixup: number
  /** How often a sequence loses its oldest acts, an act what it was of, and neighbours their places. */
  cropActs: number
  maskActs: number
  reorderActs: number
  /** What inputs are moved by against the network, and how far, in standard deviations. */
  adversary: AdversaryKind
  adversarySize: number
  /** Total loss = Σ weight × mean task loss; `own` is that of each task of the analyst's own. */
  taskWeights: Record<StandardTask | 'own', number>
  members: MemberSettings
  /** How networks start from towers that were learned elsewhere. */
  transfer: TransferKind
  /** Units of the adapters, and rank of the updates, with which towers that are held fit themselves to a shop. */
  adapterWidth: number
  loraRank: number
  /** SHA-256 of the file that the towers came from; null where they were drawn. */
  towers: string | null
  /** The run whose weights this one went on from; null where it started afresh. */
  continues: number | null
}

/** Who learns side by side. At least one of them. */
export interface MemberSettings {
  /** Networks, each from another start and with other rows set aside. */
  networks: number
  /** Gradient-boosted trees. */
  boosted: boolean
  /** Generalised linear models. */
  linear: boolean
}

export const defaultModelConfig: ModelConfig = {
  seed: 1,
  epochs: 40,
  patience: 5,
  batchSize: 256,
  accumulate: 1,
  learningRate: 0.002,
  weightDecay: 1,
  dropout: 0.3,
  towerWidth: 64,
  fusionWidth: 64,
  embeddingWidth: 0,
  sequenceLength: 0,
  sequenceWidth: 32,
  sequenceBlocks: 1,
  sequenceHeads: 2,
  gate: false,
  experts: 'shared',
  expertCount: 4,
  sourceDropout: 0,
  pretrainEpochs: 0,
  schedule: 'constant',
  amountLoss: 'ziln',
  taskWeighting: 'fixed',
  affinity: false,
  mixup: 0,
  cropActs: 0,
  maskActs: 0,
  reorderActs: 0,
  adversary: 'none',
  adversarySize: 0.5,
  taskWeights: { ltv: 1, repurchase: 1, potential: 1, loyalty: 1, own: 1 },
  members: { networks: 3, boosted: true, linear: true },
  transfer: 'none',
  adapterWidth: 8,
  loraRank: 4,
  towers: null,
  continues: null,
}

/** What a task's loss counts; parts of customer value each as much as the whole. */
export function weightOf({ taskWeights }: Pick<ModelConfig, 'taskWeights'>, task: Task): number {
  if (isStandard(task)) return taskWeights[task]
  // Runs of earlier versions name no weight for what they did not have.
  return kindOf(task) === 'increment' ? taskWeights.ltv : (taskWeights.own ?? 1)
}

export const weightsOf = (config: Pick<ModelConfig, 'taskWeights'>, tasks: Task[]): TaskWeights =>
  Object.fromEntries(tasks.map((task) => [task, weightOf(config, task)]))
