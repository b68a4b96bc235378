import type { Calibration } from '../types.ts'

/** Below this many validation rows with money, their total is chance. */
const leastPositive = 5

/**
 * Brings amounts to the level of the validation rows: the factor Σy / Σŷ. One factor and no curve: the network's loss
 * shapes amounts already, and a slope, fitted to few customers with heavy tails, costs more than it corrects. Masked
 * labels (NaN) are left out. The identity with fewer than 5 positive ones.
 */
export function fitLevel(predicted: Float64Array, actual: Float64Array): Calibration {
  let positive = 0
  let actualSum = 0
  let predictedSum = 0
  for (let row = 0; row < actual.length; row++) {
    if (Number.isNaN(actual[row])) continue
    if (actual[row] > 0) positive++
    actualSum += actual[row]
    predictedSum += predicted[row]
  }
  if (positive < leastPositive || actualSum <= 0 || predictedSum <= 0) return { kind: 'identity' }
  return { kind: 'level', factor: actualSum / predictedSum }
}
