import type { Work } from '../base/job.ts'
import { createRandom, hashText, type Random } from '../base/random.ts'
import { record } from '../engine/recording.ts'
import type { Engine, Grid, Tf, Vector } from '../engine/types.ts'
import { part } from '../features/types.ts'
import { gatherActs } from './gatherActs.ts'
import { createAdamW } from './learning/adamw.ts'
import { createSampler } from './learning/sampler.ts'
import { actNumbers, embedActs, relateActs, type ActBatch, type ActCode } from './network/actEncoder.ts'
import type { Network } from './network/network.ts'
import { countOf, unflatten } from './network/parameters.ts'
import { rowsIn, type PreparedTables } from './tables.ts'
import type { ModelConfig } from './modelConfig.ts'

/** What is guessed of a hidden act, where there is more than one thing that it could be. */
const guessed = ['type', 'product', 'category', 'brand'] as const satisfies readonly ActCode[]

/** The share of acts that are hidden (Devlin et al. 2019). */
const hiddenShare = 0.15
const largestNorm = 5

/** Which acts of a batch are hidden, and what they were. */
export interface Riddle {
  positions: Int32Array
  answers: Record<ActCode, Int32Array>
}

/** What guessing came to, over all guesses of an epoch. */
export interface Guesses {
  epoch: number
  /** Mean −log probability of what was hidden. */
  loss: number
  /** The share of hidden acts whose category was guessed. */
  guessedCategories: number
}

/**
 * Teaches the encoder of acts what acts follow one another, before it learns what they are worth: some acts of each
 * sequence are hidden, and their codes guessed from the acts around them, by likeness to the codes' embeddings (masked
 * modelling: Devlin et al. 2019; of acts, as BERT4Rec: Sun et al. 2019). It sees the training rows' sequences alone, which
 * end at their cutoffs. Returns the weights to start from; `start` unchanged where there is nothing to read.
 */
export async function pretrainActs(
  engine: Engine,
  network: Network,
  prepared: PreparedTables,
  config: ModelConfig,
  start: Float32Array,
  work: Work,
  report: (guesses: Guesses) => void = () => {},
): Promise<Float32Array> {
  const { tf } = engine
  const rows = rowsToRead(prepared)
  if (!network.inputs.acts || config.pretrainEpochs === 0 || rows.length === 0) return start
  const random = createRandom(hashText('pretraining', config.seed))
  const sampler = createSampler(rows, config.batchSize, random)
  const steps = Math.ceil(rows.length / sampler.batchSize)
  const noDecay = new Float32Array(countOf(network.parameters))
  const optimiser = createAdamW(tf, start, noDecay, { weightDecay: 0, largestNorm })
  try {
    for (let epoch = 1; epoch <= config.pretrainEpochs; epoch++) {
      const sums = { loss: 0, categories: 0, guesses: 0 }
      for (let step = 0; step < steps; step++) {
        work.checkpoint()
        work.progress('pretrain', (epoch - 1) * steps + step, config.pretrainEpochs * steps)
        const acts = gatherActs(prepared, { user: sampler.next() })?.batch
        if (!acts || acts.count === 0) continue
        const riddle = hideActs(acts, random)
        const guess = await guessHidden(tf, network, optimiser.weights(), acts, riddle)
        optimiser.step(guess.gradient, config.learningRate)
        guess.gradient.dispose()
        sums.loss += guess.loss * riddle.positions.length
        sums.categories += guess.categories
        sums.guesses += riddle.positions.length
      }
      report({ epoch, loss: sums.loss / sums.guesses, guessedCategories: sums.categories / sums.guesses })
    }
    return await optimiser.weights().data<'float32'>()
  } finally {
    optimiser.dispose()
  }
}

/** Customers' training rows with at least two acts: one to hide and one to guess it by. */
function rowsToRead({ user }: PreparedTables): Int32Array {
  if (!user) return new Int32Array(0)
  const { from, to } = user.table.sequences
  return rowsIn(user.table, part.train).filter((row) => to[row] - from[row] > 1)
}

/** Hides at least one act of every sequence: its codes, its price and its units. Changes the batch in place. */
export function hideActs(acts: ActBatch, random: Random): Riddle {
  const { count, length, codes, numbers, present } = acts
  const positions: number[] = []
  for (let sequence = 0; sequence < count; sequence++) {
    const first = sequence * length
    let known = 0
    while (known < length && present[first + known] === 1) known++
    const surely = random.integer(known)
    for (let i = 0; i < known; i++) if (i === surely || random.uniform() < hiddenShare) positions.push(first + i)
  }
  const answers = {} as Riddle['answers']
  for (const code of guessed) {
    answers[code] = Int32Array.from(positions, (at) => codes[code][at])
    for (const at of positions) codes[code][at] = 0
  }
  for (const at of positions) numbers.fill(0, at * actNumbers, at * actNumbers + 2)
  return { positions: Int32Array.from(positions), answers }
}

interface Guess {
  loss: number
  /** How many categories were guessed. */
  categories: number
  gradient: Vector
}

/** How well the hidden acts are guessed, and the derivative of −log probability by the weights. */
async function guessHidden(
  tf: Tf,
  network: Network,
  weights: Vector,
  acts: ActBatch,
  { positions, answers }: Riddle,
): Promise<Guess> {
  const sizeOf = (code: ActCode) => network.inputs.acts?.[code] ?? 0
  const open = guessed.filter((code) => sizeOf(code) > 1)
  const run = record(tf, weights, (given) => {
    const pass = { tf, parameters: unflatten(tf, network.parameters, given), dropout: null }
    const items = relateActs(pass, network.shape.acts, embedActs(pass, acts), acts)
    const hidden = tf.gather<Grid>(items, tf.tensor1d(positions, 'int32'))
    const logits = open.map((code) => tf.matMul(hidden, pass.parameters[`acts.${code}`] as Grid, false, true))
    return tf.concat1d(logits.map((grid) => tf.reshape(grid, [grid.size])))
  })
  const { byOutput, loss, categories } = tf.tidy(() => {
    const flat = tf.split<Vector>(
      run.output,
      open.map((code) => sizeOf(code) * positions.length),
    )
    const parts = open.map((code, i) => crossEntropy(tf, flat[i], answers[code], sizeOf(code)))
    return {
      byOutput: tf.concat1d(parts.map(({ gradient }) => gradient)),
      loss: tf.addN(parts.map((each) => each.loss)),
      categories: parts[open.indexOf('category')]?.right ?? tf.scalar(0),
    }
  })
  const gradient = tf.tidy(() => run.backward(byOutput))
  const result = { loss: (await loss.data())[0], categories: (await categories.data())[0], gradient }
  tf.dispose([run.output, byOutput, loss, categories])
  return result
}

/** Softmax cross entropy of logits [answers, size], flat: its mean, its derivative by the logits, and how many are right. */
function crossEntropy(tf: Tf, flat: Vector, answers: Int32Array, size: number) {
  const probabilities = tf.softmax(tf.reshape(flat, [answers.length, size]) as Grid)
  const indices = tf.tensor1d(answers, 'int32')
  const truth = tf.cast(tf.oneHot(indices, size), 'float32') as Grid
  const ofTruth = tf.sum(tf.mul(probabilities, truth), 1)
  const loss = tf.neg(tf.mean(tf.log(tf.maximum(ofTruth, 1e-12))))
  const gradient = tf.reshape(tf.div(tf.sub(probabilities, truth), answers.length), [flat.size]) as Vector
  const right = tf.sum(tf.cast(tf.equal(tf.argMax(probabilities, 1), indices), 'float32'))
  return { loss, gradient, right }
}
