import { AssayError } from '../base/errors.ts'
import type { Work } from '../base/job.ts'
import type { Engine } from '../engine/types.ts'
import { part, tasks, type FeatureSpec, type SkippedTask, type Task } from '../features/types.ts'
import { fit, type Fitted } from './fitting.ts'
import { fitLabelUnits, labelOf } from './network/heads.ts'
import { toStored } from './network/parameters.ts'
import { networkOf } from './runningModel.ts'
import { fitAllScales, knownLabels, prepareTables, type Tables } from './tables.ts'
import { entityOf, outputsOf, type EpochNote, type ModelArtifact, type ModelConfig } from './types.ts'

export interface Lesson {
  specs: FeatureSpec[]
  skipped: SkippedTask[]
  phase: EpochNote['phase']
  epochs: number
}

/**
 * Everything that training rows decide: which tasks can be learned, scales, label units and weights; calibration is left
 * empty. Throws `features.tooFewRows` when no task has a label to learn from, `model.diverged`, `job.cancelled`.
 */
export async function fitArtifact(
  tables: Tables,
  { specs, skipped, phase, epochs }: Lesson,
  config: ModelConfig,
  engine: Engine,
  work: Work,
): Promise<{ artifact: ModelArtifact; fitted: Fitted }> {
  const chosen = trainableTasks(tables, skipped, config)
  if (chosen.length === 0) throw new AssayError('features.tooFewRows', { expected: 1, found: 0 })
  const used: Tables = {}
  for (const task of chosen) used[entityOf[task]] = tables[entityOf[task]]
  const labelUnits = fitLabelUnits(
    used.user ? knownLabels(used.user, 'ltv', part.train) : [],
    used.product ? knownLabels(used.product, 'units', part.train) : [],
  )
  const scales = fitAllScales(specs, used)
  const network = networkOf({ config, specs, tasks: chosen })
  const prepared = prepareTables(specs, scales, used)
  const settings = { phase, epochs, patience: config.patience }
  const fitted = await fit(engine, network, prepared, labelUnits, config, settings, work)
  const weights = toStored(network.parameters, fitted.weights)
  const artifact = { config, tasks: chosen, specs, scales, labelUnits, weights, calibration: {}, conformal: {} }
  return { artifact, fitted }
}

/** Tasks that were not skipped, have a weight, and have a known label among the training rows. */
function trainableTasks(tables: Tables, skipped: SkippedTask[], config: ModelConfig): Task[] {
  return tasks.filter((task) => {
    const table = tables[entityOf[task]]
    if (!table || config.taskWeights[task] === 0 || skipped.some((skip) => skip.task === task)) return false
    return outputsOf[task].some((output) => knownLabels(table, labelOf(task, output), part.train).length > 0)
  })
}
