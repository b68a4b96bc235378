import type { ByTask, Task } from '../features/types.ts'
import type { TaskWeights } from './learning/taskWeights.ts'
import { countKnown, taskLoss, type Labels } from './network/heads.ts'
import { joinRaw, type RawOutputs } from './outputs.ts'
import type { LabelUnits } from './types.ts'

export type TaskLosses = ByTask<number>

const entriesOf = <Value>(given: ByTask<Value>): [Task, Value][] => Object.entries(given) as [Task, Value][]

/** Losses by task; tasks without a known label are left out. */
export function lossesOf(outputs: RawOutputs, labels: Labels, units: LabelUnits): TaskLosses {
  const losses: TaskLosses = {}
  for (const [task, raw] of entriesOf(outputs)) {
    const { loss, labelled } = taskLoss(task, raw, labels, units)
    if (labelled) losses[task] = loss
  }
  return losses
}

/** Σ weight × loss over tasks; what nobody weighs counts for nothing. */
export const weighted = (losses: TaskLosses, weights: TaskWeights): number =>
  entriesOf(losses).reduce((sum, [task, loss]) => sum + (weights[task] ?? 0) * loss, 0)

/** Adds losses to those of other pieces of a batch. */
export function addLosses(sum: TaskLosses, losses: TaskLosses): void {
  for (const [task, loss] of entriesOf(losses)) sum[task] = (sum[task] ?? 0) + loss
}

export interface Objective {
  /** Σ weight × loss over tasks. */
  loss: number
  /** By task, unweighted; tasks without a known label are left out. */
  losses: TaskLosses
  /** The derivative of `loss` by the outputs, one task's after the other. */
  gradient: Float32Array
}

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
  weights: TaskWeights,
  known = countKnown(labels),
): Objective {
  let total = 0
  const losses: TaskLosses = {}
  const gradients: RawOutputs = {}
  for (const [task, raw] of entriesOf(outputs)) {
    const { loss, gradient, labelled } = taskLoss(task, raw, labels, units, known)
    const weight = weights[task] ?? 0
    total += weight * loss
    if (labelled) losses[task] = loss
    gradients[task] = gradient.map((value) => value * weight)
  }
  return { loss: total, losses, gradient: joinRaw(entriesOf(gradients).map(([, gradient]) => gradient)) }
}

/** The same for rows that are mixed with others: by the row's own labels and by the other's, each as much as it is there. */
export function mixedObjective(
  outputs: RawOutputs,
  { labels, mixed }: { labels: Labels; mixed: { labels: Labels; share: number } | null },
  units: LabelUnits,
  weights: TaskWeights,
  known: Record<string, number>,
): Objective {
  const own = objective(outputs, labels, units, weights, known)
  if (!mixed) return own
  const other = objective(outputs, mixed.labels, units, weights, known)
  const { share } = mixed
  return {
    loss: share * own.loss + (1 - share) * other.loss,
    losses: own.losses,
    gradient: own.gradient.map((value, i) => share * value + (1 - share) * other.gradient[i]),
  }
}
