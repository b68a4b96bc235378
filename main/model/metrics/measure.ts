import { hashText } from '../../base/random.ts'
import type { ExampleTable, Task } from '../../features/types.ts'
import { primaryMetricOf } from '../types.ts'
import { createLabelColumn, createPredictionColumn, createSample, createTruth } from './sample.ts'
import { metricsOf, type Metric } from './taskMetrics.ts'

/** The deciding metric of a task on the rows of a table. */
export interface Measure {
  plain(predicted: Float64Array): number
  /** Sorts the rows once; gives the metric of any resample, by how often each row is in it. */
  weighted(predicted: Float64Array): (weights: Float64Array) => number
}

/** `predicted` holds the task's deciding output, one figure per row of the table. */
export function createMeasure(task: Task, table: ExampleTable): Measure {
  const [{ label, metrics }] = metricsOf(task)
  const metric: Metric = (metrics as Record<string, Metric>)[primaryMetricOf(task)]
  const tieBreaks = Uint32Array.from(table.ids, (id, row) => hashText(`${id}|${table.brandIds[row] ?? ''}`))
  const labels = createLabelColumn(table.labels[label], tieBreaks, table.brandIds)
  const weighted = (predicted: Float64Array) => {
    const column = createPredictionColumn(labels, predicted, 0.5)
    return (weights: Float64Array) => metric(createSample(labels, column, createTruth(labels, weights), weights))
  }
  const once = new Float64Array(table.rows).fill(1)
  return { weighted, plain: (predicted) => weighted(predicted)(once) }
}
