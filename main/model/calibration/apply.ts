import { taskIn } from '../../base/taskId.ts'
import { addIncrements } from '../horizons.ts'
import type { Calibration, Figures, ModelArtifact } from '../types.ts'
import { conformalInterval } from './conformal.ts'
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

/** Raw figures through the artifact's calibration; increments added up, and intervals where it has them. */
export function calibrated(
  { calibration, conformal }: Pick<ModelArtifact, 'calibration' | 'conformal'>,
  raw: Figures,
): Figures {
  const single: Figures = {}
  for (const [name, values] of Object.entries(raw)) {
    single[name] = applyCalibration(calibration[name] ?? { kind: 'identity' }, values)
  }
  const figures = addIncrements(single)
  for (const [name, own] of Object.entries(conformal)) {
    const values = figures[name]
    if (!values) continue
    figures[`${taskIn(name)}.low`] = values.map((value) => conformalInterval(own, value).low)
    figures[`${taskIn(name)}.high`] = values.map((value) => conformalInterval(own, value).high)
  }
  return figures
}
