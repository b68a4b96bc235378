import { createRandom, hashText, type Random } from '../base/random.ts'
import type { Engine, Tf, Vector } from '../engine/types.ts'
import { part, type Entity, type FeatureSpec, type Task } from '../features/types.ts'
import { createAffinity, type Affinity } from './affinity.ts'
import { differentiate, differentiateAgainst, type Piece } from './derivative.ts'
import { createAdamW } from './learning/adamw.ts'
import { augmentActs, mixInputs } from './learning/augmentation.ts'
import type { Course } from './learning/loop.ts'
import { createSampler, scheduleSteps } from './learning/sampler.ts'
import { rateShare } from './learning/schedule.ts'
import { dropSources, sourcesOf } from './learning/sourceDropout.ts'
import { createTaskBalance } from './learning/taskWeights.ts'
import { countKnown } from './network/heads.ts'
import { entities, type Network } from './network/network.ts'
import { decayMask } from './network/parameters.ts'
import { addLosses, type TaskLosses } from './objective.ts'
import { gradientNorms } from './taskGradients.ts'
import { gatherBatch, gatherLabels, mapEntities, partnersOf, rowsIn, type PreparedTables } from './tables.ts'
import { weightsOf, type ModelConfig } from './modelConfig.ts'
import type { LabelUnits } from './types.ts'

/** What is fitted to what. */
export interface FitInput {
  engine: Engine
  network: Network
  specs: FeatureSpec[]
  prepared: PreparedTables
  units: LabelUnits
  config: ModelConfig
  /** 1 where a weight learns, 0 where it is held; all learn where it is left out. */
  learns?: Uint8Array | null
}

/** Gradients longer than this are shortened: a rare enormous order must not throw the weights far away. */
const largestNorm = 5

/** A look at what tasks do to each other costs several steps. */
const stepsBetweenLooks = 16

export interface Descent {
  stepsPerEpoch: number
  /** Which tasks helped each other so far; null where nobody asked. */
  affinity(): Affinity | null
  /** The task whose loss was no number at the last step. */
  suspect(): Task | null
  /** The present weights. */
  weights(): Vector
  step: Course['step']
  dispose(): void
}

/** AdamW over batches of the training rows. */
export function createDescent(input: FitInput, start: Float32Array): Descent {
  const { engine, network, prepared, units, config } = input
  const { tf } = engine
  const stream = (name: string) => createRandom(hashText(name, config.seed))
  const { samplers, stepsPerEpoch } = createSamplers(prepared, config.batchSize, stream)
  const dropout = { rate: config.dropout, random: stream('dropout') }
  const { weightDecay } = config
  const held = holdWeights(tf, network, input.learns ?? null)
  const optimiser = createAdamW(tf, start, held.decays, { weightDecay, largestNorm })
  const balance = createTaskBalance(config.taskWeighting, weightsOf(config, network.tasks))
  const cut = createCutter(input, stream('augmentation'))
  const draw = () => cut(mapEntities(samplers, (sampler) => sampler.next()))
  const affinity = config.affinity && network.tasks.length > 1 ? createAffinity(engine, network) : null
  let steps = 0
  let suspect: Task | null = null
  let upcoming = draw()

  /** Adds one piece's share of the batch's loss and gradient to what the pieces before it gave. */
  async function learnFrom(piece: Piece, known: Record<string, number>, before: Vector | null) {
    const judge = { units, taskWeights: balance.weights(), known }
    const weights = optimiser.weights()
    const { byWeights: own, ...rest } =
      config.adversary === 'none'
        ? await differentiate(engine, network, weights, piece, judge, dropout)
        : await differentiateAgainst(engine, network, weights, piece, judge, dropout, config)
    if (!before) return { ...rest, byWeights: own }
    const byWeights = tf.tidy(() => tf.add<Vector>(before, own))
    tf.dispose([before, own])
    return { ...rest, byWeights }
  }

  const step: Course['step'] = async (progress) => {
    const { known, pieces, examples } = upcoming
    const learningRate = config.learningRate * rateShare(config.schedule, progress)
    const losses: TaskLosses = {}
    let gradient: Vector | null = null
    let loss = 0
    for (const piece of pieces) {
      const learning = learnFrom(piece, known, gradient)
      // While the engine computes what it has been told of.
      if (piece === pieces[0]) upcoming = draw()
      const learned = await learning
      loss += learned.loss
      addLosses(losses, learned.losses)
      gradient = learned.byWeights
    }
    suspect = network.tasks.find((task) => losses[task] !== undefined && !Number.isFinite(losses[task])) ?? null
    gradient = gradient && held.without(gradient)
    // What is no number would spoil every weight.
    if (gradient && Number.isFinite(loss)) {
      const look = { units, known: countKnown(pieces[0].labels) }
      const norms = balance.wantsNorms()
        ? await gradientNorms(engine, network, optimiser.weights(), pieces[0], look)
        : {}
      if (affinity && ++steps % stepsBetweenLooks === 0) await affinity.add(optimiser.weights(), pieces[0], look)
      optimiser.step(gradient, learningRate)
      balance.learn({ losses, norms, learningRate })
    }
    gradient?.dispose()
    return { loss, examples }
  }
  const dispose = () => {
    optimiser.dispose()
    held.dispose()
  }
  return {
    stepsPerEpoch,
    weights: () => optimiser.weights(),
    step,
    affinity: () => affinity?.result() ?? null,
    suspect: () => suspect,
    dispose,
  }
}

/**
 * Keeps weights where they are: neither decay nor a gradient reaches them, and a step of AdamW by a gradient that was 0
 * from the start moves a weight by exactly 0.
 */
function holdWeights(tf: Tf, { parameters }: Network, learns: Uint8Array | null) {
  const decays = decayMask(parameters)
  if (!learns) return { decays, without: (gradient: Vector) => gradient, dispose() {} }
  const mask = tf.tensor1d(Float32Array.from(learns))
  return {
    decays: decays.map((decay, i) => decay * learns[i]),
    without(gradient: Vector) {
      const own = tf.mul<Vector>(gradient, mask)
      gradient.dispose()
      return own
    },
    dispose: () => mask.dispose(),
  }
}

/**
 * Makes batches of drawn rows, changed as the configuration says, in as many pieces as the engine's memory asks for, whose
 * gradients add up to the whole batch's.
 */
function createCutter({ prepared, specs, config }: FitInput, random: Random) {
  const sources = sourcesOf(specs)
  const augmentation = { crop: config.cropActs, mask: config.maskActs, reorder: config.reorderActs }
  const isAugmented = Object.values(augmentation).some((share) => share > 0)

  function pieceOf(rows: Partial<Record<Entity, Int32Array>>): Piece {
    const [batch, labels] = [gatherBatch(prepared, rows), gatherLabels(prepared, rows)]
    if (config.sourceDropout > 0) dropSources(batch, sources, config.sourceDropout, random)
    if (batch.acts && isAugmented) augmentActs(batch.acts.batch, augmentation, random)
    if (config.mixup === 0) return { batch, labels, mixed: null }
    const { share, partners } = mixInputs(batch, config.mixup, random)
    return { batch, labels, mixed: { labels: gatherLabels(prepared, partnersOf(rows, partners)), share } }
  }

  return (picks: Partial<Record<Entity, Int32Array>>) => {
    const pieces: Piece[] = []
    const known: Record<string, number> = {}
    let examples = 0
    for (let i = 0; i < config.accumulate; i++) {
      const [from, to] = [i / config.accumulate, (i + 1) / config.accumulate]
      const own = mapEntities(picks, (rows) =>
        rows.subarray(Math.floor(rows.length * from), Math.floor(rows.length * to)),
      )
      const rows = entities.reduce((sum, entity) => sum + (own[entity]?.length ?? 0), 0)
      if (rows === 0) continue
      const piece = pieceOf(own)
      pieces.push(piece)
      for (const [name, labelled] of Object.entries(countKnown(piece.labels)))
        known[name] = (known[name] ?? 0) + labelled
      examples += rows
    }
    return { known, pieces, examples }
  }
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
