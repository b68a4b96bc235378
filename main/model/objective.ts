import type { Scalar } from '@tensorflow/tfjs-core'
import type { Grid, Tensor, Tf } from '../engine/types.ts'
import type { Task } from '../features/types.ts'
import { taskLoss } from './network/heads.ts'
import type { RawOutputs } from './outputs.ts'
import type { LabelUnits } from './types.ts'

type Labels = Record<string, Float64Array>
export type TaskLosses = Partial<Record<Task, number>>

const entriesOf = <Value>(given: Partial<Record<Task, Value>>): [Task, Value][] =>
  Object.entries(given) as [Task, Value][]

/** Losses by task; tasks without a known label are left out. */
export function lossesOf(outputs: RawOutputs, labels: Labels, units: LabelUnits): TaskLosses {
  const losses: TaskLosses = {}
  for (const [task, raw] of entriesOf(outputs)) {
    const { loss, labelled } = taskLoss(task, raw, labels, units)
    if (labelled) losses[task] = loss
  }
  return losses
}

/** Σ weight × loss over tasks. */
export const weighted = (losses: TaskLosses, weights: Record<Task, number>): number =>
  entriesOf(losses).reduce((sum, [task, loss]) => sum + weights[task] * loss, 0)

/**
 * Σ weight × loss as a tensor that gradients flow through. The outputs are few numbers a row, so their losses and
 * derivatives are computed outside the engine, in float64, and only the derivatives go back.
 */
export function differentiableLoss(
  tf: Tf,
  outputs: Partial<Record<Task, Grid>>,
  labels: Labels,
  units: LabelUnits,
  weights: Record<Task, number>,
): Scalar {
  const entries = entriesOf(outputs)
  const evaluate = tf.customGrad((...raws) => {
    let total = 0
    const gradients = entries.map(([task], index) => {
      const raw = raws[index] as Tensor
      const { loss, gradient } = taskLoss(task, raw.dataSync<'float32'>(), labels, units)
      total += weights[task] * loss
      return { gradient: gradient.map((value) => value * weights[task]), shape: raw.shape }
    })
    return {
      value: tf.scalar(total),
      gradFunc: (dy: Tensor) => gradients.map(({ gradient, shape }) => tf.mul(dy, tf.tensor(gradient, shape))),
    }
  })
  return evaluate(...entries.map(([, raw]) => raw)) as Scalar
}
