/**
 * Losses of one row, in float64. Each takes the head's raw outputs for the row, adds nothing up and averages nothing:
 * it writes the derivative by every raw output into `gradient` and returns the loss. None overflows for finite input.
 */

/** Largest σ of the ZILN head: at 2 the mean is e² times the median, beyond it single rows spoil sums. */
export const largestSigma = 2
const smallestSigma = 0.05
/** Amounts beyond e²⁰ times the usual one are none. */
const largestLog = 20
const halfLog2Pi = 0.5 * Math.log(2 * Math.PI)

export const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)))

/** log(1 + eˣ). */
export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))

/** The σ that a raw output stands for. */
export const sigmaOf = (raw: number): number => Math.min(largestSigma, Math.max(smallestSigma, softplus(raw)))

/** Cross entropy of a logit; `target` may be a share between 0 and 1. */
export function logisticLoss(logit: number, target: number, gradient: Float64Array, at: number): number {
  gradient[at] = sigmoid(logit) - target
  return softplus(logit) - logit * target
}

/**
 * Zero-inflated lognormal (Wang, Liu & Miao 2019): raw outputs are the logit of spending at all, and μ and σ of the
 * logarithm of the amount. −log likelihood, up to the log of the amount, which no parameter moves.
 */
export function zilnLoss(raw: ArrayLike<number>, first: number, amount: number, gradient: Float64Array): number {
  const spends = amount > 0
  const loss = logisticLoss(raw[first], spends ? 1 : 0, gradient, 0)
  gradient[1] = 0
  gradient[2] = 0
  if (!spends) return loss
  const sigma = sigmaOf(raw[first + 2])
  const distance = (Math.log(amount) - raw[first + 1]) / sigma
  gradient[1] = -distance / sigma
  const free = sigma > smallestSigma && sigma < largestSigma
  gradient[2] = free ? ((1 - distance * distance) / sigma) * sigmoid(raw[first + 2]) : 0
  return loss + halfLog2Pi + Math.log(sigma) + 0.5 * distance * distance
}

/** The mean of the ZILN: p · exp(μ + σ²/2). */
export function zilnMean(raw: ArrayLike<number>, first: number): number {
  const sigma = sigmaOf(raw[first + 2])
  return sigmoid(raw[first]) * Math.exp(raw[first + 1] + 0.5 * sigma * sigma)
}

/** What errors of amounts are measured by: the likelihood of a zero-inflated lognormal, or squares of logarithms. */
export const amountLosses = ['ziln', 'squared'] as const
export type AmountLoss = (typeof amountLosses)[number]

/** Half the squared error of log(1 + amount); of an amount's three raw outputs only the first is read. */
export function squaredLogLoss(raw: ArrayLike<number>, first: number, amount: number, gradient: Float64Array): number {
  const error = raw[first] - Math.log1p(amount)
  gradient[0] = error
  gradient[1] = 0
  gradient[2] = 0
  return 0.5 * error * error
}

/** The amount that a raw output of the squared loss stands for: a median more than a mean, which calibration makes good. */
export const amountOfLog = (raw: number): number => Math.max(0, Math.expm1(Math.min(raw, largestLog)))

/**
 * Negative binomial with dispersion 1 and a log link, up to terms that no parameter moves: (y + 1) log(1 + eʳ) − y r.
 * Counts that vary like their mean squared do not let the few best sellers decide every step, as Poisson would.
 */
export function countLoss(logRate: number, count: number, gradient: Float64Array, at: number): number {
  gradient[at] = (count + 1) * sigmoid(logRate) - count
  return (count + 1) * softplus(logRate) - count * logRate
}

/** Squared error within 1, absolute beyond (Huber 1964). */
export function huberLoss(predicted: number, target: number, gradient: Float64Array, at: number): number {
  const error = predicted - target
  gradient[at] = Math.max(-1, Math.min(1, error))
  return Math.abs(error) <= 1 ? 0.5 * error * error : Math.abs(error) - 0.5
}
