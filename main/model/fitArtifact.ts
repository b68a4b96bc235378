import { AssayError } from '../base/errors.ts'
import { release } from '../base/handover.ts'
import type { Work } from '../base/job.ts'
import type { Engine } from '../engine/types.ts'
import { part, type ExampleTable, type Task, type TrainingData } from '../features/types.ts'
import type { Checkpoint } from './checkpoint.ts'
import { fit, type Fitted } from './fitting.ts'
import { fitLabelUnits, labelOf } from './network/heads.ts'
import { toStored } from './network/parameters.ts'
import { networkOf } from './networkOf.ts'
import { fitAllScales, knownLabels, mapEntities, prepareTables, type Tables } from './tables.ts'
import { entityOf, outputsOf, type EpochNote, type ModelArtifact, type ModelConfig } from './types.ts'

export interface Lesson extends Pick<TrainingData, 'tasks' | 'specs' | 'vocabularies' | 'log' | 'skipped'> {
  phase: EpochNote['phase']
  epochs: number
  /** What it goes on from, where a training was interrupted. */
  from?: Checkpoint | null
}

/**
 * Everything that training rows decide: which tasks can be learned, scales, label units and weights; calibration is left
 * empty. Throws `features.nothingToLearn` { tasks, reasons } when no task asked for can be learned, `model.diverged`,
 * `job.cancelled`.
 */
export async function fitArtifact(
  tables: Tables,
  lesson: Lesson,
  config: ModelConfig,
  engine: Engine,
  work: Work,
): Promise<{ artifact: ModelArtifact; fitted: Fitted }> {
  const { specs, vocabularies, log, phase, epochs } = lesson
  const chosen = trainableTasks(tables, lesson, config)
  const used: Tables = {}
  for (const task of chosen) used[entityOf[task]] = tables[entityOf[task]]
  const labelUnits = fitLabelUnits(
    used.user ? knownLabels(used.user, 'ltv', part.train) : [],
    used.product ? knownLabels(used.product, 'units', part.train) : [],
  )
  const scales = fitAllScales(specs, used)
  const actSizes = log?.sizes ?? null
  const network = networkOf({ config, specs, tasks: chosen, vocabularies, actSizes })
  const prepared = prepareTables(specs, scales, used, log)
  const settings = { phase, epochs, patience: config.patience, from: lesson.from }
  const fitted = await fit({ engine, network, specs, prepared, units: labelUnits, config }, settings, work)
  release(mapEntities(prepared, ({ scaled }) => scaled))
  const weights = toStored(network.parameters, fitted.weights)
  const learned = { config, tasks: chosen, specs, vocabularies, actSizes, scales, labelUnits, weights }
  const artifact = { ...learned, calibration: {}, conformal: {} }
  return { artifact, fitted }
}

/** The tasks asked for that nothing stands in the way of. Throws `features.nothingToLearn` where none is left. */
function trainableTasks(tables: Tables, { tasks, skipped }: Lesson, config: ModelConfig): Task[] {
  const reasons: string[] = []
  const trainable = tasks.filter((task) => {
    const reason = skipped.find((skip) => skip.task === task)?.reason ?? obstacleTo(task, tables, config)
    if (reason !== null) reasons.push(`${task}: ${reason}`)
    return reason === null
  })
  if (trainable.length > 0) return trainable
  throw new AssayError('features.nothingToLearn', { tasks: tasks.join(', '), reasons: reasons.join(', ') })
}

/** What keeps a task from being learned: a weight of 0, or no known label among the training rows. */
function obstacleTo(task: Task, tables: Tables, config: ModelConfig): 'noWeight' | 'noLabels' | null {
  if (config.taskWeights[task] === 0) return 'noWeight'
  const table = tables[entityOf[task]]
  const isLabelled = table && outputsOf[task].some((output) => hasLabels(table, labelOf(task, output)))
  return isLabelled ? null : 'noLabels'
}

const hasLabels = (table: ExampleTable, name: string): boolean => knownLabels(table, name, part.train).length > 0
