import { solvePositive } from '../baselines/linearSystem.ts'
import type { Objective } from '../boosting/objectives.ts'

/** Reads the standardised inputs of one row into an array with one place per input. */
export interface ReadRow {
  width: number
  read(row: number, values: Float64Array): void
}

/** Score = bias + weights · inputs, kept within the scores of the rows it was fitted to. */
export interface LinearModel {
  bias: number
  weights: Float64Array
  low: number
  high: number
}

export function linearScore({ bias, weights, low, high }: LinearModel, values: Float64Array): number {
  let score = bias
  for (let j = 0; j < weights.length; j++) score += weights[j] * values[j]
  return Math.max(low, Math.min(high, score))
}

/** The normal equations cost rows × inputs²: of more rows than this, every k-th is taken. */
const mostRows = 30_000
const mostSteps = 12
/** Steps that lower the mean loss by less are not worth their time. */
const leastGain = 1e-6
/** Of the scores of the fitted rows, this share on either side is cut off for new ones: a line knows no measure. */
const cutShare = 0.0005

/**
 * A generalised linear model for the objective's loss with a quadratic penalty on the weights, by Newton's method with
 * halved steps (iteratively reweighted least squares: McCullagh & Nelder 1989; ridge: Hoerl & Kennard 1970). The penalty
 * is one unit per input on standardised inputs, that of a signal as large as the noise; the bias bears none.
 */
export function fitLinear(reader: ReadRow, labels: Float64Array, rows: Int32Array, objective: Objective): LinearModel {
  const step = Math.ceil(rows.length / mostRows)
  const fitRows = rows.filter((_, i) => i % step === 0)
  const penalty = reader.width
  const mean = fitRows.reduce((sum, row) => sum + labels[row], 0) / fitRows.length
  // The bias stands last.
  let weights = new Float64Array(reader.width + 1)
  weights[reader.width] = objective.constant(mean)
  let loss = lossOf(reader, labels, fitRows, objective, weights, penalty)
  for (let round = 0; round < mostSteps; round++) {
    const direction = newtonStep(reader, labels, fitRows, objective, weights, penalty)
    const next = halvedUntilBetter(weights, direction, loss, (candidate) =>
      lossOf(reader, labels, fitRows, objective, candidate, penalty),
    )
    if (!next) break
    const gained = loss - next.loss
    ;({ weights, loss } = next)
    if (gained < leastGain * (1 + Math.abs(loss))) break
  }
  const unbounded = {
    bias: weights[reader.width],
    weights: weights.slice(0, reader.width),
    low: -Infinity,
    high: Infinity,
  }
  const values = new Float64Array(reader.width)
  const scores = Float64Array.from(fitRows, (row) => (reader.read(row, values), linearScore(unbounded, values))).sort()
  const cut = Math.floor(cutShare * scores.length)
  return { ...unbounded, low: scores[cut], high: scores[scores.length - 1 - cut] }
}

function halvedUntilBetter(
  weights: Float64Array<ArrayBuffer>,
  direction: Float64Array,
  loss: number,
  lossAt: (weights: Float64Array) => number,
) {
  for (let share = 1; share > 1 / 64; share /= 2) {
    const candidate = weights.map((weight, j) => weight - share * direction[j])
    const reached = lossAt(candidate)
    if (reached < loss) return { weights: candidate, loss: reached }
  }
  return null
}

function scoreAt(reader: ReadRow, weights: Float64Array, values: Float64Array): number {
  let score = weights[reader.width]
  for (let j = 0; j < reader.width; j++) score += weights[j] * values[j]
  return score
}

/** Mean loss, the penalty included. */
function lossOf(
  reader: ReadRow,
  labels: Float64Array,
  rows: Int32Array,
  objective: Objective,
  weights: Float64Array,
  penalty: number,
): number {
  const values = new Float64Array(reader.width)
  let sum = 0
  for (const row of rows) {
    reader.read(row, values)
    sum += objective.loss(labels[row], scoreAt(reader, weights, values))
  }
  for (let j = 0; j < reader.width; j++) sum += 0.5 * penalty * weights[j] ** 2
  return sum / rows.length
}

/** Hessian⁻¹ · gradient of the penalised loss. */
function newtonStep(
  reader: ReadRow,
  labels: Float64Array,
  rows: Int32Array,
  objective: Objective,
  weights: Float64Array,
  penalty: number,
): Float64Array {
  const width = reader.width + 1
  const values = new Float64Array(width)
  const [slope, bend] = [new Float64Array(1), new Float64Array(1)]
  const curvature = new Float64Array(width * width)
  const gradient = new Float64Array(width)
  for (let j = 0; j < reader.width; j++) {
    curvature[j * width + j] = penalty
    gradient[j] = penalty * weights[j]
  }
  for (const row of rows) {
    reader.read(row, values)
    values[reader.width] = 1
    objective.derive(labels[row], scoreAt(reader, weights, values), slope, bend, 0)
    for (let j = 0; j < width; j++) {
      if (values[j] === 0) continue
      gradient[j] += slope[0] * values[j]
      const weighted = bend[0] * values[j]
      // The lower triangle is all that the factorisation reads.
      for (let k = 0; k <= j; k++) curvature[j * width + k] += weighted * values[k]
    }
  }
  return solvePositive(curvature, gradient, width)
}
