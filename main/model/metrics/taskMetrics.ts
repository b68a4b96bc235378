import type { Task } from '../../features/types.ts'
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
  output: string
  label: string
  metrics: Record<string, Metric>
}

const probabilityMetrics = { auc, accuracy, precision, recall, f1, logLoss, brier, ece }

/** What is measured for each task; the first output is the one that decides. */
export const metricsOf: Record<Task, OutputMetrics[]> = {
  ltv: [
    {
      output: 'amount',
      label: 'ltv',
      metrics: {
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
      },
    },
  ],
  repurchase: [{ output: 'p', label: 'repurchase', metrics: probabilityMetrics }],
  potential: [
    { output: 'units', label: 'units', metrics: { normalizedGini, spearman, wmape, ndcgAt50 } },
    { output: 'growth', label: 'growth', metrics: { growthSpearman: spearman, growthMae: mae } },
  ],
  loyalty: [
    { output: 'p', label: 'bought', metrics: { ...probabilityMetrics, withinBrandAuc } },
    { output: 'share', label: 'share', metrics: { shareSpearman: spearman, shareMae: mae } },
  ],
}

/** Tasks whose first output is a probability. */
export const isProbability = (task: Task): boolean => metricsOf[task][0].output === 'p'
