import type { Work } from '../base/job.ts'
import { createRandom, hashText, type Random } from '../base/random.ts'
import type { Engine, Vector } from '../engine/types.ts'
import { part } from '../features/types.ts'
import { createAdamW } from './learning/adamw.ts'
import { learn, type Course, type LoopOutcome, type LoopSettings } from './learning/loop.ts'
import { createSampler, scheduleSteps } from './learning/sampler.ts'
import { createWeightAverage } from './learning/weightAverage.ts'
import { entities, forward, type Network } from './network/network.ts'
import { decayMask, initialise } from './network/parameters.ts'
import { differentiableLoss, lossesOf, weighted, type TaskLosses } from './objective.ts'
import { rawOutputs } from './outputs.ts'
import { gatherBatch, gatherLabels, mapEntities, rowsIn, type PreparedTables } from './tables.ts'
import type { EpochNote, LabelUnits, ModelConfig } from './types.ts'

export interface ValidationLosses {
  /** Σ weight × loss over tasks on the validation rows; null where there are none. */
  validationLoss: number | null
  taskLosses: TaskLosses
}

/** The weights that were kept, and their losses. */
export interface Fitted extends LoopOutcome, ValidationLosses {
  weights: Float32Array
}

/** What is fitted to what. */
interface FitInput {
  engine: Engine
  network: Network
  prepared: PreparedTables
  units: LabelUnits
  config: ModelConfig
}

/** Gradients longer than this are shortened: a rare enormous order must not throw the weights far away. */
const largestNorm = 5

/**
 * Fits the network's weights to the training rows of the tables, and keeps their running mean. The same seed, data and
 * wasm engine give the same weights to the last digit. Throws `model.diverged`.
 */
export async function fit(
  input: FitInput,
  settings: LoopSettings & { phase: EpochNote['phase'] },
  work: Work,
): Promise<Fitted> {
  const { engine, network, config } = input
  const start = initialise(network.parameters, hashText('weights', config.seed))
  const average = createWeightAverage(engine.tf, start)
  const descent = createDescent(input, start)
  const validate = createValidation(input)
  let last: ValidationLosses = { validationLoss: null, taskLosses: {} }
  let kept = { weights: start, ...last }
  const course: Course = {
    stepsPerEpoch: descent.stepsPerEpoch,
    step: (progress) => {
      const outcome = descent.step(progress)
      average.add(descent.weights())
      return outcome
    },
    validate: () => {
      last = validate(average.weights())
      return last.validationLoss
    },
    keep: () => {
      kept = { weights: average.weights().dataSync<'float32'>(), ...last }
    },
    report: (epoch) => {
      const { phase, epochs } = settings
      work.note('epoch', { phase, ...epoch, epochs, taskLosses: last.taskLosses } satisfies EpochNote)
    },
  }
  try {
    const outcome = await learn(course, settings, work)
    return { ...outcome, ...kept }
  } finally {
    descent.dispose()
    average.dispose()
  }
}

interface Descent {
  stepsPerEpoch: number
  /** The present weights. */
  weights(): Vector
  step: Course['step']
  dispose(): void
}

/** AdamW over batches of the training rows. */
function createDescent({ engine, network, prepared, units, config }: FitInput, start: Float32Array): Descent {
  const { tf } = engine
  const stream = (name: string) => createRandom(hashText(name, config.seed))
  const { samplers, stepsPerEpoch } = createSamplers(prepared, config.batchSize, stream)
  const dropout = { rate: config.dropout, random: stream('dropout') }
  const { weightDecay } = config
  const optimiser = createAdamW(tf, start, decayMask(network.parameters), { weightDecay, largestNorm })
  const step: Course['step'] = (progress) => {
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
  }
  return { stepsPerEpoch, weights: () => optimiser.weights(), step, dispose: () => optimiser.dispose() }
}

/** Batches of every table that has training rows, each with a random stream of its own. */
function createSamplers(prepared: PreparedTables, batchSize: number, stream: (name: string) => Random) {
  const trainRows = mapEntities(prepared, ({ table }) => rowsIn(table, part.train))
  const used = entities.filter((entity) => trainRows[entity]?.length)
  const schedule = scheduleSteps(
    used.map((entity) => trainRows[entity]?.length ?? 0),
    batchSize,
  )
  const samplers = mapEntities(trainRows, (rows, entity) =>
    createSampler(rows, schedule.batchSizes[used.indexOf(entity)] ?? 0, stream(`batches ${entity}`)),
  )
  return { samplers, stepsPerEpoch: schedule.stepsPerEpoch }
}

/** Gives the losses of weights on the validation rows. */
function createValidation({
  engine,
  network,
  prepared,
  units,
  config,
}: FitInput): (weights: Vector) => ValidationLosses {
  const rows = mapEntities(prepared, ({ table }) => rowsIn(table, part.validation))
  const labels = gatherLabels(prepared, rows)
  return (weights) => {
    const taskLosses = lossesOf(rawOutputs(engine.tf, network, weights, prepared, rows), labels, units)
    const validationLoss = Object.keys(taskLosses).length > 0 ? weighted(taskLosses, config.taskWeights) : null
    return { validationLoss, taskLosses }
  }
}

/** The learning rate rises over the first fiftieth of the steps, while AdamW's averages are still empty. */
const warmUp = (progress: number): number => Math.min(1, 0.1 + progress / 0.02)
