import type { Work } from '../base/job.ts'
import { hashText } from '../base/random.ts'
import { namingMemory } from '../engine/outOfMemory.ts'
import type { Vector } from '../engine/types.ts'
import { part } from '../features/types.ts'
import type { Affinity } from './affinity.ts'
import type { Checkpoint } from './checkpoint.ts'
import { createDescent, type FitInput } from './descent.ts'
import { learn, type Course, type Divergence, type LoopOutcome, type LoopSettings } from './learning/loop.ts'
import { createWeightAverage } from './learning/weightAverage.ts'
import { weightsOf } from './modelConfig.ts'
import { initialise } from './network/parameters.ts'
import { pretrainActs } from './pretraining.ts'
import { lossesOf, weighted, type TaskLosses } from './objective.ts'
import { rawOutputs } from './outputs.ts'
import { gatherLabels, mapEntities, rowsIn } from './tables.ts'
import type { ModelConfig } from './modelConfig.ts'
import type { EpochNote } from './types.ts'

export interface ValidationLosses {
  /** Σ weight × loss over tasks on the validation rows; null where there are none. */
  validationLoss: number | null
  taskLosses: TaskLosses
}

/** The weights that were kept, and their losses. */
export interface Fitted extends LoopOutcome, ValidationLosses {
  weights: Float32Array
  /** Null where it was not asked for. */
  affinity: Affinity | null
}

/** What the note `diverged` says: which network broke off where, and which epoch it stays with. */
export interface BrokenOff extends Divergence {
  phase: EpochNote['phase']
  network: number
  kept: number
}

/** The task whose loss is no number. */
const suspectOf = (losses: TaskLosses): string | null =>
  Object.entries(losses).find(([, loss]) => !Number.isFinite(loss))?.[0] ?? null

/**
 * Fits the network's weights to the training rows of the tables, and keeps their running mean. The same seed, data and
 * engine give the same weights to the last digit. Throws `model.diverged`, `engine.outOfMemory`.
 */
export async function fit(
  input: FitInput,
  settings: LoopSettings & { phase: EpochNote['phase']; from?: Checkpoint | null; start?: Float32Array },
  work: Work,
): Promise<Fitted> {
  const { engine, config, learns = null } = input
  const { from = null } = settings
  const start = from?.weights ?? settings.start ?? (await drawStart(input, work))
  const average = createWeightAverage(engine.tf, start)
  const descent = createDescent(input, start)
  const validate = createValidation(input)
  let last: ValidationLosses = { validationLoss: null, taskLosses: {} }
  let kept = from ?? { weights: start, ...last }
  let sent: object = kept
  const course: Course = {
    stepsPerEpoch: descent.stepsPerEpoch,
    step: async (progress) => {
      const outcome = await descent.step(progress)
      average.add(descent.weights())
      return outcome
    },
    suspect: () => descent.suspect() ?? suspectOf(last.taskLosses),
    validate: async () => {
      last = await validate(average.weights())
      return last.validationLoss
    },
    keep: async () => {
      kept = { weights: withHeld(await average.weights().data<'float32'>(), start, learns), ...last }
    },
    report: (epoch) => {
      const { phase, epochs } = settings
      if (sent !== kept)
        work.note('checkpoint', { ...kept, phase, network: 1, epoch: epoch.epoch } satisfies Checkpoint)
      sent = kept
      work.note('epoch', { phase, ...epoch, epochs, taskLosses: last.taskLosses } satisfies EpochNote)
    },
  }
  try {
    const outcome = await namingMemory(engine.name, config, () =>
      learn(course, { ...settings, done: from ?? undefined }, work),
    )
    const { weights, validationLoss, taskLosses } = kept
    if (outcome.diverged) {
      const where = { phase: settings.phase, network: 1, kept: outcome.bestEpoch }
      work.note('diverged', { ...outcome.diverged, ...where } satisfies BrokenOff)
    }
    return { ...outcome, weights, validationLoss, taskLosses, affinity: descent.affinity() }
  } finally {
    descent.dispose()
    average.dispose()
  }
}

/** Weights drawn by the seed, the encoder of acts pre-trained where that is asked for. */
function drawStart({ engine, network, prepared, config }: FitInput, work: Work): Promise<Float32Array> {
  const drawn = initialise(network.parameters, weightSeed(config))
  return pretrainActs(engine, network, prepared, config, drawn, work)
}

/** What weights are drawn by. */
export const weightSeed = ({ seed }: Pick<ModelConfig, 'seed'>): number => hashText('weights', seed)

/** The mean of weights that never moved is that weight but for its last digit: what is held is held to the last one. */
const withHeld = (mean: Float32Array, start: Float32Array, learns: Uint8Array | null): Float32Array =>
  learns ? mean.map((value, i) => (learns[i] === 1 ? value : start[i])) : mean

/** Gives the losses of weights on the validation rows. */
function createValidation({
  engine,
  network,
  prepared,
  units,
  config,
}: FitInput): (weights: Vector) => Promise<ValidationLosses> {
  const rows = mapEntities(prepared, ({ table }) => rowsIn(table, part.validation))
  const labels = gatherLabels(prepared, rows)
  return async (weights) => {
    const taskLosses = lossesOf(await rawOutputs(engine.tf, network, weights, prepared, rows), labels, units)
    const validationLoss =
      Object.keys(taskLosses).length > 0 ? weighted(taskLosses, weightsOf(config, network.tasks)) : null
    return { validationLoss, taskLosses }
  }
}
