/** A seeded source of random numbers. The same seed gives the same sequence on every machine. */
export interface Random {
  /** Uniform on [0, 1). */
  uniform(): number
  /** Whole number from 0 to `below` − 1. */
  integer(below: number): number
  /** Standard normal (Box–Muller). */
  normal(): number
  /** Gamma with the given shape and scale 1 (Marsaglia & Tsang 2000). */
  gamma(shape: number): number
  beta(a: number, b: number): number
  poisson(mean: number): number
  exponential(rate: number): number
  /** Index drawn with probability proportional to its weight. */
  weighted(weights: ArrayLike<number>): number
  /** Fisher–Yates, in place. */
  shuffle<T extends Uint32Array | Int32Array | unknown[]>(items: T): T
}

/** sfc32 (Doty-Humphrey, PractRand), seeded through splitmix32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x9e3779b9) | 0
    let t = state ^ (state >>> 16)
    t = Math.imul(t, 0x21f0aaad)
    t ^= t >>> 15
    t = Math.imul(t, 0x735a2d97)
    return (t ^ (t >>> 15)) >>> 0
  }
  let a = next()
  let b = next()
  let c = next()
  let d = 1
  const uniform = () => {
    const t = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    return (t >>> 0) / 4294967296
  }
  for (let i = 0; i < 12; i++) uniform()

  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * Math.pow(1 - uniform(), 1 / shape)
    const third = shape - 1 / 3
    const scale = 1 / Math.sqrt(9 * third)
    for (;;) {
      const x = normal()
      const cube = (1 + scale * x) ** 3
      if (cube <= 0) continue
      if (Math.log(1 - uniform()) < 0.5 * x * x + third - third * cube + third * Math.log(cube)) return third * cube
    }
  }
  const poisson = (mean: number): number => {
    // Split large means so that exp(−mean) does not underflow.
    if (mean > 500) return poisson(mean / 2) + poisson(mean / 2)
    const limit = Math.exp(-mean)
    let count = 0
    for (let product = uniform(); product > limit; product *= uniform()) count++
    return count
  }
  return {
    uniform,
    integer: (below) => Math.floor(uniform() * below),
    normal,
    gamma,
    beta: (first, second) => {
      const x = gamma(first)
      return x / (x + gamma(second))
    },
    poisson,
    exponential: (rate) => -Math.log(1 - uniform()) / rate,
    weighted: (weights) => {
      let total = 0
      for (let i = 0; i < weights.length; i++) total += weights[i]
      let left = uniform() * total
      for (let i = 0; i < weights.length; i++) {
        left -= weights[i]
        if (left < 0) return i
      }
      return weights.length - 1
    },
    shuffle: (items) => {
      for (let i = items.length - 1; i > 0; i--) {
        const j = Math.floor(uniform() * (i + 1))
        const kept = items[i]
        items[i] = items[j]
        items[j] = kept
      }
      return items
    },
  }
}

/** A well-mixed 32-bit hash of a text and a seed (FNV-1a, then murmur3's finaliser); decides folds and ties. */
export function hashText(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
