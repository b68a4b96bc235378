import type { Calibration } from '../types.ts'
import { interpolate } from './isotonic.ts'

/** Raw predictions as calibrated ones, in a new array. */
export function applyCalibration(calibration: Calibration, predicted: Float64Array): Float64Array {
  switch (calibration.kind) {
    case 'identity':
      return predicted.slice()
    case 'isotonic':
      return predicted.map((value) => interpolate(calibration.inputs, calibration.outputs, value))
    case 'level':
      return predicted.map((value) => calibration.factor * value)
  }
}
