import { basename } from 'node:path'
import { AssayError } from '../../base/errors.ts'
import { nameIn } from '../../base/taskId.ts'
import type { AppContext } from '../../context.ts'
import type { TrainSetupInput } from '../../features/setupInput.ts'
import type { ResolvedOwnTask } from '../../features/own/types.ts'
import { isStandard, kindOf, type OwnKind, type TrainSetup } from '../../features/types.ts'
import { resolveTraining, type ModelConfigInput } from '../config.ts'
import type { ModelConfig } from '../modelConfig.ts'
import { continuedOperation, readTowersOperation } from '../operations.ts'
import type { Trained } from '../training.ts'
import { towerShapeNames, type Origin, type Start } from './types.ts'

/** What a training is asked to start from; at most one of both. */
export interface StartRequest {
  setup: TrainSetupInput
  config: ModelConfigInput
  /** A file of towers. */
  towersPath?: string
  /** A run. */
  continues?: number
}

/** Where a training starts, and what that decides of it. */
export interface ChosenStart {
  start: Start | null
  setup: TrainSetupInput
  /** Setup and configuration that go together. */
  resolve(setup: TrainSetup): { setup: TrainSetup; config: ModelConfig }
  /** What the run will say of it. */
  originOf(trained: Pick<Trained, 'matched' | 'guard'>): Origin | null
}

/**
 * Reads what a training starts from. Throws `input.invalid` for two of them, for a transfer of nothing and for networks
 * that there are none of; `model.unknownRun`, `model.noWeights`, `model.otherNetwork`, and what `readTowers` throws.
 */
export async function chooseStart(context: AppContext, request: StartRequest): Promise<ChosenStart> {
  const { setup, config, towersPath, continues } = request
  if (towersPath !== undefined && continues !== undefined) {
    throw new AssayError('input.invalid', { field: 'continues', problem: 'towers or a run to start from, not both' })
  }
  if (towersPath !== undefined) return startFromTowers(context, request, towersPath)
  refuseTransfer(config)
  if (continues !== undefined) return startFromRun(context, request, continues)
  return { start: null, setup, resolve: (resolved) => resolveTraining(resolved, config), originOf: () => null }
}

/** Throws `input.invalid` where a transfer is asked for and nothing is there to be transferred. */
export function refuseTransfer({ transfer = 'none' }: ModelConfigInput): void {
  if (transfer === 'none') return
  throw new AssayError('input.invalid', {
    field: 'config.transfer',
    problem: `a file of towers to go with ${transfer}`,
  })
}

async function startFromTowers(
  context: AppContext,
  { setup, config }: StartRequest,
  path: string,
): Promise<ChosenStart> {
  const { towers, sha256 } = await context.run(readTowersOperation, { path })
  const transfer = config.transfer === undefined || config.transfer === 'none' ? 'full' : config.transfer
  // Towers come in the shape that they were learned in, and have been pre-trained by it.
  const chosen = { ...config, ...towers.shape, transfer, pretrainEpochs: 0 }
  return {
    start: { kind: 'towers', towers },
    setup,
    resolve(given) {
      const resolved = resolveTraining(given, chosen)
      if (resolved.config.members.networks === 0) {
        throw new AssayError('input.invalid', {
          field: 'config.members.networks',
          problem: 'a network to start from the towers',
        })
      }
      return { ...resolved, config: { ...resolved.config, towers: sha256 } }
    },
    originOf: ({ matched }) =>
      matched && {
        ...{ kind: 'towers', file: basename(path), sha256, transfer },
        networks: towers.networks.length,
        matched,
      },
  }
}

/** What shapes a network and the members beside it: of a run that is gone on from all of it stays. */
const shaping = [
  ...towerShapeNames,
  ...(['fusionWidth', 'gate', 'experts', 'expertCount', 'members'] as const),
  ...(['transfer', 'adapterWidth', 'loraRank', 'towers', 'seed'] as const),
] satisfies (keyof ModelConfig)[]

async function startFromRun(
  context: AppContext,
  { setup: asked, config }: StartRequest,
  runId: number,
): Promise<ChosenStart> {
  const earlier = await context.run(continuedOperation, { runId })
  const { tasks, own = [], horizons, split, cutoff, horizonDays, fold, measure, text, seed } = earlier.setup
  const kept = Object.fromEntries(shaping.map((name) => [name, earlier.config[name]]))
  const { preset: _, horizons: __, taskWeights, ...learning } = config
  const chosen = Object.fromEntries(Object.entries(learning).filter(([, value]) => value !== undefined))
  return {
    start: { kind: 'run', evaluated: earlier.evaluated, refitted: earlier.refitted },
    setup: {
      ...{ tasks: tasks.filter(isStandard), own: own.map(askedAgain), split, horizonDays, fold, measure, seed },
      text: { encoder: text.encoder },
      cutoff: asked.cutoff,
    },
    resolve(given) {
      // A model that knows what came after a cutoff can't be tested there.
      if (given.cutoff < cutoff) {
        throw new AssayError('model.continuesEarlier', { runId, cutoff: given.cutoff, earliest: cutoff })
      }
      const weights = { ...earlier.config.taskWeights, ...taskWeights }
      const going = { ...earlier.config, ...chosen, ...kept, taskWeights: weights, pretrainEpochs: 0, continues: runId }
      const resolved = going as ModelConfig
      const rows = { sequenceLength: resolved.sequenceLength, ...(horizons && { horizons }) }
      return { setup: { ...given, ...rows }, config: resolved }
    },
    originOf: ({ matched, guard }) => guard && { kind: 'run', runId, matched, guard },
  }
}

/** A task of the analyst's own as it was asked, its window in days after the cutoff. */
const askedAgain = ({ task, fromDay, toDay, ...filter }: ResolvedOwnTask) => ({
  ...{ ...filter, name: nameIn(task), kind: kindOf(task) as OwnKind },
  window: { fromDay, toDay },
})
