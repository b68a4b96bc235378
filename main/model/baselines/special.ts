/** ln Γ(x) for x > 0 (Lanczos 1964; g = 607/128 with Godfrey's 15 coefficients, relative error about 1e-15). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x)
  const z = x - 1
  let sum = lanczos[0]
  for (let k = 1; k < lanczos.length; k++) sum += lanczos[k] / (z + k)
  const base = z + 607 / 128 + 0.5
  return (z + 0.5) * Math.log(base) - base + Math.log(Math.sqrt(2 * Math.PI) * sum)
}

const lanczos = [
  0.9999999999999971, 57.15623566586292, -59.59796035547549, 14.136097974741746, -0.4919138160976202,
  3.399464998481189e-5, 4.652362892704858e-5, -9.837447530487956e-5, 0.0001580887032249125, -0.00021026444172410488,
  0.00021743961811521265, -0.0001643181065367639, 8.441822398385275e-5, -2.6190838401581408e-5, 3.6899182659531625e-6,
]

/** ln B(a, b) for a, b > 0. */
export const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b)

/** ln(exp a + exp b) without overflow. */
export function logAddExp(a: number, b: number): number {
  const high = Math.max(a, b)
  return high === -Infinity ? high : high + Math.log1p(Math.exp(-Math.abs(a - b)))
}

const mostTerms = 1_000_000

/**
 * Gauss's hypergeometric function ₂F₁(a, b; c; z) for 0 ≤ z < 1 and c not 0, −1, −2, … By its power series, after Euler's
 * transformation where that has the smaller parameters (Abramowitz & Stegun 15.3.3).
 * Throws for other z, and if the series does not settle within a million terms (z within about 1e-5 of 1).
 */
export function hypergeometric(a: number, b: number, c: number, z: number): number {
  if (!(z >= 0 && z < 1)) throw new Error(`the hypergeometric series needs 0 ≤ z < 1; z is ${z}`)
  if (Math.max(Math.abs(c - a), Math.abs(c - b)) < Math.max(Math.abs(a), Math.abs(b))) {
    return Math.pow(1 - z, c - a - b) * hypergeometricSeries(c - a, c - b, c, z)
  }
  return hypergeometricSeries(a, b, c, z)
}

function hypergeometricSeries(a: number, b: number, c: number, z: number): number {
  let term = 1
  let sum = 1
  // Terms may grow until n passes the parameters; only after that does a small one mean that the rest is small.
  const settled = Math.max(Math.abs(a), Math.abs(b), Math.abs(c))
  for (let n = 0; n < mostTerms; n++) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z
    sum += term
    if (term === 0 || (n > settled && Math.abs(term) < 1e-16 * (1 - z) * Math.abs(sum))) return sum
  }
  throw new Error(`the hypergeometric series did not settle: a ${a}, b ${b}, c ${c}, z ${z}`)
}
