import { createRandom, hashText, type Random } from '../base/random.ts'
import { record } from '../engine/recording.ts'
import type { Engine, Vector } from '../engine/types.ts'
import { part, type Entity } from '../features/types.ts'
import { createAdamW } from './learning/adamw.ts'
import type { Course } from './learning/loop.ts'
import { createSampler, scheduleSteps } from './learning/sampler.ts'
import { countKnown, type Labels } from './network/heads.ts'
import { entities, forward, type Batch, type Network } from './network/network.ts'
import { decayMask } from './network/parameters.ts'
import { objective } from './objective.ts'
import { cutOutputs, joinOutputs } from './outputs.ts'
import { gatherBatch, gatherLabels, mapEntities, rowsIn, type PreparedTables } from './tables.ts'
import type { LabelUnits, ModelConfig } from './types.ts'

/** What is fitted to what. */
export interface FitInput {
  engine: Engine
  network: Network
  prepared: PreparedTables
  units: LabelUnits
  config: ModelConfig
}

/** Gradients longer than this are shortened: a rare enormous order must not throw the weights far away. */
const largestNorm = 5

export interface Descent {
  stepsPerEpoch: number
  /** The present weights. */
  weights(): Vector
  step: Course['step']
  dispose(): void
}

/** AdamW over batches of the training rows. */
export function createDescent({ engine, network, prepared, units, config }: FitInput, start: Float32Array): Descent {
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
      joinOutputs(tf, forward(tf, network, weights, batch, dropout).outputs),
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

/** The learning rate rises over the first fiftieth of the steps, while AdamW's averages are still empty. */
const warmUp = (progress: number): number => Math.min(1, 0.1 + progress / 0.02)
