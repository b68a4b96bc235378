import type { Calibration } from '../types.ts'
import { interpolate } from './isotonic.ts'
import { leastAmount } from './money.ts'

/** Raw predictions as calibrated ones, in a new array. */
export function applyCalibration(calibration: Calibration, predicted: Float64Array): Float64Array {
  switch (calibration.kind) {
    case 'identity':
      return predicted.slice()
    case 'isotonic':
      return predicted.map((value) => interpolate(calibration.inputs, calibration.outputs, value))
    case 'money': {
      const { a, b, factor } = calibration
      return predicted.map((value) => factor * Math.exp(a + b * Math.log(Math.max(leastAmount, value))))
    }
  }
}
