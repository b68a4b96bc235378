import type { Entity, Task } from '../../features/types.ts'
import { askedTasks } from '../horizons.ts'
import { outputFacts, outputsIn, type Scale } from '../members/outputs.ts'
import { labelOf } from '../network/heads.ts'
import type { Tables } from '../tables.ts'
import { entityOf, outputsOf, type Calibration, type Figures, type ModelArtifact } from '../types.ts'
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
 * Calibration by `task.output` and intervals for amounts and counts, from what the blend says (by `task.output`, one figure per row of
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
  const figures = calibrated(result, raw)
  for (const task of askedTasks(tasks)) {
    const output = outputsOf(task).find((own) => outputFacts(`${task}.${own}`).scale === 'log')
    const [table, rows] = [tables[entityOf(task)], aside[entityOf(task)]]
    const predicted = figures[`${task}.${output}`]
    if (!output || !table || !rows || !predicted) continue
    const labels = table.labels[labelOf(task, output)]
    const take = (values: Float64Array) => Float64Array.from(rows, (row) => values[row])
    const intervals = fitConformal(take(predicted), take(labels), 'log1p')
    if (intervals) result.conformal[`${task}.${output}`] = intervals
  }
  return result
}
