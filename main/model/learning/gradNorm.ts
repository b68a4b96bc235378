import type { ByTask, Task } from '../../features/types.ts'

/** How strongly tasks that lag behind are favoured: α of the paper. */
const asymmetry = 1.5
/** How far a weight moves at a step, as a share of the mean norm. */
const rate = 0.025
/** Losses near 0 or below say nothing of how far a task has come. */
const leastLoss = 1e-3
/** No task is forgotten altogether. */
const leastWeight = 0.02

export interface TaskNorm {
  loss: number
  /** Loss before anything was learned. */
  first: number
  weight: number
  /** Euclidean length of the unweighted loss's derivative by the shared weights. */
  norm: number
}

/**
 * Weights one step on by GradNorm (Chen, Badrinarayanan, Lee & Rabinovich 2018): the length of each task's weighted gradient
 * G = w·g goes towards Ḡ·rᵅ, where r is how little of its first loss the task has lost, next to the mean of all. Each weight
 * moves against the derivative of |G − Ḡ·rᵅ| by it, sign(G − Ḡ·rᵅ)·g, not beyond where the two meet; then all are brought to
 * the sum they had.
 */
export function gradNormStep(tasks: ByTask<TaskNorm>): ByTask<number> {
  const entries = Object.entries(tasks) as [Task, TaskNorm][]
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const left = entries.map(([, { loss, first }]) => Math.max(leastLoss, loss) / Math.max(leastLoss, first))
  const meanLeft = mean(left)
  const meanLength = mean(entries.map(([, { weight, norm }]) => weight * norm))
  const meanNorm = mean(entries.map(([, { norm }]) => norm))
  const moved = entries.map(([, { weight, norm }], i) => {
    if (norm === 0) return weight
    const distance = weight * norm - meanLength * (left[i] / meanLeft) ** asymmetry
    const step = Math.min((rate * norm) / meanNorm, Math.abs(distance) / norm)
    return Math.max(leastWeight, weight - Math.sign(distance) * step)
  })
  const sum = entries.reduce((total, [, { weight }]) => total + weight, 0)
  const factor = sum / moved.reduce((total, weight) => total + weight, 0)
  return Object.fromEntries(entries.map(([task], i) => [task, factor * moved[i]]))
}
