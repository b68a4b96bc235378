import type { Work } from '../../base/job.ts'
import { createRandom } from '../../base/random.ts'
import type { Estimate } from '../types.ts'

export interface BootstrapOptions {
  /** How many resamples; METHODS asks for 1,000. */
  resamples: number
  seed: number
}

/**
 * The cluster bootstrap (Davison & Hinkley 1997, §2.4): draws as many clusters as there are, with replacement, and
 * gives `visit` how often each row is in the resample. The array is reused. Same seed, same resamples: whatever is
 * measured on them is paired.
 */
export function forEachResample(
  clusters: Int32Array,
  options: BootstrapOptions,
  visit: (weights: Float64Array, resample: number) => void,
  work: Work,
): void {
  const { numbers, count } = numberClusters(clusters)
  const random = createRandom(options.seed)
  const drawn = new Float64Array(count)
  const weights = new Float64Array(clusters.length)
  for (let resample = 0; resample < options.resamples; resample++) {
    work.checkpoint()
    if (resample % 20 === 0) work.progress('bootstrap', resample, options.resamples)
    drawn.fill(0)
    for (let draw = 0; draw < count; draw++) drawn[random.integer(count)]++
    for (let row = 0; row < weights.length; row++) weights[row] = drawn[numbers[row]]
    visit(weights, resample)
  }
  work.progress('bootstrap', options.resamples, options.resamples)
}

function numberClusters(clusters: Int32Array): { numbers: Int32Array; count: number } {
  const numberOf = new Map<number, number>()
  const numbers = clusters.map((cluster) => {
    const known = numberOf.get(cluster)
    if (known !== undefined) return known
    numberOf.set(cluster, numberOf.size)
    return numberOf.size - 1
  })
  return { numbers, count: numberOf.size }
}

/**
 * A figure with the 2.5% and 97.5% percentiles of its resamples. Resamples where it is not defined (NaN) are left
 * out; with fewer than half of them left there is no interval.
 */
export function estimateOf(value: number, resampled: Float64Array): Estimate {
  if (!Number.isFinite(value)) return { value: null, low: null, high: null }
  const defined = resampled.filter(Number.isFinite).sort()
  if (defined.length === 0 || defined.length < resampled.length / 2) return { value, low: null, high: null }
  return { value, low: quantile(defined, 0.025), high: quantile(defined, 0.975) }
}

/** Quantile of ascending values, linear between neighbours (type 7 of Hyndman & Fan 1996). */
export function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1)
  const below = Math.floor(position)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (position - below) * (sorted[above] - sorted[below])
}
