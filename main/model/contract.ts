import { z } from 'zod'
import { command } from '../base/command.ts'
import { fileRef, fileTarget } from '../base/files.ts'
import { engineNames } from '../engine/types.ts'
import { ownTaskInput } from '../features/own/ownTaskInput.ts'
import type { FilterNames, OwnTaskCount, StoredOwnTask } from '../features/own/types.ts'
import { trainSetupInput } from '../features/setupInput.ts'
import type { TrainPlan } from '../features/types.ts'
import { pageInput } from '../storage/contract.ts'
import type { Page } from '../storage/types.ts'
import { adversaryKinds } from './learning/adversarial.ts'
import { scheduleKinds } from './learning/schedule.ts'
import { taskWeightKinds } from './learning/taskWeights.ts'
import { expertKinds } from './network/fusion.ts'
import { amountLosses } from './network/losses.ts'
import { presetNames } from './presets.ts'
import { transferKinds } from './transfer/types.ts'
import { scoreEntities } from './types.ts'
import type { ColdScore, ConquestScore, LaunchScore } from './sideTypes.ts'
import type { PairScore, ProductScore, RunDetails, RunSummary, TowerSummary, UserScore } from './types.ts'

/** Every setting of the network that may be changed from outside; what is left out keeps its default. */
export const modelConfigInput = z.object({
  preset: z.enum(presetNames).default('balanced'),
  /** Days after the cutoff up to which customer value is told, beside the horizon itself. */
  horizons: z.array(z.int().min(1).max(3650)).max(8).optional(),
  epochs: z.int().min(1).max(1000).optional(),
  patience: z.int().min(1).max(100).optional(),
  batchSize: z.int().min(8).max(8192).optional(),
  accumulate: z.int().min(1).max(64).optional(),
  learningRate: z.number().min(1e-6).max(1).optional(),
  weightDecay: z.number().min(0).max(10).optional(),
  dropout: z.number().min(0).max(0.9).optional(),
  towerWidth: z.int().min(4).max(512).optional(),
  fusionWidth: z.int().min(4).max(512).optional(),
  embeddingWidth: z.int().min(0).max(64).optional(),
  sequenceLength: z.int().min(0).max(256).optional(),
  sequenceWidth: z.int().min(8).max(128).optional(),
  sequenceBlocks: z.int().min(1).max(4).optional(),
  sequenceHeads: z.int().min(1).max(8).optional(),
  gate: z.boolean().optional(),
  experts: z.enum(expertKinds).optional(),
  expertCount: z.int().min(1).max(16).optional(),
  sourceDropout: z.number().min(0).max(0.9).optional(),
  pretrainEpochs: z.int().min(0).max(100).optional(),
  schedule: z.enum(scheduleKinds).optional(),
  amountLoss: z.enum(amountLosses).optional(),
  taskWeighting: z.enum(taskWeightKinds).optional(),
  affinity: z.boolean().optional(),
  mixup: z.number().min(0).max(10).optional(),
  cropActs: z.number().min(0).max(1).optional(),
  maskActs: z.number().min(0).max(1).optional(),
  reorderActs: z.number().min(0).max(1).optional(),
  adversary: z.enum(adversaryKinds).optional(),
  adversarySize: z.number().min(0).max(10).optional(),
  transfer: z.enum(transferKinds).optional(),
  adapterWidth: z.int().min(1).max(128).optional(),
  loraRank: z.int().min(1).max(64).optional(),
  taskWeights: z
    .object({
      ltv: z.number().min(0).max(100),
      repurchase: z.number().min(0).max(100),
      potential: z.number().min(0).max(100),
      loyalty: z.number().min(0).max(100),
      own: z.number().min(0).max(100),
    })
    .partial()
    .optional(),
  members: z
    .object({ networks: z.int().min(0).max(20), boosted: z.boolean(), linear: z.boolean() })
    .partial()
    .optional(),
})

export const engineInput = z.enum(['auto', ...engineNames])

export const trainInput = z.object({
  setup: trainSetupInput.prefault({}),
  config: modelConfigInput.prefault({}),
  engine: engineInput.default('auto'),
})

/** Sorting and search of score lists; `search` matches the id as it stands in the user's file. */
const scoreList = <Sort extends string>(sorts: readonly [Sort, ...Sort[]]) =>
  z.object({
    runId: z.int(),
    search: z.string().default(''),
    sort: z.enum(sorts).default(sorts[0] as never),
    descending: z.boolean().default(true),
    ...pageInput,
  })

const userSorts = ['ltv', 'repurchase', 'pastSpend', 'purchaseDays', 'recencyDays', 'id'] as const

const run = z.object({ runId: z.int() })

export const modelContract = {
  /** What a training would use, and what could be chosen instead. */
  'model.plan': command<TrainPlan>()(z.object({ setup: trainSetupInput.prefault({}) })),
  /** The analyst's own tasks, kept in the project, and what their acts can be filtered by. */
  'model.ownTasks': command<{ tasks: StoredOwnTask[]; names: FilterNames }>()(z.object({})),
  /** Keeps a task, in the place of the one of its name if there is one. */
  'model.saveOwnTask': command<StoredOwnTask>()(z.object({ own: ownTaskInput })),
  'model.deleteOwnTask': command<null>()(z.object({ ownTaskId: z.int() })),
  /** How many customers did it in its window after the setup's cutoff. */
  'model.countOwnTask': command<OwnTaskCount>()(z.object({ setup: trainSetupInput.prefault({}), own: ownTaskInput })),
  'model.train': command<{ jobId: string }>()(
    trainInput.extend({
      /** Towers to start from; `config.transfer` says how. */
      towers: fileRef.optional(),
      /** The run to go on from: all of its setup but the cutoff is kept. */
      continues: z.int().optional(),
    }),
  ),
  'model.runs': command<RunSummary[]>()(z.object({})),
  'model.run': command<RunDetails>()(run),
  'model.deleteRun': command<null>()(run),
  /** What the gate of a run made of the towers, by task; empty without a gate. */
  'model.towers': command<TowerSummary[]>()(run),
  'model.users': command<Page<UserScore>>()(
    scoreList(userSorts).extend({
      /** Or by one of the run's further columns. */
      sort: z.union([z.enum(userSorts), z.templateLiteral(['figure', z.int()])]).default('ltv'),
    }),
  ),
  'model.products': command<Page<ProductScore>>()(scoreList(['units', 'growth', 'lastPeriodUnits', 'id'])),
  'model.pairs': command<Page<PairScore>>()(scoreList(['p', 'share', 'pastShare', 'brandSpend', 'id'])),
  /** The side tables: registered people without a purchase, products just launched, brands customers could be won for. */
  'model.cold': command<Page<ColdScore>>()(scoreList(['ltv', 'p', 'registeredDays', 'id'])),
  'model.launches': command<Page<LaunchScore>>()(scoreList(['units', 'launchedMs', 'id'])),
  'model.conquest': command<Page<ConquestScore>>()(scoreList(['p', 'share', 'marketShare', 'categorySpend', 'id'])),
  /** Writes every score of one entity as CSV. */
  'model.exportScores': command<{ jobId: string }>()(
    z.object({ runId: z.int(), entity: z.enum(scoreEntities), target: fileTarget }),
  ),
  /** Writes the towers of a run's networks, for other projects to start from. */
  'model.saveTowers': command<{ jobId: string }>()(z.object({ runId: z.int(), target: fileTarget })),
  /** Writes the test rows: task, output, entity, actual, predicted. */
  'model.exportPredictions': command<{ jobId: string }>()(z.object({ runId: z.int(), target: fileTarget })),
}
