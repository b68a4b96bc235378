import type { Estimate } from '../../model/types.ts'
import { firstNotBelow } from './priceStanding.ts'

const z95 = 1.959964

/**
 * The area under the ROC curve – the chance that one of the first scores above one of the second, ties counting half – with its
 * 95% interval after DeLong, DeLong & Clarke-Pearson (1988), kept within 0–1. Both must be sorted, ascending, and hold two.
 */
export function separation(members: Float64Array, others: Float64Array): Estimate {
  const ofMembers = placements(members, others)
  const ofOthers = placements(others, members)
  const value = ofMembers.mean
  const half = z95 * Math.sqrt(ofMembers.variance / members.length + ofOthers.variance / others.length)
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half) }
}

/** Mean and variance of the share of `others` that lies below each of `own`. */
function placements(own: Float64Array, others: Float64Array): { mean: number; variance: number } {
  let [below, notAbove, sum, squares] = [0, 0, 0, 0]
  for (const value of own) {
    while (below < others.length && others[below] < value) below++
    while (notAbove < others.length && others[notAbove] <= value) notAbove++
    const share = (below + notAbove) / 2 / others.length
    sum += share
    squares += share * share
  }
  const mean = sum / own.length
  return { mean, variance: Math.max(0, squares - own.length * mean * mean) / (own.length - 1) }
}

/** The share of ascending values that lie below a value. */
export const shareBelow = (sorted: Float64Array, value: number): number =>
  firstNotBelow(sorted, 0, sorted.length, value) / sorted.length
