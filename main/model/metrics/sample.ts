import { midRanks, rankCovariance, rankRows, type Ranking } from './ranking.ts'

/** Labels of one output on the rows where they are not masked, sorted once. */
export interface LabelColumn {
  /** The test row of each kept row. */
  rows: Int32Array
  values: Float64Array
  ranking: Ranking
  tieBreaks: Uint32Array
  /** Brand of each kept row; empty unless rows are pairs. */
  brandIds: Int32Array
}

/** What depends on labels and weights alone, so it is worked out once per resample for all predictors. */
export interface Truth {
  /** Σ weights: the rows of the materialised resample. */
  total: number
  sum: number
  /** Σ w·y·(rank y − mean rank). */
  rankCovariance: number
  /** Mid-rank of every kept row. */
  ranks: Float64Array
  /** Σ w·(rank y − mean rank)². */
  rankVariation: number
  /** A row is in the top fifth when its label reaches this; always above 0. */
  topThreshold: number
  /** Discounted gain at 50 of the best possible order. */
  idealGain: number
}

/** One predictor's rows, sorted once by its predictions. */
export interface PredictionColumn {
  ranking: Ranking
  /** In the order of the ranking, as are `actual` and `errors`. */
  predicted: Float64Array
  actual: Float64Array
  /** |y − ŷ|. */
  errors: Float64Array
  /** Rows predicted at or above it count as positive. */
  threshold: number
  /** Places of the ranking, brand after brand, ascending by prediction within each; empty unless rows are pairs. */
  byBrand: Int32Array
  /** Where each brand ends in `byBrand`. */
  brandEnds: number[]
}

/** One predictor on one resample: every metric is a function of it. */
export interface Sample extends PredictionColumn {
  /** How often each place's row was drawn. */
  weights: Float64Array
  truth: Truth
}

export const discount = (position: number): number => 1 / Math.log2(position + 1)
export const gainDepth = 50

/** Keeps the rows whose label is not masked (NaN). */
export function createLabelColumn(
  labels: Float64Array,
  tieBreaks: Uint32Array,
  brandIds: Int32Array = new Int32Array(),
): LabelColumn {
  const rows: number[] = []
  for (let row = 0; row < labels.length; row++) if (!Number.isNaN(labels[row])) rows.push(row)
  const values = Float64Array.from(rows, (row) => labels[row])
  const kept = Uint32Array.from(rows, (row) => tieBreaks[row])
  return {
    rows: Int32Array.from(rows),
    values,
    tieBreaks: kept,
    ranking: rankRows(values, kept),
    brandIds: brandIds.length === 0 ? brandIds : Int32Array.from(rows, (row) => brandIds[row]),
  }
}

/** `predictions` is aligned with the test rows; throws if a kept row has a prediction that is not a finite number. */
export function createPredictionColumn(
  labels: LabelColumn,
  predictions: Float64Array,
  threshold: number,
): PredictionColumn {
  const values = Float64Array.from(labels.rows, (row) => predictions[row])
  const bad = values.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0)
    throw new Error(`prediction of test row ${labels.rows[bad]} is ${values[bad]}; expected a finite number`)
  const ranking = rankRows(values, labels.tieBreaks)
  const predicted = Float64Array.from(ranking.order, (row) => values[row])
  const actual = Float64Array.from(ranking.order, (row) => labels.values[row])
  return {
    ranking,
    predicted,
    actual,
    errors: actual.map((value, place) => Math.abs(value - predicted[place])),
    threshold,
    ...groupByBrand(ranking, labels.brandIds),
  }
}

function groupByBrand(ranking: Ranking, brandIds: Int32Array): Pick<PredictionColumn, 'byBrand' | 'brandEnds'> {
  if (brandIds.length === 0) return { byBrand: new Int32Array(), brandEnds: [] }
  const brandAt = Int32Array.from(ranking.order, (row) => brandIds[row])
  const byBrand = Int32Array.from(ranking.order, (_, place) => place)
  byBrand.sort((i, j) => brandAt[i] - brandAt[j] || i - j)
  const brandEnds: number[] = []
  for (let i = 1; i <= byBrand.length; i++) {
    if (i === byBrand.length || brandAt[byBrand[i]] !== brandAt[byBrand[i - 1]]) brandEnds.push(i)
  }
  return { byBrand, brandEnds }
}

/** `weights` are multiplicities of the test rows. */
export function createTruth(labels: LabelColumn, weights: Float64Array): Truth {
  const { order, starts } = labels.ranking
  const sorted = new Float64Array(order.length)
  const values = new Float64Array(order.length)
  let total = 0
  let sum = 0
  for (let place = 0; place < order.length; place++) {
    values[place] = labels.values[order[place]]
    sorted[place] = weights[labels.rows[order[place]]]
    total += sorted[place]
    sum += sorted[place] * values[place]
  }
  const sortedRanks = midRanks(sorted, starts)
  const ranks = new Float64Array(order.length)
  let rankVariation = 0
  for (let place = 0; place < order.length; place++) {
    ranks[order[place]] = sortedRanks[place]
    rankVariation += sorted[place] * (sortedRanks[place] - (total + 1) / 2) ** 2
  }
  return {
    total,
    sum,
    rankCovariance: rankCovariance(values, sorted, starts, total),
    ranks,
    rankVariation,
    topThreshold: Math.max(Number.MIN_VALUE, quantileOfSorted(values, sorted, 0.8 * total)),
    idealGain: discountedGain(values, sorted),
  }
}

/** The resample of one predictor that the weights of the test rows describe. */
export function createSample(
  labels: LabelColumn,
  column: PredictionColumn,
  truth: Truth,
  weights: Float64Array,
): Sample {
  const { order } = column.ranking
  const sorted = new Float64Array(order.length)
  for (let place = 0; place < order.length; place++) sorted[place] = weights[labels.rows[order[place]]]
  return { ...column, weights: sorted, truth }
}

/** The smallest value with at least `reach` of the weight at or below it. */
function quantileOfSorted(values: Float64Array, weights: Float64Array, reach: number): number {
  let below = 0
  for (let place = 0; place < values.length; place++) {
    below += weights[place]
    // The sums are of whole numbers; the slack only absorbs the rounding of 0.8 × total.
    if (weights[place] > 0 && below >= reach - 1e-9) return values[place]
  }
  return 0
}

/** Σ gain × discount over the last 50 rows of an ascending order; a row drawn twice stands there twice. */
export function discountedGain(gains: Float64Array, weights: Float64Array): number {
  let gain = 0
  let position = 1
  for (let place = gains.length - 1; place >= 0 && position <= gainDepth; place--) {
    for (let copy = 0; copy < weights[place] && position <= gainDepth; copy++) {
      gain += gains[place] * discount(position++)
    }
  }
  return gain
}

/** Several metrics often share one pass over a sample: gives back the last sample's result while it is asked again. */
export function rememberLast<Result>(compute: (sample: Sample) => Result): (sample: Sample) => Result {
  let last: { sample: Sample; result: Result } | null = null
  return (sample) => {
    if (last?.sample !== sample) last = { sample, result: compute(sample) }
    return last.result
  }
}
