import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  amountOfLog,
  countLoss,
  huberLoss,
  largestSigma,
  logisticLoss,
  sigmaOf,
  sigmoid,
  softplus,
  squaredLogLoss,
  zilnLoss,
  zilnMean,
} from '../../../main/model/network/losses.ts'

const raw = fc.double({ min: -8, max: 8, noNaN: true })
const amount = fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 1e5, noNaN: true }))

type Loss = (raw: number[], gradient: Float64Array) => number

/** The written derivative against central differences of the loss. */
function checkDerivative(loss: Loss, at: number[]): void {
  const gradient = new Float64Array(at.length)
  loss(at, gradient)
  const unused = new Float64Array(at.length)
  at.forEach((value, i) => {
    const step = 1e-5
    const difference = (loss(at.with(i, value + step), unused) - loss(at.with(i, value - step), unused)) / (2 * step)
    expect(Math.abs(gradient[i] - difference)).toBeLessThan(1e-4 * (1 + Math.abs(difference)))
  })
}

describe('logistic loss', () => {
  test('is the cross entropy', () => {
    fc.assert(
      fc.property(raw, fc.double({ min: 0, max: 1, noNaN: true }), (logit, share) => {
        const p = 1 / (1 + Math.exp(-logit))
        const expected = -(share * Math.log(p) + (1 - share) * Math.log1p(-p))
        expect(logisticLoss(logit, share, new Float64Array(1), 0)).toBeCloseTo(expected, 8)
        checkDerivative(([x], gradient) => logisticLoss(x, share, gradient, 0), [logit])
      }),
    )
  })

  test('stays finite where probabilities round to 0 and 1', () => {
    const gradient = new Float64Array(1)
    expect(logisticLoss(800, 0, gradient, 0)).toBe(800)
    expect(gradient[0]).toBe(1)
    expect(logisticLoss(-800, 1, gradient, 0)).toBe(800)
    expect(gradient[0]).toBe(-1)
    expect(sigmoid(-800)).toBe(0)
    expect(softplus(-800)).toBe(0)
  })
})

describe('zero-inflated lognormal', () => {
  test('is minus the log likelihood, up to the log of the amount', () => {
    fc.assert(
      fc.property(raw, raw, raw, amount, (logit, mu, rawSigma, y) => {
        const p = sigmoid(logit)
        const sigma = sigmaOf(rawSigma)
        const density = Math.exp(-((Math.log(y) - mu) ** 2) / (2 * sigma ** 2)) / (y * sigma * Math.sqrt(2 * Math.PI))
        const likelihood = y > 0 ? p * density : 1 - p
        fc.pre(likelihood > 1e-250)
        const expected = -Math.log(likelihood) - (y > 0 ? Math.log(y) : 0)
        const loss = zilnLoss([logit, mu, rawSigma], 0, y, new Float64Array(3))
        expect(Math.abs(loss - expected)).toBeLessThan(1e-6 * (1 + Math.abs(expected)))
      }),
    )
  })

  test('has the derivative it says, away from the ends of σ', () => {
    fc.assert(
      fc.property(raw, raw, fc.double({ min: -2.5, max: 1.8, noNaN: true }), amount, (logit, mu, rawSigma, y) => {
        checkDerivative((at, gradient) => zilnLoss(at, 0, y, gradient), [logit, mu, rawSigma])
      }),
    )
  })

  test('caps σ, and with it how far a mean lies above its median', () => {
    expect(sigmaOf(100)).toBe(largestSigma)
    expect(sigmaOf(-100)).toBeGreaterThan(0)
    expect(zilnMean([100, 0, 100], 0)).toBeCloseTo(Math.exp(largestSigma ** 2 / 2), 6)
    expect(Number.isFinite(zilnLoss([0, 50, 1e6], 0, 1e-9, new Float64Array(3)))).toBe(true)
  })

  test('has the mean of its own distribution', () => {
    // Σ over a fine grid of the log amount: p · ∫ e^x φ((x − μ)/σ)/σ dx.
    const [logit, mu, rawSigma] = [0.3, 1.2, 0.4]
    const sigma = sigmaOf(rawSigma)
    let mean = 0
    const width = 0.001
    for (let x = mu - 10 * sigma; x < mu + 12 * sigma; x += width) {
      mean += (Math.exp(x - (x - mu) ** 2 / (2 * sigma ** 2)) / (sigma * Math.sqrt(2 * Math.PI))) * width
    }
    expect(zilnMean([logit, mu, rawSigma], 0)).toBeCloseTo(sigmoid(logit) * mean, 4)
  })
})

describe('count loss', () => {
  test('is minus the log likelihood of a geometric count with that mean, up to constants', () => {
    fc.assert(
      fc.property(raw, fc.integer({ min: 0, max: 200 }), (logRate, count) => {
        const mean = Math.exp(logRate)
        // P(y) = m^y / (1 + m)^(y + 1), a negative binomial of size 1.
        const expected = (count + 1) * Math.log1p(mean) - count * logRate
        expect(countLoss(logRate, count, new Float64Array(1), 0)).toBeCloseTo(expected, 6)
        checkDerivative(([x], gradient) => countLoss(x, count, gradient, 0), [logRate])
      }),
    )
  })

  test('is least at the mean', () => {
    const gradient = new Float64Array(1)
    countLoss(Math.log(3.5), 3.5, gradient, 0)
    expect(gradient[0]).toBeCloseTo(0, 12)
  })
})

test('Huber loss is squared near and absolute far, with the derivative it says', () => {
  expect(huberLoss(1.5, 1, new Float64Array(1), 0)).toBeCloseTo(0.125)
  expect(huberLoss(5, 1, new Float64Array(1), 0)).toBeCloseTo(3.5)
  fc.assert(
    fc.property(raw, raw, (predicted, target) => {
      checkDerivative(([x], gradient) => huberLoss(x, target, gradient, 0), [predicted])
    }),
  )
})

describe('squared loss of amounts', () => {
  test('is least where the raw output is the logarithm, which stands for the amount', () => {
    fc.assert(
      fc.property(amount, raw, (spent, moved) => {
        const at = [Math.log1p(spent), 3, -3]
        expect(squaredLogLoss(at, 0, spent, new Float64Array(3))).toBe(0)
        expect(amountOfLog(at[0])).toBeCloseTo(spent, 4)
        const given = [at[0] + moved, 3, -3]
        expect(squaredLogLoss(given, 0, spent, new Float64Array(3))).toBeCloseTo(moved ** 2 / 2, 8)
        checkDerivative((x, gradient) => squaredLogLoss(x, 0, spent, gradient), given)
      }),
    )
  })

  test('stands for no amount below 0, and for none without bound', () => {
    expect(amountOfLog(-1)).toBe(0)
    expect(Number.isFinite(amountOfLog(1e6))).toBe(true)
  })
})
