import type { ByTask, Task } from '../../features/types.ts'

/** How tasks are weighed against each other: as they were told to, or by how sure the network is of each. */
export const taskWeightKinds = ['fixed', 'uncertainty'] as const
export type TaskWeightKind = (typeof taskWeightKinds)[number]

export type TaskWeights = ByTask<number>

/** Weighs tasks while learning goes on. */
export interface TaskBalance {
  weights(): TaskWeights
  /** Told each step's losses by task, unweighted, and the learning rate. */
  learn(losses: ByTask<number>, learningRate: number): void
}

/** Beyond them a task would rule alone, or be forgotten. */
const furthest = 3

/**
 * Weights that are learned: each task's loss L counts as e⁻ˢ L + s / 2, where s is the logarithm of its noise (Kendall, Gal
 * & Cipolla 2018); s moves against its derivative ½ − e⁻ˢ L. Weights of 0 stay 0; all others multiply what is learned.
 */
export function createTaskBalance(kind: TaskWeightKind, told: TaskWeights): TaskBalance {
  const noise: ByTask<number> = {}
  const weightOf = (task: Task, weight: number) => (kind === 'fixed' ? weight : weight * Math.exp(-(noise[task] ?? 0)))
  return {
    weights: () =>
      Object.fromEntries(
        Object.entries(told).map(([task, weight]) => [task, weightOf(task as Task, weight)]),
      ) as TaskWeights,
    learn(losses, learningRate) {
      if (kind === 'fixed') return
      for (const [task, loss] of Object.entries(losses) as [Task, number][]) {
        const now = noise[task] ?? 0
        const slope = 0.5 - Math.exp(-now) * loss
        noise[task] = Math.max(-furthest, Math.min(furthest, now - learningRate * slope))
      }
    },
  }
}
