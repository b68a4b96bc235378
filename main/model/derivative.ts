import type { Random } from '../base/random.ts'
import { record } from '../engine/recording.ts'
import type { Engine, Grid, Tf, Vector } from '../engine/types.ts'
import type { InputGroup } from '../features/types.ts'
import { adversarySteps, moveTowardsLoss } from './learning/adversarial.ts'
import type { TaskWeights } from './learning/taskWeights.ts'
import type { Labels } from './network/heads.ts'
import { forward, type Batch, type Network } from './network/network.ts'
import { mixedObjective, type Objective } from './objective.ts'
import { cutOutputs, joinOutputs } from './outputs.ts'
import type { ModelConfig } from './modelConfig.ts'
import type { LabelUnits } from './types.ts'

/** Rows that run through the network at once, and what is known of them. */
export interface Piece {
  batch: Batch
  labels: Labels
  /** Where rows are mixed with others: theirs, and how much of each row is its own. */
  mixed: { labels: Labels; share: number } | null
}

/** What a piece says: its losses, and the derivative of their weighted sum by the network's weights, the caller's. */
export interface Learned extends Pick<Objective, 'loss' | 'losses'> {
  byWeights: Vector
}

export interface Judge {
  units: LabelUnits
  taskWeights: TaskWeights
  /** Over how many labels of each name means are taken. */
  known: Record<string, number>
}

/** The losses of a piece and their derivative by the weights. */
export async function differentiate(
  { tf }: Engine,
  network: Network,
  weights: Vector,
  piece: Piece,
  judge: Judge,
  dropout: { rate: number; random: Random },
): Promise<Learned> {
  const run = record(tf, weights, (given) =>
    joinOutputs(tf, forward(tf, network, given, piece.batch, { dropout }).outputs),
  )
  const { loss, losses, gradient } = await judged(network, piece, judge, run.output)
  const byWeights = tf.tidy(() => run.backward(tf.tensor1d(gradient)))
  run.output.dispose()
  return { loss, losses, byWeights }
}

/**
 * The same with an adversary: it moves each row's dense inputs towards a greater loss, and the derivative is the mean of
 * the one where the inputs stand and the one where they have been moved to. The losses are those where they stand.
 */
export async function differentiateAgainst(
  { tf }: Engine,
  network: Network,
  weights: Vector,
  piece: Piece,
  judge: Judge,
  dropout: { rate: number; random: Random },
  { adversary, adversarySize: size }: Pick<ModelConfig, 'adversary' | 'adversarySize'>,
): Promise<Learned> {
  const steps = adversarySteps[adversary]
  const origin = piece.batch.inputs
  const at = (inputs: Batch['inputs']) =>
    differentiateBoth(tf, network, weights, { ...piece, batch: { ...piece.batch, inputs } }, judge, dropout)
  const { byInputs, ...standing } = await at(origin)
  let towards = byInputs
  let moved = origin
  let last = standing
  for (let step = 1; step <= steps; step++) {
    moved = moveInputs(network, origin, moved, towards, { size, steps })
    const worse = await at(moved)
    towards = worse.byInputs
    if (last !== standing) last.byWeights.dispose()
    last = worse
  }
  const byWeights = tf.tidy(() => tf.mul<Vector>(tf.add(standing.byWeights, last.byWeights), 0.5))
  tf.dispose([standing.byWeights, last.byWeights])
  return { loss: standing.loss, losses: standing.losses, byWeights }
}

/** The derivatives by the weights and by the inputs: both are the parameters of one computation. */
export async function differentiateBoth(
  tf: Tf,
  network: Network,
  weights: Vector,
  piece: Piece,
  judge: Judge,
  dropout: { rate: number; random: Random },
): Promise<Learned & { byInputs: Partial<Record<InputGroup, Float32Array>> }> {
  const { batch } = piece
  const sizes = [weights.size, ...network.groups.map((group) => batch.inputs[group].length)]
  const both = tf.tidy(() => tf.concat1d([weights, ...network.groups.map((group) => tf.tensor1d(batch.inputs[group]))]))
  const run = record(tf, both, (given) => {
    const [ownWeights, ...flat] = tf.split<Vector>(given, sizes)
    const inputs = flat.map((values, i) => {
      const width = network.inputs.widths[network.groups[i]]
      return tf.reshape(values, [values.size / width, width]) as Grid
    })
    return joinOutputs(tf, forward(tf, network, ownWeights, batch, { dropout, inputs }).outputs)
  })
  const { loss, losses, gradient } = await judged(network, piece, judge, run.output)
  const [byWeights, ...byFlat] = tf.tidy(() => tf.split<Vector>(run.backward(tf.tensor1d(gradient)), sizes))
  tf.dispose([run.output, both])
  const byInputs: Partial<Record<InputGroup, Float32Array>> = {}
  for (const [i, values] of byFlat.entries()) byInputs[network.groups[i]] = await values.data<'float32'>()
  tf.dispose(byFlat)
  return { loss, losses, byWeights, byInputs }
}

const judged = async (network: Network, piece: Piece, { units, taskWeights, known }: Judge, output: Vector) =>
  mixedObjective(
    cutOutputs(network, piece.batch.rows, await output.data<'float32'>()),
    piece,
    units,
    taskWeights,
    known,
  )

function moveInputs(
  network: Network,
  origin: Batch['inputs'],
  now: Batch['inputs'],
  towards: Partial<Record<InputGroup, Float32Array>>,
  options: { size: number; steps: number },
): Batch['inputs'] {
  const moved = { ...now }
  for (const group of network.groups) {
    const gradient = towards[group]
    if (!gradient) continue
    const width = network.inputs.widths[group]
    moved[group] = moveTowardsLoss({ origin: origin[group], now: now[group] }, gradient, width, options)
  }
  return moved
}
