import type { Stability } from './types.ts'

const wantedBins = 10

/** Keeps a bin that is empty on one side from making the index infinite; counts below a few rows say little anyway. */
const smoothing = 0.5

/**
 * The population stability index, Σ (q − p)·ln(q ÷ p) over bins, p the reference's shares and q today's (Siddiqi 2006,
 * "Credit Risk Scorecards"; a symmetrised Kullback-Leibler divergence). The bins are tenths of the reference, fixed from
 * it alone; equal values stay in one bin, so that there may be fewer. Rules of thumb call less than 0.1 small and more
 * than 0.25 large. Where nothing has changed the index is about (1/n + 1/m)·χ² with bins − 1 degrees of freedom
 * (Yurdakul & Naranjo 2020), of which `chance` is the 95% quantile. Missing values (NaN) are left out. Null where either
 * side has no value or the reference only one.
 */
export function stabilityOf(reference: Float64Array, now: Float64Array): Stability | null {
  const [then, today] = [known(reference).sort(), known(now)]
  if (then.length === 0 || today.length === 0) return null
  const edges = edgesOf(then)
  const bins = edges.length + 1
  if (bins === 1) return null
  const [expected, found] = [then, today].map((values) => sharesOf(values, edges))
  const psi = found.reduce((sum, share, bin) => sum + (share - expected[bin]) * Math.log(share / expected[bin]), 0)
  const chance = (1 / then.length + 1 / today.length) * chiSquared95[bins - 2]
  return { psi, chance, reference: then.length, now: today.length }
}

const known = (values: Float64Array): Float64Array => values.filter((value) => !Number.isNaN(value))

/** Upper ends of the bins but the last: a value belongs to the first whose end it does not pass. */
function edgesOf(sorted: Float64Array): number[] {
  const edges = new Set<number>()
  const largest = sorted[sorted.length - 1]
  for (let bin = 1; bin < wantedBins; bin++) {
    const edge = sorted[Math.ceil((bin * sorted.length) / wantedBins) - 1]
    if (edge < largest) edges.add(edge)
  }
  return [...edges]
}

function sharesOf(values: Float64Array, edges: number[]): Float64Array {
  const counts = new Float64Array(edges.length + 1).fill(smoothing)
  for (const value of values) {
    let bin = 0
    while (bin < edges.length && value > edges[bin]) bin++
    counts[bin]++
  }
  const all = values.length + smoothing * counts.length
  return counts.map((count) => count / all)
}

/** 95% quantiles of χ² with 1 … 9 degrees of freedom: no more than ten bins are made. */
const chiSquared95 = [3.841, 5.991, 7.815, 9.488, 11.07, 12.592, 14.067, 15.507, 16.919]
