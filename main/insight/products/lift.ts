import type { Estimate } from '../../model/types.ts'

const z95 = 1.959964

/** How many of `all` cases have the one, the other, and both. */
export interface Overlap {
  both: number
  one: number
  other: number
  all: number
}

/**
 * How many times as often the two meet as they would were they independent, with a 95% interval on the logarithm by the delta
 * method over the four cells of the table (multinomial). None where they never meet: the logarithm knows no 0.
 */
export function liftOf({ both, one, other, all }: Overlap): Estimate {
  if (one === 0 || other === 0) return { value: null, low: null, high: null }
  const value = (both * all) / (one * other)
  if (both === 0) return { value, low: null, high: null }
  const variance =
    both * (1 / both - 1 / one - 1 / other) ** 2 + (one - both) / one ** 2 + (other - both) / other ** 2 - 1 / all
  const factor = Math.exp(z95 * Math.sqrt(Math.max(0, variance)))
  return { value, low: value / factor, high: value * factor }
}

/** The log-likelihood ratio of a table against independence: −2 log λ (Dunning 1993). At least 0. */
export function logLikelihoodRatio({ both, one, other, all }: Overlap): number {
  const cells = [both, one - both, other - both, all - one - other + both]
  const fair = [one * other, one * (all - other), (all - one) * other, (all - one) * (all - other)]
  let sum = 0
  for (let cell = 0; cell < 4; cell++)
    if (cells[cell] > 0) sum += cells[cell] * Math.log((cells[cell] * all) / fair[cell])
  return Math.max(0, 2 * sum)
}
