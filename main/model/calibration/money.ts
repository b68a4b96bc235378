import type { Calibration } from '../types.ts'

/** Below this many validation rows, or rows with money, only the level is set. */
const leastRows = 100
const leastPositive = 30
/** Below this many rows with money, not even that. */
const leastForFactor = 5

const winsorShare = 0.995
/** Amounts below a hundredth count as one: a logarithm needs a floor, and nobody earns less than a cent. */
export const leastAmount = 0.01

/**
 * Calibrates amounts: μ = exp(a + b·log ŷ) by gamma loss (mean of y/μ + log μ) with y winsorised at its 99.5% quantile,
 * so that one rich customer does not set the slope, then one factor that meets the total of y as it is. Masked labels
 * (NaN) are left out. Only the factor (a 0, b 1) with fewer than 100 rows or 30 positive ones, or where the fitted b is
 * not above 0 and would turn the order round; the identity with fewer than 5 positive ones.
 */
export function fitMoney(predicted: Float64Array, actual: Float64Array): Calibration {
  const rows = Array.from(actual.keys()).filter((row) => !Number.isNaN(actual[row]))
  const amounts = Float64Array.from(rows, (row) => actual[row])
  const logs = Float64Array.from(rows, (row) => Math.log(Math.max(leastAmount, predicted[row])))
  const positive = amounts.filter((amount) => amount > 0).length
  if (positive < leastForFactor) return { kind: 'identity' }

  const curve = rows.length >= leastRows && positive >= leastPositive ? fitGammaCurve(logs, winsorise(amounts)) : null
  const { a, b } = curve && curve.b > 0 ? curve : { a: 0, b: 1 }
  const total = amounts.reduce((sum, amount) => sum + amount, 0)
  const reached = logs.reduce((sum, log) => sum + Math.exp(a + b * log), 0)
  return { kind: 'money', a, b, factor: total / reached }
}

function winsorise(amounts: Float64Array): Float64Array {
  const sorted = amounts.slice().sort()
  const cap = sorted[Math.ceil(winsorShare * sorted.length) - 1]
  return amounts.map((amount) => Math.min(amount, cap))
}

/**
 * Minimises the mean of y·exp(−η) + η over η = a + b·x, which is convex, by Newton's method with halved steps. Null when
 * it does not settle (all predictions equal, say).
 */
function fitGammaCurve(logs: Float64Array, amounts: Float64Array): { a: number; b: number } | null {
  // Centred, so that the two parameters hardly depend on one another.
  const centre = logs.reduce((sum, log) => sum + log, 0) / logs.length
  const mean = amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length
  let state = evaluate(logs, amounts, centre, Math.log(mean), 1)
  for (let step = 0; step < 100; step++) {
    const { gradient, hessian } = state
    const determinant = hessian[0] * hessian[2] - hessian[1] ** 2
    if (!(determinant > 1e-12 * hessian[0] * hessian[2])) return null
    const moveA = (hessian[2] * gradient[0] - hessian[1] * gradient[1]) / determinant
    const moveB = (hessian[0] * gradient[1] - hessian[1] * gradient[0]) / determinant
    if (Math.abs(moveA) + Math.abs(moveB) < 1e-10) return { a: state.a - state.b * centre, b: state.b }
    let next = state
    for (let size = 1; size > 1e-9; size /= 2) {
      next = evaluate(logs, amounts, centre, state.a - size * moveA, state.b - size * moveB)
      if (next.loss <= state.loss) break
    }
    if (!(next.loss < state.loss)) return { a: state.a - state.b * centre, b: state.b }
    state = next
  }
  return null
}

/** Loss, gradient (a, b) and Hessian (aa, ab, bb) at a point. */
function evaluate(logs: Float64Array, amounts: Float64Array, centre: number, a: number, b: number) {
  let loss = 0
  const gradient = [0, 0]
  const hessian = [0, 0, 0]
  for (let i = 0; i < logs.length; i++) {
    const x = logs[i] - centre
    const ratio = amounts[i] * Math.exp(-a - b * x)
    loss += ratio + a + b * x
    gradient[0] += 1 - ratio
    gradient[1] += (1 - ratio) * x
    hessian[0] += ratio
    hessian[1] += ratio * x
    hessian[2] += ratio * x * x
  }
  return { a, b, loss, gradient, hessian }
}
