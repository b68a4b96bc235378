import type { Task } from '../../features/types.ts'
import type { Tables } from '../tables.ts'
import { entityOf } from '../types.ts'
import { memberKinds, type BlendWeights, type MemberKind, type SaidByKind } from './blend.ts'
import { outputFacts, outputsIn, toScale } from './outputs.ts'

/** By `task.output`, weights from what members said of rows that they did not learn from; NaN where they said nothing. */
export function fitBlend(tasks: Task[], tables: Tables, said: SaidByKind): Record<string, BlendWeights> {
  const blend: Record<string, BlendWeights> = {}
  for (const { task, name, label } of outputsIn(tasks)) {
    const table = tables[entityOf(task)]
    const own: Partial<Record<MemberKind, Float64Array>> = {}
    for (const kind of memberKinds) if (said[kind]?.[name]) own[kind] = said[kind][name]
    if (table && Object.keys(own).length > 0) blend[name] = fitBlendWeights(name, own, table.labels[label])
  }
  return blend
}

/** Weights are tried in steps of this. */
const steps = 10

/** Of more rows than this every k-th is taken: weights in steps need no more. */
const mostRows = 40_000

/** Fewer rows than this say nothing of weights. */
const leastRows = 50

/**
 * What each kind counts for, from what members said of rows that they did not learn from: of all weights in tenths, those
 * nearest to equal ones whose mean loss is within one standard error (of the paired difference) of the lowest. Validation
 * is small, and a mean of good models is hard to beat (Clemen 1989; the one-standard-error rule: Breiman et al. 1984).
 * Amounts are held to the labels after the one factor that suits them best, since calibration follows.
 */
export function fitBlendWeights(
  name: string,
  said: Partial<Record<MemberKind, Float64Array>>,
  labels: Float64Array,
): BlendWeights {
  const kinds = memberKinds.filter((kind) => said[kind])
  const { scale, objective } = outputFacts(name)
  const isKnown = (row: number) => !Number.isNaN(labels[row]) && kinds.every((kind) => !Number.isNaN(said[kind]?.[row]))
  const known = Int32Array.from(labels.keys()).filter(isKnown)
  const step = Math.ceil(known.length / mostRows)
  const rows = known.filter((_, i) => i % step === 0)
  const equal = asWeights(
    kinds,
    kinds.map(() => 1 / kinds.length),
  )
  if (kinds.length < 2 || rows.length < leastRows) return equal
  // Amounts in the labels' mean, so that no loss overflows.
  const unit = scale === 'log' ? meanOf(Float64Array.from(rows, (row) => labels[row])) || 1 : 1
  const own = Float64Array.from(rows, (row) => labels[row] / unit)
  const columns = kinds.map((kind) => Float64Array.from(rows, (row) => toScale(scale, (said[kind]?.[row] ?? 0) / unit)))
  const tried = simplex(kinds.length, steps).map((weights) => {
    const scores = own.map((_, row) => columns.reduce((sum, values, i) => sum + weights[i] * values[row], 0))
    const shift = scale === 'log' ? levelShift(scores, own) : 0
    return { weights, losses: scores.map((score, row) => objective.loss(own[row], score + shift)) }
  })
  const best = tried.reduce((a, b) => (meanOf(b.losses) < meanOf(a.losses) ? b : a))
  const asGood = tried.filter(({ losses }) => isWithinOneError(losses, best.losses))
  const spread = (weights: number[]) => weights.reduce((sum, weight) => sum + weight ** 2, 0)
  const nearest = asGood.reduce((a, b) => (spread(b.weights) < spread(a.weights) - 1e-9 ? b : a))
  return asWeights(kinds, nearest.weights)
}

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length

function asWeights(kinds: MemberKind[], values: number[]): BlendWeights {
  const weights: BlendWeights = { network: 0, boosted: 0, linear: 0 }
  kinds.forEach((kind, i) => (weights[kind] = values[i]))
  return weights
}

/** What is added to logarithms so that Σ ŷ = Σ y; 0 where there is nothing to meet. */
function levelShift(scores: Float64Array, labels: Float64Array): number {
  const actual = labels.reduce((sum, label) => sum + label, 0)
  const predicted = scores.reduce((sum, score) => sum + Math.exp(score), 0)
  return actual > 0 && predicted > 0 ? Math.log(actual / predicted) : 0
}

function isWithinOneError(losses: Float64Array, best: Float64Array): boolean {
  const differences = losses.map((loss, row) => loss - best[row])
  const mean = meanOf(differences)
  const variance = meanOf(differences.map((difference) => (difference - mean) ** 2))
  return mean <= Math.sqrt(variance / losses.length)
}

/** Every split of 1 into so many shares of whole steps. */
function simplex(shares: number, whole: number, left = whole): number[][] {
  if (shares === 1) return [[left / whole]]
  const found: number[][] = []
  for (let first = 0; first <= left; first++) {
    for (const rest of simplex(shares - 1, whole, left - first)) found.push([first / whole, ...rest])
  }
  return found
}
