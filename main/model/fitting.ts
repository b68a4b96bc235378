import type { Work } from '../base/job.ts'
import { createRandom, hashText } from '../base/random.ts'
import type { Engine, Vector } from '../engine/types.ts'
import { part } from '../features/types.ts'
import { createAdamW } from './learning/adamw.ts'
import { learn, type LoopOutcome, type LoopSettings } from './learning/loop.ts'
import { createSampler, scheduleSteps } from './learning/sampler.ts'
import { entities, forward, type Network } from './network/network.ts'
import { decayMask, initialise } from './network/parameters.ts'
import { differentiableLoss, lossesOf, weighted, type TaskLosses } from './objective.ts'
import { rawOutputs } from './outputs.ts'
import { gatherBatch, gatherLabels, mapEntities, rowsIn, type PreparedTables } from './tables.ts'
import type { EpochNote, LabelUnits, ModelConfig } from './types.ts'

export interface Fitted extends LoopOutcome {
  weights: Float32Array
  /** Σ weight × loss over tasks on the validation rows with the weights that were kept; null without such rows. */
  validationLoss: number | null
  taskLosses: TaskLosses
}

/** Gradients longer than this are shortened: a rare enormous order must not throw the weights far away. */
const largestNorm = 5

/**
 * Fits the network's weights to the training rows of the tables. The same seed, data and wasm engine give the same
 * weights to the last digit. Throws `model.diverged`.
 */
export async function fit(
  engine: Engine,
  network: Network,
  prepared: PreparedTables,
  units: LabelUnits,
  config: ModelConfig,
  settings: LoopSettings & { phase: EpochNote['phase'] },
  work: Work,
): Promise<Fitted> {
  const { tf } = engine
  const trainRows = mapEntities(prepared, ({ table }) => rowsIn(table, part.train))
  const used = entities.filter((entity) => trainRows[entity]?.length)
  const schedule = scheduleSteps(
    used.map((entity) => trainRows[entity]?.length ?? 0),
    config.batchSize,
  )
  const stream = (name: string) => createRandom(hashText(name, config.seed))
  const samplers = mapEntities(trainRows, (rows, entity) =>
    createSampler(rows, schedule.batchSizes[used.indexOf(entity)] ?? 0, stream(`batches ${entity}`)),
  )
  const jointLoss = (losses: TaskLosses) =>
    Object.keys(losses).length > 0 ? weighted(losses, config.taskWeights) : null
  const dropout = { rate: config.dropout, random: stream('dropout') }
  const start = initialise(network.parameters, hashText('weights', config.seed))
  const optimiser = createAdamW(tf, start, decayMask(network.parameters), {
    weightDecay: config.weightDecay,
    largestNorm,
  })
  const validationRows = mapEntities(prepared, ({ table }) => rowsIn(table, part.validation))
  const validationLabels = gatherLabels(prepared, validationRows)
  let kept: Pick<Fitted, 'weights' | 'validationLoss' | 'taskLosses'> = {
    weights: start,
    validationLoss: null,
    taskLosses: {},
  }
  let lastLosses: TaskLosses = {}

  try {
    const outcome = await learn(
      {
        stepsPerEpoch: schedule.stepsPerEpoch,
        step: (progress) => {
          const picks = mapEntities(samplers, (sampler) => sampler.next())
          const batch = gatherBatch(prepared, picks)
          const labels = gatherLabels(prepared, picks)
          const lossOf = (weights: Vector) =>
            differentiableLoss(tf, forward(tf, network, weights, batch, dropout), labels, units, config.taskWeights)
          const { value, grad } = tf.valueAndGrad((weights) => lossOf(weights as Vector))(optimiser.weights())
          optimiser.step(grad as Vector, config.learningRate * warmUp(progress))
          const loss = value.dataSync()[0]
          tf.dispose([value, grad])
          return { loss, examples: entities.reduce((sum, entity) => sum + batch.rows[entity], 0) }
        },
        validate: () => {
          const outputs = rawOutputs(tf, network, optimiser.weights(), prepared, validationRows)
          lastLosses = lossesOf(outputs, validationLabels, units)
          return jointLoss(lastLosses)
        },
        keep: () => {
          const weights = optimiser.weights().dataSync<'float32'>()
          kept = { weights, validationLoss: jointLoss(lastLosses), taskLosses: lastLosses }
        },
        report: (epoch) =>
          work.note('epoch', {
            phase: settings.phase,
            ...epoch,
            epochs: settings.epochs,
            taskLosses: lastLosses,
          } satisfies EpochNote),
      },
      settings,
      work,
    )
    return { ...outcome, ...kept }
  } finally {
    optimiser.dispose()
  }
}

/** The learning rate rises over the first fiftieth of the steps, while AdamW's averages are still empty. */
const warmUp = (progress: number): number => Math.min(1, 0.1 + progress / 0.02)
