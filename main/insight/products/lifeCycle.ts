import type { Estimate } from '../../model/types.ts'
import { unknownDay, type Ledger } from '../ledger/types.ts'
import { lifePhases, type LifePhase } from './types.ts'

/** A product that was on sale for fewer days is being introduced. */
const introductionDays = 56
/** The slope of this many weeks decides on the others … */
export const slopeWeeks = 13
/** … of which at least so many must have been seen. */
const leastWeeks = 8
const z95 = 1.959964

const place = (phase: LifePhase): number => lifePhases.indexOf(phase)

export interface LifeCycles {
  /** Places in `lifePhases`; −1 where nothing can be said. */
  phases: Int8Array
  /** Change a week beside the shop's own, as a share, and its standard error; NaN where too little was seen. */
  slope: Float64Array
  error: Float64Array
}

/** The days that `lifeCycles` looks at: those of the last weeks before a day, whole weeks within the data alone. */
export function slopeSpan({ startDay }: Pick<Ledger, 'startDay'>, toDay: number): { fromDay: number; toDay: number } {
  const weeks = Math.max(0, Math.min(slopeWeeks, Math.floor((toDay - startDay) / 7)))
  return { fromDay: toDay - weeks * 7, toDay }
}

/**
 * Where each product stands in its life on `toDay`, by the slope of its weekly units over the last 13 weeks beside the shop's:
 * introduction: on sale for less than 56 days; growth: the slope's 95% interval lies above 0; decline: below it, or nothing was
 * sold in those weeks; maturity: else. The slope is that of a log-linear Poisson regression with the shop's weekly units as offset
 * (which takes the season out), one Fisher step from 0: β = T / (Y·V) with error √(φ / (Y·V)), where T = Σ (w − w̄) y, w̄ and V are
 * mean and variance of the week weighted by the shop, Y the product's units. `selection`: the lines of `slopeSpan`, all products;
 * `soldBefore`: 1 for products that were ever sold before `toDay`.
 */
export function lifeCycles(
  { lines, products }: Ledger,
  selection: Int32Array,
  { fromDay, toDay }: { fromDay: number; toDay: number },
  dispersion: number,
): LifeCycles {
  const weeks = (toDay - fromDay) / 7
  const units = new Float64Array(products.count * weeks)
  const shop = new Float64Array(weeks)
  for (const i of selection) {
    if (lines.product[i] < 0) continue
    const week = Math.floor((lines.day[i] - fromDay) / 7)
    units[lines.product[i] * weeks + week] += lines.units[i]
    shop[week] += lines.units[i]
  }
  const phases = new Int8Array(products.count).fill(-1)
  const slope = new Float64Array(products.count).fill(NaN)
  const error = new Float64Array(products.count).fill(NaN)
  for (let product = 0; product < products.count; product++) {
    const launched = products.launchedDay[product]
    if (launched === unknownDay || launched >= toDay) continue
    if (toDay - launched < introductionDays) {
      phases[product] = place('introduction')
      continue
    }
    const first = Math.max(0, Math.ceil((launched - fromDay) / 7))
    if (weeks - first < leastWeeks) continue
    const own = units.subarray(product * weeks, (product + 1) * weeks)
    const trend = trendOf(own, shop, first, dispersion)
    if (trend) [slope[product], error[product]] = trend
    phases[product] = place(phaseOf(trend))
  }
  return { phases, slope, error }
}

function phaseOf(trend: [slope: number, error: number] | null): LifePhase {
  if (trend === null) return 'decline'
  const [slope, error] = trend
  return slope > z95 * error ? 'growth' : slope < -z95 * error ? 'decline' : 'maturity'
}

/** Slope and its error from week `first` on; null where nothing was sold. */
function trendOf(own: Float64Array, shop: Float64Array, first: number, dispersion: number): [number, number] | null {
  let [all, weighted, squared, sold, score] = [0, 0, 0, 0, 0]
  for (let week = first; week < own.length; week++) {
    all += shop[week]
    weighted += week * shop[week]
    squared += week * week * shop[week]
    sold += own[week]
    score += week * own[week]
  }
  if (sold === 0) return null
  const middle = weighted / all
  const information = sold * (squared / all - middle * middle)
  return information > 0 ? [(score - middle * sold) / information, Math.sqrt(dispersion / information)] : [0, Infinity]
}

/** The slope as an estimate; weeks that say nothing of it give none. */
export function slopeOf({ slope, error }: LifeCycles, product: number): Estimate {
  if (!Number.isFinite(slope[product]) || !Number.isFinite(error[product]))
    return { value: null, low: null, high: null }
  const half = z95 * error[product]
  return { value: slope[product], low: slope[product] - half, high: slope[product] + half }
}
