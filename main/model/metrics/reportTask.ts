import type { Work } from '../../base/job.ts'
import { hashText } from '../../base/random.ts'
import type { Task } from '../../features/types.ts'
import { primaryMetricOf, type Estimate, type Metrics, type TaskReport } from '../types.ts'
import { estimateOf, forEachResample, type BootstrapOptions } from './bootstrap.ts'
import { createFixedGroups, type FixedGroups } from './fixedGroups.ts'
import { calibrationBins } from './probabilityMetrics.ts'
import {
  createLabelColumn,
  createPredictionColumn,
  createSample,
  createTruth,
  type LabelColumn,
  type PredictionColumn,
} from './sample.ts'
import { metricsOf, type Metric, type OutputMetrics } from './taskMetrics.ts'

/** What somebody predicts for the test rows. */
export interface Predictor {
  /** By output of the task, one figure per test row. */
  outputs: Record<string, Float64Array>
  /** From where a probability counts as a yes, chosen on validation; not read for amounts. */
  threshold: number
}

/** The test rows of one task; row i of every column belongs together. */
export interface TaskEvaluation {
  task: Task
  ids: Int32Array
  /** Empty unless rows are pairs. */
  brandIds: Int32Array
  /** What is resampled together. */
  clusters: Int32Array
  /** By name of the label; NaN where masked. */
  labels: Record<string, Float64Array>
  model: Predictor
  baselines: Record<string, Predictor>
  /** What the model said before it was calibrated: the task's deciding output. */
  uncalibrated?: Float64Array
}

/** Every metric of the task with its 95% interval, for the model and all baselines on the same rows and resamples. */
export function reportTask(evaluation: TaskEvaluation, options: BootstrapOptions, work: Work): TaskReport {
  const { task } = evaluation
  const tieBreaks = hashRows(evaluation)
  const panels = metricsOf(task).map((output) => createPanel(evaluation, output, tieBreaks, options.resamples))
  const [primary] = panels
  const groups = createGroups(primary.labels, primary.columns[0], options.resamples)
  const before = evaluation.uncalibrated
    ? createGroups(
        primary.labels,
        createPredictionColumn(primary.labels, evaluation.uncalibrated, NaN),
        options.resamples,
      )
    : null

  const once = new Float64Array(evaluation.ids.length).fill(1)
  const points = panels.map((panel) => measure(panel, once))
  const visit = (weights: Float64Array, resample: number) => {
    panels.forEach((panel) => keep(panel, measure(panel, weights), resample))
    groups.keep(weights, resample)
    before?.keep(weights, resample)
  }
  forEachResample(evaluation.clusters, options, visit, work)

  const names = Object.keys(evaluation.baselines)
  const metrics = [0, ...names.map((_, i) => i + 1)].map((index) => metricsOfPredictor(panels, points, index))
  const baselines = Object.fromEntries(names.map((name, i) => [name, metrics[i + 1]]))
  const advantage = Object.fromEntries(names.map((name, i) => [name, advantageOver(task, panels, points, i + 1)]))
  const bestBaseline = bestOf(baselines, primaryMetricOf(task))
  return {
    testRows: primary.labels.rows.length,
    metrics: metrics[0],
    baselines,
    advantage,
    bestBaseline,
    beatsBestBaseline: bestBaseline !== null && (advantage[bestBaseline].low ?? 0) > 0,
    ...groups.describe(),
    ...(before && { uncalibrated: before.describe() }),
  }
}

/** Rows in ten and in fifteen equal groups by one prediction, with what the resamples made of them. */
interface Groups {
  keep(weights: Float64Array, resample: number): void
  describe(): Pick<TaskReport, 'deciles' | 'calibration'>
}

function createGroups(labels: LabelColumn, column: PredictionColumn, resamples: number): Groups {
  const [deciles, calibration] = [10, calibrationBins].map((count) => createFixedGroups(labels, column, count))
  const [decileMeans, calibrationMeans] = [deciles, calibration].map((groups) => resampledMeans(groups, resamples))
  return {
    keep(weights, resample) {
      deciles.meansOf(weights).forEach((mean, group) => (decileMeans[group][resample] = mean))
      calibration.meansOf(weights).forEach((mean, group) => (calibrationMeans[group][resample] = mean))
    },
    describe: () => ({
      // Groups ascend by prediction; a decile table starts with the best.
      deciles: deciles
        .describe(decileMeans)
        .reverse()
        .map((group, i) => ({ decile: i + 1, ...group })),
      calibration: calibration.describe(calibrationMeans),
    }),
  }
}

/** One output: its labels, every predictor's sorted rows (the model first) and what the resamples gave. */
interface Panel {
  labels: LabelColumn
  columns: PredictionColumn[]
  metrics: Record<string, Metric>
  /** resampled[predictor][metric][resample] */
  resampled: Record<string, Float64Array>[]
}

/** By predictor, then metric. */
type Measured = Record<string, number>[]

function createPanel(
  { labels, brandIds, model, baselines }: TaskEvaluation,
  { output, label, metrics }: OutputMetrics,
  tieBreaks: Uint32Array,
  resamples: number,
): Panel {
  const column = createLabelColumn(labels[label], tieBreaks, brandIds)
  const predictors = [model, ...Object.values(baselines)]
  return {
    labels: column,
    columns: predictors.map(({ outputs, threshold }) => createPredictionColumn(column, outputs[output], threshold)),
    metrics,
    resampled: predictors.map(() =>
      Object.fromEntries(Object.keys(metrics).map((name) => [name, new Float64Array(resamples)])),
    ),
  }
}

function hashRows({ ids, brandIds }: TaskEvaluation): Uint32Array {
  return Uint32Array.from(ids, (id, row) => hashText(brandIds.length > 0 ? `${id}|${brandIds[row]}` : String(id)))
}

function measure({ labels, columns, metrics }: Panel, weights: Float64Array): Measured {
  const truth = createTruth(labels, weights)
  return columns.map((column) => {
    const sample = createSample(labels, column, truth, weights)
    return Object.fromEntries(Object.entries(metrics).map(([name, metric]) => [name, metric(sample)]))
  })
}

function keep(panel: Panel, measured: Measured, resample: number): void {
  measured.forEach((values, predictor) => {
    for (const name in values) panel.resampled[predictor][name][resample] = values[name]
  })
}

const resampledMeans = (groups: FixedGroups, resamples: number): Float64Array[] =>
  Array.from({ length: groups.count }, () => new Float64Array(resamples))

function metricsOfPredictor(panels: Panel[], points: Measured[], predictor: number): Metrics {
  const metrics: Metrics = {}
  panels.forEach((panel, i) => {
    for (const name in panel.metrics) {
      metrics[name] = estimateOf(points[i][predictor][name], panel.resampled[predictor][name])
    }
  })
  return metrics
}

function advantageOver(task: Task, [panel]: Panel[], [points]: Measured[], predictor: number): Estimate {
  const name = primaryMetricOf(task)
  const [model, baseline] = [panel.resampled[0][name], panel.resampled[predictor][name]]
  return estimateOf(
    points[0][name] - points[predictor][name],
    model.map((value, resample) => value - baseline[resample]),
  )
}

function bestOf(baselines: Record<string, Metrics>, metric: string): string | null {
  let best: string | null = null
  for (const name in baselines) {
    const value = baselines[name][metric].value
    if (value !== null && (best === null || value > (baselines[best][metric].value ?? -Infinity))) best = name
  }
  return best
}
