import type { Work } from '../base/job.ts'
import { hashText } from '../base/random.ts'
import type { Engine } from '../engine/types.ts'
import { part, type ExampleTable, type SkippedTask, type Task, type TrainingData } from '../features/types.ts'
import { calibrateOnValidation } from './calibration/calibrate.ts'
import { withoutCheckpoints, type Checkpoint } from './checkpoint.ts'
import { coverageOf } from './calibration/conformal.ts'
import { fitArtifact } from './fitArtifact.ts'
import { assessTask } from './metrics/assessTask.ts'
import { labelOf } from './network/heads.ts'
import type { TaskLosses } from './objective.ts'
import { calibrated, runModel, type Figures } from './runningModel.ts'
import { mapEntities, rowsIn, tablesOf, type Tables } from './tables.ts'
import {
  entityOf,
  outputsOf,
  type ModelArtifact,
  type ModelConfig,
  type PredictionColumn,
  type TaskReport,
} from './types.ts'

/** What a training with a test part gives. */
export interface Trained {
  /** Learned from the training rows alone, calibrated on validation. */
  artifact: ModelArtifact
  reports: Partial<Record<Task, TaskReport>>
  /** Calibrated predictions of the test rows whose label is known. */
  predictions: PredictionColumn[]
  /** The epoch whose weights were kept: how long a refit has to run. */
  epochs: number
  seconds: number
  examplesPerSecond: number
  rows: { train: number; validation: number; test: number }
  skipped: SkippedTask[]
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
 * Learns from the training rows, anew or on from a checkpoint, stops and calibrates by the validation rows, and measures on the test rows. Throws
 * `features.nothingToLearn` when no task asked for can be learned, `model.diverged`, `job.cancelled`.
 */
export async function trainModel(
  data: TrainingData,
  config: ModelConfig,
  engine: Engine,
  work: Work,
  from: Checkpoint | null = null,
): Promise<Trained> {
  const tables = tablesOf(data)
  const lesson = { ...data, phase: 'evaluate' as const, epochs: config.epochs, from }
  const { artifact: uncalibrated, fitted } = await fitArtifact(tables, lesson, config, engine, work)
  const model = runModel(engine, uncalibrated)
  const raw = await model.predictRaw(tables, data.log)
  model.dispose()
  const artifact = { ...uncalibrated, ...calibrateOnValidation(uncalibrated.tasks, tables, raw) }
  const figures = calibrated(artifact, raw)

  const reports: Trained['reports'] = {}
  const predictions: PredictionColumn[] = []
  for (const task of artifact.tasks) {
    const table = tables[entityOf[task]]
    if (!table) continue
    const columns = outputsOf[task].map((output) => predictionColumn(table, task, output, figures))
    if (columns[0].ids.length === 0) continue
    predictions.push(...columns)
    reports[task] = reportOf(columns[0], table, data, artifact, figures, work)
  }
  const { bestEpoch: epochs, seconds, examplesPerSecond } = fitted
  const { skipped } = data
  return { artifact, reports, predictions, epochs, seconds, examplesPerSecond, rows: countRows(tables), skipped }
}

/** Learns as `trainModel` does, but only as far as the validation rows say: the test rows are not looked at. */
export async function validateModel(
  data: TrainingData,
  config: ModelConfig,
  engine: Engine,
  work: Work,
): Promise<Validated> {
  const lesson = { ...data, phase: 'evaluate' as const, epochs: config.epochs }
  const { fitted } = await fitArtifact(tablesOf(data), lesson, config, engine, withoutCheckpoints(work))
  return { validationLoss: fitted.validationLoss, taskLosses: fitted.taskLosses, epochs: fitted.bestEpoch }
}

/**
 * Learns from every row for a fixed number of epochs, since nothing is left to stop or to calibrate by; that, the tasks
 * and the calibration come from `sibling`, the model that was evaluated. Throws as `trainModel` does.
 */
export async function refitModel(
  data: TrainingData,
  config: ModelConfig,
  epochs: number,
  sibling: Pick<ModelArtifact, 'tasks' | 'calibration' | 'conformal'>,
  engine: Engine,
  work: Work,
  from: Checkpoint | null = null,
): Promise<ModelArtifact> {
  const everyRowTrains = ({ rows }: ExampleTable) => new Uint8Array(rows).fill(part.train)
  const tables = mapEntities(tablesOf(data), (table) => ({ ...table, parts: everyRowTrains(table) }))
  const lesson = { ...data, tasks: sibling.tasks, phase: 'refit' as const, epochs, from }
  const { artifact } = await fitArtifact(tables, lesson, config, engine, work)
  return { ...artifact, calibration: sibling.calibration, conformal: sibling.conformal }
}

function predictionColumn(
  table: ExampleTable,
  task: Task,
  output: (typeof outputsOf)[Task][number],
  figures: Figures,
): PredictionColumn {
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
  figures: Figures,
  work: Work,
): TaskReport {
  const outputs = Object.fromEntries(outputsOf[task].map((name) => [name, figures[`${task}.${name}`]]))
  const options = { resamples, seed: hashText('resamples', artifact.config.seed), side }
  const report = assessTask(task, table, outputs, horizonDays, options, work)
  const conformal = artifact.conformal[`${task}.${output}`]
  if (!conformal) return report
  const intervalCoverage = { value: coverageOf(conformal, predicted, actual), low: null, high: null }
  return { ...report, metrics: { ...report.metrics, intervalCoverage } }
}

function countRows(tables: Tables): Trained['rows'] {
  const count = (wanted: Parameters<typeof rowsIn>[1]) =>
    Object.values(tables).reduce((sum, table) => sum + rowsIn(table, wanted).length, 0)
  return { train: count(part.train), validation: count(part.validation), test: count(part.test) }
}
