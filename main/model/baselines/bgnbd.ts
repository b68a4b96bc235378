import { hypergeometric, logAddExp, logBeta, logGamma } from './special.ts'
import { minimize } from './minimize.ts'

/**
 * BG/NBD: Fader, Hardie & Lee (2005), "“Counting Your Customers” the Easy Way: An Alternative to the Pareto/NBD Model",
 * Marketing Science 24(2). Purchases come at rate λ ~ Gamma(r, α); after each, a customer leaves with p ~ Beta(a, b).
 */
export interface BgNbd {
  r: number
  alpha: number
  a: number
  b: number
  logLikelihood: number
}

/** Per customer: repeat purchases x, time of the last one t_x, time observed T; times in any one unit. */
export interface PurchaseHistories {
  frequency: Float64Array
  recency: Float64Array
  age: Float64Array
}

/** Parameters are sought within e^±8: where heterogeneity vanishes, the likelihood is flat out to infinity. */
const logBound = 8
const starts = [
  [-1, 1, -0.5, 0.5],
  [0, 1, 0, 1],
  [0, 3, -2, 1],
]

/** Maximum likelihood. α is in the histories' unit of time. Throws without customers. */
export function fitBgNbd(histories: PurchaseHistories): BgNbd {
  if (histories.frequency.length === 0) throw new Error('BG/NBD needs at least one customer')
  // Seen in units of the mean age, α starts and stays within the bounds whatever the unit is.
  const unit = Math.max(histories.age.reduce((sum, age) => sum + age, 0) / histories.age.length / 40, 1e-9)
  const likelihood = createLogLikelihood({
    frequency: histories.frequency,
    recency: histories.recency.map((time) => time / unit),
    age: histories.age.map((time) => time / unit),
  })
  const { point, value } = minimize((logs) => {
    if (logs.some((log) => Math.abs(log) > logBound)) return Infinity
    const [r, alpha, a, b] = logs.map(Math.exp)
    return -likelihood({ r, alpha, a, b })
  }, starts)
  const [r, alpha, a, b] = point.map(Math.exp)
  const repeats = histories.frequency.reduce((sum, x) => sum + x, 0)
  // A density of `repeats` purchase times: a change of unit divides it by the unit for each of them.
  return { r, alpha: alpha * unit, a, b, logLikelihood: -value - repeats * Math.log(unit) }
}

/** Log-likelihood of the parameters (equation 6), as a function that has sorted the histories beforehand. */
export function createLogLikelihood(
  histories: PurchaseHistories,
): (parameters: Pick<BgNbd, 'r' | 'alpha' | 'a' | 'b'>) => number {
  const rows = mergeEqual(histories)
  const frequencies = indexDistinct(rows.map((row) => row.x))
  const recencies = indexDistinct(rows.map((row) => row.tx))
  const ages = indexDistinct(rows.map((row) => row.T))
  return ({ r, alpha, a, b }) => {
    // Each logarithm is taken once per distinct value, not once per customer.
    const logAgo = recencies.values.map((tx) => Math.log(alpha + tx))
    const logAge = ages.values.map((T) => Math.log(alpha + T))
    const logLeft = frequencies.values.map((x) => (x > 0 ? Math.log(a) - Math.log(b + x - 1) : -Infinity))
    const common = frequencies.values.map(
      (x) => logGamma(r + x) - logGamma(r) + r * Math.log(alpha) + logBeta(a, b + x) - logBeta(a, b),
    )
    let sum = 0
    for (let i = 0; i < rows.length; i++) {
      const f = frequencies.indexes[i]
      const shape = r + rows[i].x
      const alive = -shape * logAge[ages.indexes[i]]
      const left = logLeft[f] - shape * logAgo[recencies.indexes[i]]
      sum += rows[i].count * (common[f] + (rows[i].x > 0 ? logAddExp(alive, left) : alive))
    }
    return sum
  }
}

/** The chance that a customer with this history has not left (equation 7 of Fader, Hardie & Lee's note of 2008). */
export function probabilityAlive({ r, alpha, a, b }: BgNbd, x: number, recency: number, age: number): number {
  if (x === 0) return 1
  const logOdds = Math.log(a) - Math.log(b + x - 1) + (r + x) * (Math.log(alpha + age) - Math.log(alpha + recency))
  return 1 / (1 + Math.exp(logOdds))
}

/**
 * Expected purchases within `ahead` after the end of this history: equation 10, its hypergeometric function rewritten by
 * Euler's transformation so that its parameters do not grow with x.
 */
export function expectedPurchases(model: BgNbd, x: number, recency: number, age: number, ahead: number): number {
  const { r, alpha, b } = model
  // The formula's poles at a = 1 and a + b + x = 1 are removable: step a hair beside them.
  const a = besideOne(model.a)
  const c = besideOne(a + b + x) - 1
  const z = ahead / (alpha + age + ahead)
  const grown = Math.pow(1 - z, a - 1) * hypergeometric(a + b - 1 - r, a - 1, c, z)
  return (probabilityAlive(model, x, recency, age) * c * (1 - grown)) / (a - 1)
}

const besideOne = (value: number): number => (Math.abs(value - 1) < 1e-6 ? 1 + 1e-6 : value)

/**
 * The chance of at least one purchase within `ahead`. Customers leave only right after a purchase, so one who is alive
 * waits for the next with rate λ ~ Gamma(r + x, α + T): P = P(alive) · (1 − ((α + T) / (α + T + ahead))^(r + x)).
 */
export function probabilityOfPurchase(model: BgNbd, x: number, recency: number, age: number, ahead: number): number {
  const waits = Math.pow((model.alpha + age) / (model.alpha + age + ahead), model.r + x)
  return probabilityAlive(model, x, recency, age) * (1 - waits)
}

interface CountedHistory {
  x: number
  tx: number
  T: number
  count: number
}

function mergeEqual({ frequency, recency, age }: PurchaseHistories): CountedHistory[] {
  const merged = new Map<string, CountedHistory>()
  for (let i = 0; i < frequency.length; i++) {
    const key = `${frequency[i]}|${recency[i]}|${age[i]}`
    const known = merged.get(key)
    if (known) known.count++
    else merged.set(key, { x: frequency[i], tx: recency[i], T: age[i], count: 1 })
  }
  return [...merged.values()]
}

function indexDistinct(values: number[]): { values: number[]; indexes: Int32Array } {
  const indexOf = new Map<number, number>()
  const indexes = Int32Array.from(values, (value) => {
    const index = indexOf.get(value) ?? indexOf.size
    indexOf.set(value, index)
    return index
  })
  return { values: [...indexOf.keys()], indexes }
}
