import { sigmoid, softplus } from '../network/losses.ts'

/**
 * What trees are grown for: a loss of a row's label and raw score, its first two derivatives by the score, and what a
 * score means. Losses are up to terms that no score moves.
 */
export interface Objective {
  /** Writes the derivatives into the arrays at `at`. Second derivatives are above 0. */
  derive(label: number, score: number, gradient: Float64Array, hessian: Float64Array, at: number): void
  loss(label: number, score: number): number
  /** The score that is best for rows with this mean label, when all rows have the same. */
  constant(meanLabel: number): number
  /** What a score says in the label's own measure. */
  predict(score: number): number
  /** How `predict` does so, for those who do it elsewhere; `log` keeps scores within ±30. */
  link: 'log' | 'logit' | 'identity'
}

/** Scores beyond this would overflow or lose all effect. */
const largestScore = 30

/** A mean of 0 or 1 has no finite logit, and a mean of 0 no logarithm. */
const smallestMean = 1e-6

const clamped = (score: number): number => Math.max(-largestScore, Math.min(largestScore, score))

/**
 * Tweedie deviance with log link (Jørgensen 1987; as in XGBoost and LightGBM), 1 < power < 2: sums of a Poisson number
 * of gamma amounts, so zeros and heavy tails belong to one loss. Labels ≥ 0.
 */
export const tweedie = (power: number): Objective => ({
  derive(label, score, gradient, hessian, at) {
    const below = label * Math.exp((1 - power) * score)
    const above = Math.exp((2 - power) * score)
    gradient[at] = above - below
    hessian[at] = (2 - power) * above - (1 - power) * below
  },
  loss: (label, score) =>
    Math.exp((2 - power) * score) / (2 - power) - (label * Math.exp((1 - power) * score)) / (1 - power),
  constant: (mean) => Math.log(Math.max(smallestMean, mean)),
  predict: (score) => Math.exp(clamped(score)),
  link: 'log',
})

/** Poisson deviance with log link. Labels ≥ 0. */
export const poisson: Objective = {
  derive(label, score, gradient, hessian, at) {
    const mean = Math.exp(score)
    gradient[at] = mean - label
    hessian[at] = mean
  },
  loss: (label, score) => Math.exp(score) - label * score,
  constant: (mean) => Math.log(Math.max(smallestMean, mean)),
  predict: (score) => Math.exp(clamped(score)),
  link: 'log',
}

/** Half the squared error. */
export const squaredError: Objective = {
  derive(label, score, gradient, hessian, at) {
    gradient[at] = score - label
    hessian[at] = 1
  },
  loss: (label, score) => 0.5 * (score - label) ** 2,
  constant: (mean) => mean,
  predict: (score) => score,
  link: 'identity',
}

/** Cross entropy of a logit. Labels are 0 or 1, or shares between. */
export const logistic: Objective = {
  derive(label, score, gradient, hessian, at) {
    const p = sigmoid(score)
    gradient[at] = p - label
    hessian[at] = Math.max(1e-12, p * (1 - p))
  },
  loss: (label, score) => softplus(score) - label * score,
  constant(mean) {
    const p = Math.max(smallestMean, Math.min(1 - smallestMean, mean))
    return Math.log(p / (1 - p))
  },
  predict: sigmoid,
  link: 'logit',
}
