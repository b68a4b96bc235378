import type { ByTask, Task } from '../../features/types.ts'
import { gradNormStep, type TaskNorm } from './gradNorm.ts'

/** How tasks are weighed: as they were told to, by how sure the network is of each, or so that each pulls alike. */
export const taskWeightKinds = ['fixed', 'uncertainty', 'gradnorm'] as const
export type TaskWeightKind = (typeof taskWeightKinds)[number]

export type TaskWeights = ByTask<number>

/** What a step tells of its tasks. */
export interface TaskSigns {
  /** Unweighted losses. */
  losses: ByTask<number>
  /** Lengths of the unweighted losses' derivatives by what tasks share; empty where nobody asked for them. */
  norms: ByTask<number>
  learningRate: number
}

/** Weighs tasks while learning goes on. */
export interface TaskBalance {
  weights(): TaskWeights
  /** Whether the next step is to tell `norms`. */
  wantsNorms(): boolean
  learn(signs: TaskSigns): void
}

/** Weights that are told or learned. Those of 0 stay 0. */
export function createTaskBalance(kind: TaskWeightKind, told: TaskWeights): TaskBalance {
  if (kind === 'uncertainty') return balanceByNoise(told)
  if (kind === 'gradnorm') return balanceByNorms(told)
  return { weights: () => told, wantsNorms: () => false, learn() {} }
}

/** Beyond them a task would rule alone, or be forgotten. */
const furthest = 3

/**
 * Each task's loss L counts as e⁻ˢ L + s / 2, where s is the logarithm of its noise (Kendall, Gal & Cipolla 2018); s moves
 * against its derivative ½ − e⁻ˢ L. The weights told multiply what is learned.
 */
function balanceByNoise(told: TaskWeights): TaskBalance {
  const noise: Record<string, number> = {}
  return {
    weights: () =>
      Object.fromEntries(Object.entries(told).map(([task, weight]) => [task, weight * Math.exp(-(noise[task] ?? 0))])),
    wantsNorms: () => false,
    learn({ losses, learningRate }) {
      for (const [task, loss] of Object.entries(losses)) {
        const now = noise[task] ?? 0
        const slope = 0.5 - Math.exp(-now) * loss
        noise[task] = Math.max(-furthest, Math.min(furthest, now - learningRate * slope))
      }
    },
  }
}

/** Norms cost a way back for every task: they are asked for at every so many steps. */
const stepsBetweenNorms = 4

/** Weights by GradNorm, beginning at those told. */
function balanceByNorms(told: TaskWeights): TaskBalance {
  const weights: Record<string, number> = { ...told }
  const first: Record<string, number> = {}
  let steps = 0
  return {
    weights: () => ({ ...weights }) as TaskWeights,
    wantsNorms: () => steps % stepsBetweenNorms === 0,
    learn({ losses, norms }) {
      steps++
      const seen: Record<string, TaskNorm> = {}
      for (const [task, norm] of Object.entries(norms)) {
        const loss = losses[task as Task]
        if (loss === undefined || weights[task] === 0) continue
        first[task] ??= loss
        seen[task] = { loss, first: first[task], weight: weights[task], norm }
      }
      if (Object.keys(seen).length > 1) Object.assign(weights, gradNormStep(seen as ByTask<TaskNorm>))
    },
  }
}
