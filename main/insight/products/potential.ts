import { potentialWords, type PotentialWord } from './types.ts'

const z95 = 1.959964

export interface PotentialInput {
  /** Units sold in the time looked back at, by product. */
  past: Float64Array
  /** Days of it that the product was on sale; 0: not at all. */
  pastDays: Float64Array
  /** Units predicted, or sold since; NaN: not known. */
  ahead: Float64Array
  aheadDays: number
  dispersion: number
  /** Whether `ahead` is a prediction: only those can find what is hidden. */
  isPredicted: boolean
}

export interface Placed {
  /** Units that the past alone lets expect in `aheadDays` days; NaN where not placed. */
  expected: Float64Array
  /** Places in `potentialWords`; −1 where not placed. */
  words: Int8Array
}

/** Half the width of the band around `units` · `scale`; see `placeProducts`. */
export const noiseBand = (units: number, scale: number, dispersion: number, isPredicted: boolean): number =>
  z95 * Math.sqrt(dispersion * (units + 1) * scale * (isPredicted ? scale : 1 + scale))

const place = (word: PotentialWord): number => potentialWords.indexOf(word)

/**
 * Places each product by the units ahead against those that its past alone lets expect: m = units · s with s = days ahead / days
 * on sale. The band of noise is m ± 1.96 · √v. Where both are counts, v = φ · (units + 1) · s · (1 + s): the variance of a count of so
 * many days plus that of the rate it is expected from, φ times Poisson's. A prediction is a mean, which has no noise of counting:
 * v = φ · (units + 1) · s². The one unit more keeps the band open where nothing was sold. What the prediction itself may err
 * by is not in the band: that is told by the run's metrics.
 * Above it a product is rising, below it fading, within it steady. Hidden, whatever else it is: a product that m puts in
 * the lower half of all and the prediction in the top fifth. Products neither sold nor to be sold are not placed.
 */
export function placeProducts({ past, pastDays, ahead, aheadDays, dispersion, isPredicted }: PotentialInput): Placed {
  const expected = new Float64Array(past.length).fill(NaN)
  const words = new Int8Array(past.length).fill(-1)
  for (let product = 0; product < past.length; product++) {
    if (pastDays[product] <= 0 || Number.isNaN(ahead[product])) continue
    if (past[product] === 0 && ahead[product] === 0) continue
    const scale = aheadDays / pastDays[product]
    expected[product] = past[product] * scale
    const half = noiseBand(past[product], scale, dispersion, isPredicted)
    const above = ahead[product] - expected[product]
    words[product] = place(above > half ? 'rising' : above < -half ? 'fading' : 'steady')
  }
  if (isPredicted) markHidden(expected, ahead, words)
  return { expected, words }
}

function markHidden(expected: Float64Array, ahead: Float64Array, words: Int8Array): void {
  const placed = Int32Array.from(words.keys()).filter((product) => words[product] >= 0)
  // Of fewer there is no fifth.
  if (placed.length < 5) return
  const half = quantile(placed, expected, 0.5)
  const top = quantile(placed, ahead, 0.8)
  for (const product of placed) {
    if (expected[product] <= half && ahead[product] >= top) words[product] = place('hidden')
  }
}

/** The value that the share `q` of the places lie below; of none at all 0. */
function quantile(places: Int32Array, values: Float64Array, q: number): number {
  const sorted = Float64Array.from(places, (at) => values[at]).sort()
  return sorted.at(Math.min(sorted.length - 1, Math.floor(q * sorted.length))) ?? 0
}
