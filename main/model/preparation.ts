import { AssayError } from '../base/errors.ts'
import { kindOf, part, type ExampleTable, type SkippedTask, type Task, type TrainingData } from '../features/types.ts'
import { labelOf } from './network/heads.ts'
import { fitLabelUnits } from './labelUnits.ts'
import type { Ensemble } from './runningModel.ts'
import { fitAllScales, knownLabels, type Tables } from './tables.ts'
import { weightOf, type ModelConfig } from './modelConfig.ts'
import { entityOf, outputsOf, type Member } from './types.ts'

export type Lesson = Pick<TrainingData, 'tasks' | 'specs' | 'vocabularies' | 'log' | 'skipped'>

/** What learning is made of before anybody learns: the tasks, and how their rows are seen. */
export interface Preparation extends Omit<Ensemble, 'members'> {
  /** Those that the tasks need. */
  tables: Tables
}

/** What the members of a preparation need to be run. */
export const ensembleOf = (preparation: Preparation, members: Member[]): Ensemble => {
  const { tables: _, ...shared } = preparation
  return { ...shared, members }
}

/**
 * What training rows decide before anybody learns: which tasks can be learned, scales and label units. Throws
 * `features.nothingToLearn` { tasks, reasons } when no task asked for can be learned.
 */
export function prepare(tables: Tables, lesson: Lesson, config: ModelConfig): Preparation {
  const { specs, vocabularies, log } = lesson
  const tasks = trainableTasks(tables, lesson, config)
  const used: Tables = {}
  for (const task of tasks) used[entityOf(task)] = tables[entityOf(task)]
  const labelUnits = { ...fitLabelUnits(used, tasks), amountLoss: config.amountLoss }
  const scales = fitAllScales(specs, used)
  return { config, specs, vocabularies, actSizes: log?.sizes ?? null, tasks, labelUnits, scales, tables: used }
}

/** The tasks asked for that nothing stands in the way of. Throws `features.nothingToLearn` where none is left. */
function trainableTasks(tables: Tables, { tasks, skipped }: Lesson, config: ModelConfig): Task[] {
  const reasons: string[] = []
  const trainable = tasks.filter((task) => {
    const reason = skipped.find((skip) => isSkippedBy(skip, task))?.reason ?? obstacleTo(task, tables, config)
    if (reason !== null) reasons.push(`${task}: ${reason}`)
    return reason === null
  })
  if (trainable.length > 0) return trainable
  throw new AssayError('features.nothingToLearn', { tasks: tasks.join(', '), reasons: reasons.join(', ') })
}

/** Parts of customer value go with it. */
export const isSkippedBy = (skip: SkippedTask, task: Task): boolean =>
  skip.task === task || (skip.task === 'ltv' && kindOf(task) === 'increment')

/** What keeps a task from being learned: a weight of 0, or no known label among the training rows. */
function obstacleTo(task: Task, tables: Tables, config: ModelConfig): 'noWeight' | 'noLabels' | null {
  if (weightOf(config, task) === 0) return 'noWeight'
  const table = tables[entityOf(task)]
  const isLabelled = table && outputsOf(task).some((output) => hasLabels(table, labelOf(task, output)))
  return isLabelled ? null : 'noLabels'
}

const hasLabels = (table: ExampleTable, name: string): boolean => knownLabels(table, name, part.train).length > 0
