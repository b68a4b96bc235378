import type { Work } from '../base/job.ts'
import { hashText } from '../base/random.ts'
import { taskIn } from '../base/taskId.ts'
import type { Engine } from '../engine/types.ts'
import { daysOf } from '../features/own/ownTask.ts'
import {
  part,
  type ExampleTable,
  type SkippedTask,
  type ByTask,
  type Task,
  type TrainingData,
} from '../features/types.ts'
import type { Affinity } from './affinity.ts'
import { calibrated } from './calibration/apply.ts'
import { calibrateOn } from './calibration/calibrate.ts'
import { withoutCheckpoints, type Checkpoint } from './checkpoint.ts'
import { coverageOf } from './calibration/conformal.ts'
import { measureDrift, withDrift } from './calibration/drift.ts'
import { fitBlend } from './members/blendWeights.ts'
import { roundsOf } from './members/aside.ts'
import { blended, type SaidByKind } from './members/blend.ts'
import { fitMembers, paceOf, refitMembers, type LearnedMembers } from './members/fitMembers.ts'
import { hearRounds } from './members/hearing.ts'
import { heldOutFigures } from './members/heldOut.ts'
import { addIncrements, askedTasks, horizonOutput, incrementsIn, labelledWithin, learnedFor } from './horizons.ts'
import { assessTask, type AssessOptions } from './metrics/assessTask.ts'
import { labelOf } from './network/heads.ts'
import type { TaskLosses } from './objective.ts'
import { ensembleOf, prepare } from './preparation.ts'
import { mapEntities, rowsIn, tablesOf, type Tables } from './tables.ts'
import { holdAgainst } from './transfer/guard.ts'
import { readAs } from './transfer/readAs.ts'
import type { Guard, Matched, Start } from './transfer/types.ts'
import type { ModelConfig } from './modelConfig.ts'
import {
  entityOf,
  outputsOf,
  type HorizonReport,
  type Output,
  type Figures,
  type ModelArtifact,
  type PredictionColumn,
  type TaskReport,
} from './types.ts'

/** What a training with a test part gives. */
export interface Trained {
  /** Learned from all but the test rows, blended and calibrated on rows that the members did not learn from. */
  artifact: ModelArtifact
  reports: ByTask<TaskReport>
  /** Calibrated predictions of the test rows whose label is known. */
  predictions: PredictionColumn[]
  /** The epoch whose weights were kept, on the mean over networks; 0 without any. */
  epochs: number
  seconds: number
  examplesPerSecond: number
  rows: { train: number; validation: number; test: number }
  skipped: SkippedTask[]
  /** Null where it was not asked for, or no network learned. */
  affinity: Affinity | null
  /** What was found again of what the networks started from; null where they started afresh. */
  matched: Matched | null
  /** Whether going on from an earlier run paid; null where none was gone on from. */
  guard: Guard | null
}

/** What a search compares configurations by. */
export interface Validated {
  /** Σ weight × loss over tasks on validation rows; null where there are none. */
  validationLoss: number | null
  taskLosses: TaskLosses
  epochs: number
}

const resamples = 1000

/**
 * Members learn from training rows, networks anew, on from checkpoints or from where `start` says, stop, are blended and
 * calibrated by rows they did not learn from, and are measured on the test rows. Where an earlier run's model was gone on
 * from and is not shown to be improved upon, it is that one, as it was, which is measured and given back. Throws
 * `features.nothingToLearn` when no task asked for can be learned, `model.diverged`, `job.cancelled`.
 */
export async function trainModel(
  data: TrainingData,
  config: ModelConfig,
  engine: Engine,
  work: Work,
  from: Checkpoint[] = [],
  start: Start | null = null,
): Promise<Trained> {
  const startedMs = performance.now()
  const learned = await learnModel(data, config, engine, work, from, start)
  const earlier = start?.kind === 'run' ? await goOnOrNot(start.evaluated, learned, data, engine, work) : null
  const { artifact, tables, figures, raw } = earlier?.guard.kept === 'earlier' ? earlier : learned
  const seconds = (performance.now() - startedMs) / 1000

  const reports: Trained['reports'] = {}
  const predictions: PredictionColumn[] = []
  for (const task of askedTasks(artifact.tasks)) {
    const table = tables[entityOf(task)]
    if (!table) continue
    const columns = outputsOf(task).map((output) => predictionColumn(table, task, output, figures))
    if (columns[0].ids.length === 0) continue
    predictions.push(...columns)
    reports[task] = reportOf(columns[0], table, data, artifact, { raw, figures }, work)
  }
  const { examplesPerSecond, matched, affinity } = learned
  const { epochs } = paceOf(artifact.members)
  const ended = { seconds, examplesPerSecond, rows: countRows(tables), skipped: data.skipped }
  return { artifact, reports, predictions, epochs, ...ended, affinity, matched, guard: earlier?.guard ?? null }
}

/** A model, the rows as it sees them, and what it says of all that it did not learn from, calibrated. */
interface Measured {
  artifact: ModelArtifact
  tables: Tables
  figures: Figures
  /** The same before calibration. */
  raw: Figures
}

/** A model that has just learned, and what its members said of rows set aside. */
interface Learned extends Measured {
  aside: LearnedMembers['rows']
  said: SaidByKind
  examplesPerSecond: number
  matched: Matched | null
  affinity: Affinity | null
}

async function learnModel(
  data: TrainingData,
  config: ModelConfig,
  engine: Engine,
  work: Work,
  from: Checkpoint[],
  start: Start | null,
): Promise<Learned> {
  const tables = tablesOf(data)
  const preparation = prepare(tables, data, config, start)
  const { members, rows: aside, said, fitted } = await fitMembers(preparation, engine, work, from)
  const ensemble = ensembleOf(preparation, members)
  const blend = fitBlend(ensemble.tasks, tables, said)
  const raw = await heldOutFigures({ ...ensemble, blend }, tables, said, engine)
  const { calibration, conformal } = calibrateOn(aside, ensemble.tasks, tables, raw)
  const drift = measureDrift(preparation, said.linear, data, work)
  const artifact = { ...ensemble, blend, calibration: withDrift(calibration, drift), conformal }
  const examplesPerSecond = fitted.reduce((sum, own) => sum + own.examplesPerSecond / fitted.length, 0)
  const matched = preparation.beginning?.matched ?? null
  const affinity = fitted[0]?.affinity ?? null
  const measured = { artifact, tables, raw, figures: calibrated(artifact, raw) }
  return { ...measured, aside, said, examplesPerSecond, matched, affinity }
}

/**
 * Measures the model that was gone on from beside the new one on rows that neither learned from: both learned in the same
 * rounds, since a run that goes on has the seed and the members of the earlier one. Both are mixed as the earlier one was.
 */
async function goOnOrNot(
  earlier: ModelArtifact,
  { artifact, aside, said }: Learned,
  data: TrainingData,
  engine: Engine,
  work: Work,
): Promise<Measured & { guard: Guard }> {
  const tables = tablesOf(readAs(earlier, data))
  const before = await hearRounds(earlier, roundsOf(tables, earlier.config), engine)
  const guard = holdAgainst(
    {
      tasks: earlier.tasks.filter((task) => artifact.tasks.includes(task)),
      ...{ tables, rows: aside, seed: artifact.config.seed },
      earlier: blended(before, earlier.blend),
      now: blended(said, earlier.blend),
    },
    work,
  )
  const raw = await heldOutFigures(earlier, tables, before, engine)
  return { guard, artifact: earlier, tables, raw, figures: calibrated(earlier, raw) }
}

/**
 * What a network of this configuration comes to on validation rows, for a search to compare: neither other members nor
 * the test rows are looked at.
 */
export async function validateModel(
  data: TrainingData,
  config: ModelConfig,
  engine: Engine,
  work: Work,
): Promise<Validated> {
  const alone = { ...config, members: { networks: 1, boosted: false, linear: false } }
  const { fitted } = await fitMembers(prepare(tablesOf(data), data, alone), engine, withoutCheckpoints(work))
  const [{ validationLoss, taskLosses, bestEpoch }] = fitted
  return { validationLoss, taskLosses, epochs: bestEpoch }
}

/**
 * Members learn from every row for as long as those of `sibling`, the model that was evaluated, did on the mean, since
 * nothing is left to stop, to blend or to calibrate by; tasks, blend and calibration are the sibling's. Throws as
 * `trainModel` does.
 */
export async function refitModel(
  data: TrainingData,
  config: ModelConfig,
  sibling: Pick<ModelArtifact, 'tasks' | 'members' | 'blend' | 'calibration' | 'conformal'>,
  engine: Engine,
  work: Work,
  from: Checkpoint[] = [],
  start: Start | null = null,
): Promise<ModelArtifact> {
  const everyRowTrains = ({ rows }: ExampleTable) => new Uint8Array(rows).fill(part.train)
  const tables = mapEntities(tablesOf(data), (table) => ({ ...table, parts: everyRowTrains(table) }))
  const preparation = prepare(tables, { ...data, tasks: sibling.tasks }, config, start, 'refit')
  const members = await refitMembers(preparation, paceOf(sibling.members), engine, work, from)
  const ensemble = ensembleOf(preparation, members)
  const { blend, calibration, conformal } = sibling
  return { ...ensemble, blend, calibration, conformal }
}

function predictionColumn(table: ExampleTable, task: Task, output: Output, figures: Figures): PredictionColumn {
  const labels = table.labels[labelOf(task, output)]
  const rows = rowsIn(table, part.test).filter((row) => !Number.isNaN(labels[row]))
  return {
    task,
    output,
    ids: rows.map((row) => table.ids[row]),
    brandIds: table.brandIds.length > 0 ? rows.map((row) => table.brandIds[row]) : new Int32Array(0),
    actual: Float64Array.from(rows, (row) => labels[row]),
    predicted: Float64Array.from(rows, (row) => figures[`${task}.${output}`][row]),
  }
}

/** The task's metrics beside its baselines', with the share of test outcomes inside their 80% intervals. */
function reportOf(
  { task, output, predicted, actual }: PredictionColumn,
  table: ExampleTable,
  { horizonDays, side }: TrainingData,
  artifact: ModelArtifact,
  said: { raw: Figures; figures: Figures },
  work: Work,
): TaskReport {
  const outputsIn = (figures: Figures) =>
    Object.fromEntries(outputsOf(task).map((name) => [name, figures[`${task}.${name}`]]))
  const [outputs, uncalibrated] = [outputsIn(said.figures), outputsIn(addIncrements(said.raw))]
  const options = { resamples, seed: hashText('resamples', artifact.config.seed), side }
  const parts = learnedFor([task], artifact.tasks)
  const blend = Object.fromEntries(
    Object.entries(artifact.blend).filter(([name]) => parts.some((part) => part === taskIn(name))),
  )
  const horizons = task === 'ltv' ? reportHorizons(table, parts, said.figures, options, work) : []
  const report = {
    ...assessTask(task, table, outputs, horizonDays, { ...options, uncalibrated }, work),
    blend,
    ...(horizons.length > 0 && { horizons }),
  }
  const conformal = artifact.conformal[`${task}.${output}`]
  if (!conformal) return report
  const intervalCoverage = { value: coverageOf(conformal, predicted, actual), low: null, high: null }
  return { ...report, metrics: { ...report.metrics, intervalCoverage } }
}

/** Customer value up to every horizon but the last, held against the same baselines of as many days. */
function reportHorizons(
  table: ExampleTable,
  parts: Task[],
  figures: Figures,
  options: AssessOptions,
  work: Work,
): HorizonReport[] {
  const increments = incrementsIn(parts)
  return increments.slice(0, -1).map((increment) => {
    const days = daysOf(increment).toDay
    const within = labelledWithin(table, increments, days)
    const outputs = { amount: figures[horizonOutput(days)] }
    const { deciles: _, calibration: __, ...report } = assessTask('ltv', within, outputs, days, options, work)
    return { days, ...report }
  })
}

function countRows(tables: Tables): Trained['rows'] {
  const count = (wanted: Parameters<typeof rowsIn>[1]) =>
    Object.values(tables).reduce((sum, table) => sum + rowsIn(table, wanted).length, 0)
  return { train: count(part.train), validation: count(part.validation), test: count(part.test) }
}
