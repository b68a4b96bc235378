import type { Engine, Vector } from '../engine/types.ts'
import type { Task } from '../features/types.ts'
import type { Judge, Piece } from './derivative.ts'
import { forward, type Network } from './network/network.ts'
import { lossesOf, type TaskLosses } from './objective.ts'
import { cutOutputs, joinOutputs } from './outputs.ts'
import { sharedMask, taskGradients } from './taskGradients.ts'

/** Which tasks help each other. */
export interface Affinity {
  tasks: Task[]
  /**
   * `values[i][j]`: by which share the loss of task j falls, on the mean, after a step on task i's gradient alone; below 0
   * where it rises, null where the two were never seen together.
   */
  values: (number | null)[][]
  /** How often it was measured. */
  measured: number
}

/** How long the step is, times the gradient: short enough that a loss goes along its slope. */
const stepLength = 0.01
/** The share of a loss nearer to 0 means nothing. */
const leastLoss = 1e-3

export interface AffinityMeasure {
  /** Looks ahead from the weights on a piece of rows. */
  add(weights: Vector, piece: Piece, judge: Omit<Judge, 'taskWeights'>): Promise<void>
  /** The means so far. */
  result(): Affinity
}

/**
 * Inter-task affinity (Fifty et al. 2021): from the present weights a step is made on one task's gradient by what tasks
 * share, and every task's loss on the same rows is held against what it was, Z = 1 − Lⱼ(θ after) / Lⱼ(θ); averaged over the
 * steps of a training at which it is measured. Nothing that is learned is changed.
 */
export function createAffinity(engine: Engine, network: Network): AffinityMeasure {
  const { tf } = engine
  const { tasks } = network
  const shared = sharedMask(network)
  const square = () => tasks.map(() => tasks.map(() => 0))
  const [sums, counts] = [square(), square()]
  let measured = 0

  async function lossesAt(weights: Vector, piece: Piece, { units }: Pick<Judge, 'units'>): Promise<TaskLosses> {
    const joined = tf.tidy(() => joinOutputs(tf, forward(tf, network, weights, piece.batch).outputs))
    const outputs = cutOutputs(network, piece.batch.rows, await joined.data<'float32'>())
    joined.dispose()
    return lossesOf(outputs, piece.labels, units)
  }

  return {
    async add(weights, piece, judge) {
      const mask = tf.tensor1d(shared)
      measured++
      for await (const { task, byWeights } of taskGradients(engine, network, weights, piece, judge)) {
        const ahead = tf.tidy(() => tf.sub<Vector>(weights, tf.mul(tf.mul(byWeights, mask), stepLength)))
        const [before, after] = [await lossesAt(weights, piece, judge), await lossesAt(ahead, piece, judge)]
        tf.dispose([ahead, byWeights])
        for (const [j, other] of tasks.entries()) {
          const [was, is] = [before[other], after[other]]
          if (was === undefined || is === undefined || was < leastLoss) continue
          sums[tasks.indexOf(task)][j] += 1 - is / was
          counts[tasks.indexOf(task)][j]++
        }
      }
      mask.dispose()
    },
    result: () => ({
      tasks,
      values: sums.map((row, i) => row.map((sum, j) => (counts[i][j] > 0 ? sum / counts[i][j] : null))),
      measured,
    }),
  }
}
