import type { Task } from '../features/types.ts'
import { countKnown, taskLoss, type Labels } from './network/heads.ts'
import { joinRaw, type RawOutputs } from './outputs.ts'
import type { LabelUnits } from './types.ts'

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
 * Σ weight × loss over tasks and its derivative by the outputs, one task's after the other as they stand in `outputs`.
 * Outputs are few numbers a row: losses and derivatives are worked out in float64, outside the engine, where they take
 * less time than an engine needs to be told of the dozens of small operations. `known` says over how many labels means
 * are taken, where the rows are but a piece of a batch.
 */
export function objective(
  outputs: RawOutputs,
  labels: Labels,
  units: LabelUnits,
  weights: Record<Task, number>,
  known = countKnown(labels),
): { loss: number; gradient: Float32Array } {
  let total = 0
  const gradients: RawOutputs = {}
  for (const [task, raw] of entriesOf(outputs)) {
    const { loss, gradient } = taskLoss(task, raw, labels, units, known)
    total += weights[task] * loss
    gradients[task] = gradient.map((value) => value * weights[task])
  }
  return { loss: total, gradient: joinRaw(Object.values(gradients)) }
}
