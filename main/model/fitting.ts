import type { Work } from '../base/job.ts'
import { createRandom, hashText, type Random } from '../base/random.ts'
import { record } from '../engine/recording.ts'
import type { Engine, Vector } from '../engine/types.ts'
import { part, type Entity } from '../features/types.ts'
import { createAdamW } from './learning/adamw.ts'
import { learn, type Course, type LoopOutcome, type LoopSettings } from './learning/loop.ts'
import { createSampler, scheduleSteps } from './learning/sampler.ts'
import { createWeightAverage } from './learning/weightAverage.ts'
import { countKnown, type Labels } from './network/heads.ts'
import { entities, forward, type Batch, type Network } from './network/network.ts'
import { decayMask, initialise } from './network/parameters.ts'
import { lossesOf, objective, weighted, type TaskLosses } from './objective.ts'
import { cutOutputs, joinOutputs, rawOutputs } from './outputs.ts'
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
    step: async (progress) => {
      const outcome = await descent.step(progress)
      average.add(descent.weights())
      return outcome
    },
    validate: async () => {
      last = await validate(average.weights())
      return last.validationLoss
    },
    keep: async () => {
      kept = { weights: await average.weights().data<'float32'>(), ...last }
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
  const draw = () =>
    cutBatch(
      prepared,
      mapEntities(samplers, (sampler) => sampler.next()),
      config.accumulate,
    )
  let upcoming = draw()

  /** Adds one piece's share of the batch's loss and gradient to what the pieces before it gave. */
  async function learnFrom({ batch, labels }: Piece, known: Record<string, number>, before: Vector | null) {
    const run = record(tf, optimiser.weights(), (weights) =>
      joinOutputs(tf, forward(tf, network, weights, batch, dropout)),
    )
    const outputs = cutOutputs(network, batch.rows, await run.output.data<'float32'>())
    const { loss, gradient } = objective(outputs, labels, units, config.taskWeights, known)
    const byWeights = tf.tidy(() => {
      const own = run.backward(tf.tensor1d(gradient))
      return before ? tf.add<Vector>(before, own) : own
    })
    tf.dispose([run.output, ...(before ? [before] : [])])
    return { loss, byWeights }
  }

  const step: Course['step'] = async (progress) => {
    const { known, pieces, examples } = upcoming
    let gradient: Vector | null = null
    let loss = 0
    for (const piece of pieces) {
      const learned = learnFrom(piece, known, gradient)
      // While the engine computes what it has been told of.
      if (piece === pieces[0]) upcoming = draw()
      const { loss: share, byWeights } = await learned
      loss += share
      gradient = byWeights
    }
    if (gradient) optimiser.step(gradient, config.learningRate * warmUp(progress))
    gradient?.dispose()
    return { loss, examples }
  }
  return { stepsPerEpoch, weights: () => optimiser.weights(), step, dispose: () => optimiser.dispose() }
}

/** Rows that run through the network at once, and what is known of them. */
interface Piece {
  batch: Batch
  labels: Labels
}

/** A batch in as many pieces as the engine's memory asks for, whose gradients add up to the whole batch's. */
function cutBatch(prepared: PreparedTables, picks: Partial<Record<Entity, Int32Array>>, count: number) {
  const pieces: Piece[] = []
  const known: Record<string, number> = {}
  let examples = 0
  for (let i = 0; i < count; i++) {
    const own = mapEntities(picks, (rows) =>
      rows.subarray(Math.floor((rows.length * i) / count), Math.floor((rows.length * (i + 1)) / count)),
    )
    const [batch, labels] = [gatherBatch(prepared, own), gatherLabels(prepared, own)]
    const rows = entities.reduce((sum, entity) => sum + batch.rows[entity], 0)
    if (rows === 0) continue
    pieces.push({ batch, labels })
    for (const [name, labelled] of Object.entries(countKnown(labels))) known[name] = (known[name] ?? 0) + labelled
    examples += rows
  }
  return { known, pieces, examples }
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
}: FitInput): (weights: Vector) => Promise<ValidationLosses> {
  const rows = mapEntities(prepared, ({ table }) => rowsIn(table, part.validation))
  const labels = gatherLabels(prepared, rows)
  return async (weights) => {
    const taskLosses = lossesOf(await rawOutputs(engine.tf, network, weights, prepared, rows), labels, units)
    const validationLoss = Object.keys(taskLosses).length > 0 ? weighted(taskLosses, config.taskWeights) : null
    return { validationLoss, taskLosses }
  }
}

/** The learning rate rises over the first fiftieth of the steps, while AdamW's averages are still empty. */
const warmUp = (progress: number): number => Math.min(1, 0.1 + progress / 0.02)
