import { AssayError } from '../base/errors.ts'
import { textColumnPrefix } from '../features/text/textColumns.ts'
import {
  kindOf,
  part,
  type ExampleTable,
  type FeatureSpec,
  type SkippedTask,
  type Task,
  type TrainingData,
} from '../features/types.ts'
import { labelOf } from './network/heads.ts'
import { fitLabelUnits } from './labelUnits.ts'
import type { Ensemble } from './runningModel.ts'
import { fitAllScales, knownLabels, mapEntities, type Scales, type Tables } from './tables.ts'
import { beginFrom, type Beginning } from './transfer/begin.ts'
import type { Start } from './transfer/types.ts'
import { weightOf, type ModelConfig } from './modelConfig.ts'
import { entityOf, outputsOf, type EpochNote, type LabelUnits, type Member, type ModelArtifact } from './types.ts'

export type Lesson = Pick<TrainingData, 'tasks' | 'specs' | 'vocabularies' | 'log' | 'productWords' | 'skipped'>

/** What learning is made of before anybody learns: the tasks, and how their rows are seen. */
export interface Preparation extends Omit<Ensemble, 'members'> {
  /** Those that the tasks need. */
  tables: Tables
  /** Where networks start, if not at drawn weights. */
  beginning: Beginning | null
}

/** What the members of a preparation need to be run. */
export const ensembleOf = (preparation: Preparation, members: Member[]): Ensemble => {
  const { tables: _, beginning: __, ...shared } = preparation
  return { ...shared, members }
}

/**
 * What training rows decide before anybody learns: which tasks can be learned, scales and label units; those of the model
 * that is gone on from stay. Throws
 * `features.nothingToLearn` { tasks, reasons } when no task asked for can be learned.
 */
export function prepare(
  tables: Tables,
  lesson: Lesson,
  config: ModelConfig,
  start: Start | null = null,
  phase: EpochNote['phase'] = 'evaluate',
): Preparation {
  const { specs, vocabularies, log, productWords = null } = lesson
  const tasks = trainableTasks(tables, lesson, config)
  const used: Tables = {}
  for (const task of tasks) used[entityOf(task)] = tables[entityOf(task)]
  const earlier = earlierOf(start, phase)
  const labelUnits = keepUnits({ ...fitLabelUnits(used, tasks), amountLoss: config.amountLoss }, earlier)
  const scales = keepScales(specs, fitAllScales(specs, used), earlier)
  const seen = { config, specs, vocabularies, actSizes: log?.sizes ?? null, productWords }
  const shared = { ...seen, tasks, labelUnits, scales }
  return { ...shared, tables: used, beginning: start && beginFrom(start, shared, phase) }
}

/** The model that is gone on from, where it is this shop's own. */
const earlierOf = (start: Start | null, phase: EpochNote['phase']): ModelArtifact | null => {
  if (start?.kind !== 'run') return null
  return phase === 'evaluate' ? start.evaluated : start.refitted
}

/** Heads that go on from an earlier model's say what theirs said. */
function keepUnits(fitted: LabelUnits, earlier: ModelArtifact | null): LabelUnits {
  if (!earlier) return fitted
  return { ...fitted, ...earlier.labelUnits, own: { ...fitted.own, ...earlier.labelUnits.own } }
}

/** Weights that go on from an earlier model see what it saw: its scale of every column that it learned from. */
function keepScales(specs: FeatureSpec[], fitted: Scales, earlier: ModelArtifact | null): Scales {
  if (!earlier) return fitted
  const places = new Map(earlier.specs.map(({ group, name, transform }, i) => [`${group} ${transform} ${name}`, i]))
  return mapEntities(fitted, (scales, entity) =>
    scales.map((own, i) => {
      const { group, name, transform } = specs[i]
      const kept = earlier.scales[entity]?.[places.get(`${group} ${transform} ${name}`) ?? -1]
      return kept && kept.deviation > 0 && !name.startsWith(textColumnPrefix) ? kept : own
    }),
  )
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
