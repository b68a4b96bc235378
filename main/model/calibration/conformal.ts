/** Where residuals are taken: amounts on log(1 + y), so that an interval grows with its prediction. */
export type ResidualScale = 'log1p' | 'linear'

/** What it takes to put an interval around one prediction. */
export interface Conformal {
  coverage: number
  scale: ResidualScale
  /** Predictions at or above edge i fall into band i + 1. */
  edges: number[]
  /** Per band, from the prediction to either end, on the scale of the residuals. */
  low: number[]
  high: number[]
}

export interface Interval {
  low: number
  high: number
}

/** Rows a band needs so that its 10% and 90% residuals mean something. */
const rowsPerBand = 100
/** Tenths: in fifths the customers predicted highest, whom decisions are about, are covered less often than the rest of theirs. */
const mostBands = 10

/**
 * Split conformal intervals (Papadopoulos et al. 2002; Lei et al. 2018), within bands by prediction (Mondrian: Vovk et
 * al. 2005), since residuals of small and large predictions differ: in each band an outcome falls inside with at least
 * the given probability, whatever the model, as long as rows are exchangeable with validation. It is the interval of one
 * outcome, not of a mean. Each tail gets half of what may be missed. Masked labels (NaN) are left out.
 * Null where validation has too few rows to promise the coverage (9 for 80%).
 */
export function fitConformal(
  predicted: Float64Array,
  actual: Float64Array,
  scale: ResidualScale,
  coverage = 0.8,
): Conformal | null {
  const rows = Array.from(actual.keys()).filter((row) => !Number.isNaN(actual[row]))
  const edges = bandEdges(rows.map((row) => predicted[row]))
  const conformal: Conformal = { coverage, scale, edges, low: [], high: [] }
  for (let band = 0; band <= edges.length; band++) {
    const inBand = rows.filter((row) => bandOf(edges, predicted[row]) === band)
    const residuals = Float64Array.from(inBand, (row) => toScale(scale, actual[row]) - toScale(scale, predicted[row]))
    residuals.sort()
    const missed = Math.floor(((residuals.length + 1) * (1 - coverage)) / 2 + 1e-9)
    if (missed < 1) return null
    conformal.low.push(residuals[missed - 1])
    conformal.high.push(residuals[residuals.length - missed])
  }
  return conformal
}

/** The interval of one prediction, in its own units; an amount's never reaches below 0. */
export function conformalInterval({ scale, edges, low, high }: Conformal, predicted: number): Interval {
  const band = bandOf(edges, predicted)
  const centre = toScale(scale, predicted)
  return { low: fromScale(scale, centre + low[band]), high: fromScale(scale, centre + high[band]) }
}

/** The share of outcomes that fall inside their intervals; null without any outcome. */
export function coverageOf(conformal: Conformal, predicted: Float64Array, actual: Float64Array): number | null {
  let inside = 0
  let known = 0
  for (let row = 0; row < actual.length; row++) {
    if (Number.isNaN(actual[row])) continue
    const { low, high } = conformalInterval(conformal, predicted[row])
    // The way to the scale and back rounds; an outcome on the edge is inside.
    const slack = 1e-9 * (1 + Math.abs(actual[row]))
    if (actual[row] >= low - slack && actual[row] <= high + slack) inside++
    known++
  }
  return known > 0 ? inside / known : null
}

/** Cuts predictions into up to ten equal bands of at least 100 rows; equal predictions share a band. */
function bandEdges(predictions: number[]): number[] {
  const sorted = Float64Array.from(predictions).sort()
  const bands = Math.min(mostBands, Math.floor(sorted.length / rowsPerBand))
  const edges: number[] = []
  let from = 0
  for (let band = 1; band < bands; band++) {
    const edge = sorted[Math.floor((band * sorted.length) / bands)]
    const place = sorted.indexOf(edge)
    if (place - from < rowsPerBand || sorted.length - place < rowsPerBand) continue
    edges.push(edge)
    from = place
  }
  return edges
}

const bandOf = (edges: number[], predicted: number): number => edges.filter((edge) => predicted >= edge).length

const toScale = (scale: ResidualScale, value: number): number =>
  scale === 'log1p' ? Math.log1p(Math.max(0, value)) : value

const fromScale = (scale: ResidualScale, value: number): number =>
  scale === 'log1p' ? Math.max(0, Math.expm1(value)) : value
