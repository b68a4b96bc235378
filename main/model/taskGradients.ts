import { createRandom } from '../base/random.ts'
import type { Engine, Vector } from '../engine/types.ts'
import type { ByTask, Task } from '../features/types.ts'
import { differentiate, type Judge, type Piece } from './derivative.ts'
import type { Network } from './network/network.ts'
import { maskOf } from './network/parameters.ts'

/** What tells of a task on a piece of rows: its loss, and the derivative by the network's weights, the caller's. */
export interface TaskGradient {
  task: Task
  loss: number
  byWeights: Vector
}

/** Every task's own loss and its derivative, one after the other, without dropout; tasks without a known label are left out. */
export async function* taskGradients(
  engine: Engine,
  network: Network,
  weights: Vector,
  piece: Piece,
  judge: Omit<Judge, 'taskWeights'>,
): AsyncGenerator<TaskGradient> {
  const standing = { rate: 0, random: createRandom(0) }
  for (const task of network.tasks) {
    const alone = { ...judge, taskWeights: { [task]: 1 } }
    const { losses, byWeights } = await differentiate(
      engine,
      network,
      weights,
      { ...piece, mixed: null },
      alone,
      standing,
    )
    const loss = losses[task]
    if (loss === undefined) byWeights.dispose()
    else yield { task, loss, byWeights }
  }
}

/** 1 for the weights that tasks share, else 0: a task's own parameters bear its name. */
export const sharedMask = ({ parameters, tasks }: Network): Float32Array =>
  maskOf(parameters, ({ name }) => !tasks.some((task) => name.startsWith(`${task}.`)))

/** 1 for the weights of the last layer that tasks share, the experts. */
export const lastSharedMask = ({ parameters }: Network): Float32Array =>
  maskOf(parameters, ({ name }) => name.startsWith('expert.'))

/** Euclidean lengths of every task's derivative by the last weights that all of them share. */
export async function gradientNorms(
  engine: Engine,
  network: Network,
  weights: Vector,
  piece: Piece,
  judge: Omit<Judge, 'taskWeights'>,
): Promise<ByTask<number>> {
  const { tf } = engine
  const mask = tf.tensor1d(lastSharedMask(network))
  const norms: ByTask<number> = {}
  for await (const { task, byWeights } of taskGradients(engine, network, weights, piece, judge)) {
    const norm = tf.tidy(() => tf.norm(tf.mul(byWeights, mask)))
    norms[task] = (await norm.data())[0]
    tf.dispose([norm, byWeights])
  }
  mask.dispose()
  return norms
}
