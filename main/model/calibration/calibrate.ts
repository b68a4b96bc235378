import type { Entity, Task } from '../../features/types.ts'
import { outputFacts, outputsIn, type Scale } from '../members/outputs.ts'
import type { Tables } from '../tables.ts'
import { entityOf, type Calibration, type Figures, type ModelArtifact } from '../types.ts'
import { calibrated } from './apply.ts'
import { fitConformal } from './conformal.ts'
import { fitIsotonic } from './isotonic.ts'
import { fitLevel } from './level.ts'

type Fit = (predicted: Float64Array, actual: Float64Array) => Calibration

/** Amounts and counts are brought to their level, probabilities and shares calibrated by isotonic regression. */
const methods: Record<Scale, Fit> = {
  log: fitLevel,
  logit: fitIsotonic,
  linear: () => ({ kind: 'identity' }),
}

/**
 * Calibration by `task.output` and intervals for amounts, from what the blend says (by `task.output`, one figure per row of
 * the task's table) of rows that were not learned from.
 */
export function calibrateOn(
  aside: Partial<Record<Entity, Int32Array>>,
  tasks: Task[],
  tables: Tables,
  raw: Figures,
): Pick<ModelArtifact, 'calibration' | 'conformal'> {
  const result: Pick<ModelArtifact, 'calibration' | 'conformal'> = { calibration: {}, conformal: {} }
  for (const { task, name, label } of outputsIn(tasks)) {
    const [table, rows] = [tables[entityOf(task)], aside[entityOf(task)]]
    if (!table || !rows || !(name in raw)) continue
    const predicted = Float64Array.from(rows, (row) => raw[name][row])
    const actual = Float64Array.from(rows, (row) => table.labels[label][row])
    result.calibration[name] = methods[outputFacts(name).scale](predicted, actual)
  }
  const value = calibrated(result, raw)['ltv.amount']
  const [users, rows] = [tables.user, aside.user]
  if (!value || !users || !rows) return result
  const take = (values: Float64Array) => Float64Array.from(rows, (row) => values[row])
  const intervals = fitConformal(take(value), take(users.labels.ltv), 'log1p')
  if (intervals) result.conformal['ltv.amount'] = intervals
  return result
}
