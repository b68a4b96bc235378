import type { Work } from '../../base/job.ts'
import { part, type ExampleTable, type Task } from '../../features/types.ts'
import { predictBaselines } from '../baselines/predictBaselines.ts'
import { predictSideBaselines } from '../baselines/sideBaselines.ts'
import type { TaskReport } from '../types.ts'
import type { BootstrapOptions } from './bootstrap.ts'
import { reportTask, type Predictor } from './reportTask.ts'
import { isProbability, metricsOf } from './taskMetrics.ts'
import { chooseThreshold } from './threshold.ts'

export interface AssessOptions extends BootstrapOptions {
  /** Whether the table is a side table. */
  side?: boolean
  /** As `predicted`, before calibration: its groups are reported beside those after. */
  uncalibrated?: Record<string, Float64Array>
}

/**
 * Holds a model against the task's baselines (those of a side table where `side`) on the test rows of its table: baselines learn on the training rows, every
 * predictor's threshold is chosen on the validation rows, and the test rows are only measured.
 *
 * `predicted` has the model's calibrated figures by output, one per row of the table; those of training rows are not read.
 * Throws without training or test rows, and for test predictions that are not finite.
 */
export function assessTask(
  task: Task,
  table: ExampleTable,
  predicted: Record<string, Float64Array>,
  horizonDays: number,
  options: AssessOptions,
  work: Work,
): TaskReport {
  const [validation, test] = [part.validation, part.test].map((which) => rowsOf(table, which))
  // Where the horizon of a cutoff is not wholly observed, a row teaches nothing.
  const { label } = metricsOf(task)[0]
  const train = rowsOf(table, part.train).filter((row) => !Number.isNaN(table.labels[label][row]))
  if (test.length === 0) throw new Error(`${task} has no test rows to be measured on`)
  // Validation first, then test.
  const held = Int32Array.from([...validation, ...test])
  work.progress('baselines', 0, null)
  const baselines = options.side
    ? predictSideBaselines(task, table, train, held)
    : predictBaselines(task, table, train, held, horizonDays)
  work.checkpoint()

  const labels = takeAll(table.labels, held)
  const heldOut = (outputs: Record<string, Float64Array>) => toPredictor(task, outputs, labels, validation.length)
  return reportTask(
    {
      task,
      ids: takeKeys(table.ids, test),
      brandIds: table.entity === 'pair' ? takeKeys(table.brandIds, test) : new Int32Array(),
      clusters: takeKeys(table.clusters, test),
      labels: mapValues(labels, (values) => values.subarray(validation.length)),
      model: heldOut(takeAll(predicted, held)),
      baselines: mapValues(baselines, heldOut),
      ...(options.uncalibrated && { uncalibrated: take(options.uncalibrated[metricsOf(task)[0].output], test) }),
    },
    options,
    work,
  )
}

/** Splits figures of validation rows, then test rows: the former choose the threshold, the latter are kept. */
function toPredictor(
  task: Task,
  outputs: Record<string, Float64Array>,
  labels: Record<string, Float64Array>,
  validationRows: number,
): Predictor {
  const { output, label } = metricsOf(task)[0]
  const threshold = isProbability(task)
    ? chooseThreshold(labels[label].subarray(0, validationRows), outputs[output].subarray(0, validationRows))
    : NaN
  return { outputs: mapValues(outputs, (values) => values.subarray(validationRows)), threshold }
}

const rowsOf = ({ parts }: ExampleTable, which: number): Int32Array =>
  Int32Array.from(parts.keys()).filter((row) => parts[row] === which)

const takeKeys = (keys: Int32Array, rows: Int32Array): Int32Array => rows.map((row) => keys[row])

const takeAll = (columns: Record<string, Float64Array>, rows: Int32Array): Record<string, Float64Array> =>
  mapValues(columns, (values) => take(values, rows))

const take = (values: Float64Array, rows: Int32Array): Float64Array => Float64Array.from(rows, (row) => values[row])

const mapValues = <From, To>(record: Record<string, From>, map: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]))
