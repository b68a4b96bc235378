import { part, type Task } from '../../features/types.ts'
import { labelOf } from '../network/heads.ts'
import { rowsIn, type Tables } from '../tables.ts'
import { entityOf, outputsOf, type Calibration, type ModelArtifact } from '../types.ts'
import { applyCalibration } from './apply.ts'
import { fitConformal } from './conformal.ts'
import { fitIsotonic } from './isotonic.ts'
import { fitLevel } from './level.ts'

type Fit = (predicted: Float64Array, actual: Float64Array) => Calibration

/** Amounts and counts are brought to their level, probabilities and shares calibrated by isotonic regression. */
const methods: Record<string, Fit> = {
  'ltv.amount': fitLevel,
  'repurchase.p': fitIsotonic,
  'potential.units': fitLevel,
  'potential.growth': () => ({ kind: 'identity' }),
  'loyalty.p': fitIsotonic,
  'loyalty.share': fitIsotonic,
}

/**
 * Calibration by `task.output` and intervals for amounts, from the raw predictions (by `task.output`, one per row of the
 * task's table) of the validation rows.
 */
export function calibrateOnValidation(
  tasks: Task[],
  tables: Tables,
  raw: Record<string, Float64Array>,
): Pick<ModelArtifact, 'calibration' | 'conformal'> {
  const result: Pick<ModelArtifact, 'calibration' | 'conformal'> = { calibration: {}, conformal: {} }
  for (const task of tasks) {
    const table = tables[entityOf[task]]
    if (!table) continue
    const rows = rowsIn(table, part.validation)
    for (const output of outputsOf[task]) {
      const name = `${task}.${output}`
      const predicted = Float64Array.from(rows, (row) => raw[name][row])
      const actual = Float64Array.from(rows, (row) => table.labels[labelOf(task, output)][row])
      result.calibration[name] = methods[name](predicted, actual)
      if (name !== 'ltv.amount') continue
      const intervals = fitConformal(applyCalibration(result.calibration[name], predicted), actual, 'log1p')
      if (intervals) result.conformal[name] = intervals
    }
  }
  return result
}
