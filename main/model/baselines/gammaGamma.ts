import { logGamma } from './special.ts'
import { minimize } from './minimize.ts'

/**
 * Gamma-Gamma: Fader & Hardie (2013), "The Gamma-Gamma Model of Monetary Value". Spends of one customer are
 * Gamma(p, ν), and ν ~ Gamma(q, v) over customers; spend and frequency are taken as independent.
 */
export interface GammaGamma {
  p: number
  q: number
  v: number
  /** Expected spend per purchase of a customer without repeat spend. */
  populationMean: number
}

/** Customers with repeat spend below which three parameters would only fit noise. */
const leastCustomers = 10

const logBounds: [low: number, high: number][] = [
  [-8, 8],
  [-8, 8],
  [-12, 12],
]
const starts = [
  [1, 1, 1],
  [2, 1.3, 0],
  [0, 0.7, 0],
]

/**
 * Maximum likelihood on customers with repeat spend above 0: their number of repeat purchases and mean spend in them.
 * For the others the population mean p·v/(q − 1) is expected; where q ≤ 1 it does not exist, and the observed mean over
 * customers stands in. Null with fewer than ten such customers.
 */
export function fitGammaGamma(frequency: Float64Array, meanSpend: Float64Array): GammaGamma | null {
  const rows: { x: number; m: number }[] = []
  frequency.forEach((x, i) => {
    if (x > 0 && meanSpend[i] > 0) rows.push({ x, m: meanSpend[i] })
  })
  if (rows.length < leastCustomers) return null
  const observedMean = rows.reduce((sum, { m }) => sum + m, 0) / rows.length
  // In units of the mean spend the parameters have the same size in every currency.
  const likelihood = createLogLikelihood(rows.map(({ x, m }) => ({ x, m: m / observedMean })))
  const { point } = minimize((logs) => {
    if (logs.some((log, i) => log < logBounds[i][0] || log > logBounds[i][1])) return Infinity
    const [p, q, v] = logs.map(Math.exp)
    return -likelihood(p, q, v)
  }, starts)
  const [p, q, scaled] = point.map(Math.exp)
  const v = scaled * observedMean
  return { p, q, v, populationMean: q > 1 ? (p * v) / (q - 1) : observedMean }
}

/** Expected spend per purchase, given x repeat purchases of mean spend m. */
export function expectedSpend({ p, q, v, populationMean }: GammaGamma, x: number, m: number): number {
  if (x <= 0 || m <= 0) return populationMean
  // Below 1 the posterior has no mean; what was seen is then all there is to go by.
  return p * x + q > 1 ? (p * (v + x * m)) / (p * x + q - 1) : m
}

/** Equation 1a: the density of each customer's mean spend. */
function createLogLikelihood(rows: { x: number; m: number }[]): (p: number, q: number, v: number) => number {
  const counts = [...new Set(rows.map(({ x }) => x))]
  const countIndex = new Map(counts.map((x, index) => [x, index]))
  const indexes = rows.map(({ x }) => countIndex.get(x) ?? 0)
  const logMean = rows.map(({ m }) => Math.log(m))
  return (p, q, v) => {
    // What depends on x alone is worked out once per distinct x.
    const common = counts.map((x) => {
      const shape = p * x
      return logGamma(shape + q) - logGamma(shape) - logGamma(q) + q * Math.log(v) + shape * Math.log(x)
    })
    let sum = 0
    for (let i = 0; i < rows.length; i++) {
      const { x, m } = rows[i]
      sum += common[indexes[i]] + (p * x - 1) * logMean[i] - (p * x + q) * Math.log(x * m + v)
    }
    return sum
  }
}
