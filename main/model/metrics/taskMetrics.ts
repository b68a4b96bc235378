import { kindOf, type Task, type TaskKind } from '../../features/types.ts'
import { labelOf } from '../network/heads.ts'
import { outputsOf, type Output } from '../types.ts'
import { decileError, decileMape, mae, rmse, totalRatio, wmape } from './amountMetrics.ts'
import { accuracy, brier, ece, f1, logLoss, precision, recall } from './probabilityMetrics.ts'
import {
  auc,
  ndcgAt50,
  normalizedGini,
  spearman,
  topAuc,
  topF1,
  topPrecision,
  topRecall,
  withinBrandAuc,
} from './rankMetrics.ts'
import type { Sample } from './sample.ts'

/** NaN where it is not defined. */
export type Metric = (sample: Sample) => number

/** One output of a task: the label it is held against, and its metrics by name. */
export interface OutputMetrics {
  output: Output
  label: string
  metrics: Record<string, Metric>
}

const probabilityMetrics = { auc, accuracy, precision, recall, f1, logLoss, brier, ece }

const amountMetrics = {
  normalizedGini,
  spearman,
  decileError,
  decileMape,
  totalRatio,
  mae,
  rmse,
  topAuc,
  topPrecision,
  topRecall,
  topF1,
}

const metricsByKind: Record<TaskKind, Partial<Record<Output, Record<string, Metric>>>> = {
  ltv: { amount: amountMetrics },
  increment: { amount: amountMetrics },
  amount: { amount: amountMetrics },
  repurchase: { p: probabilityMetrics },
  yesNo: { p: probabilityMetrics },
  count: { count: { normalizedGini, spearman, wmape, totalRatio, mae } },
  potential: {
    units: { normalizedGini, spearman, wmape, ndcgAt50 },
    growth: { growthSpearman: spearman, growthMae: mae },
  },
  loyalty: {
    p: { ...probabilityMetrics, withinBrandAuc },
    share: { shareSpearman: spearman, shareMae: mae },
  },
}

/** What is measured for each task; the first output is the one that decides. */
export const metricsOf = (task: Task): OutputMetrics[] =>
  outputsOf(task).map((output) => ({
    output,
    label: labelOf(task, output),
    metrics: metricsByKind[kindOf(task)][output] ?? {},
  }))

/** Tasks whose first output is a probability. */
export const isProbability = (task: Task): boolean => outputsOf(task)[0] === 'p'
