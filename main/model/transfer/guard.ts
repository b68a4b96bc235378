import { hashText } from '../../base/random.ts'
import type { Work } from '../../base/job.ts'
import type { Entity, ExampleTable, Task } from '../../features/types.ts'
import { reportTask } from '../metrics/reportTask.ts'
import { metricsOf } from '../metrics/taskMetrics.ts'
import type { Tables } from '../tables.ts'
import { entityOf, primaryMetricOf, type Figures } from '../types.ts'
import type { Guard, GuardedTask } from './types.ts'

const resamples = 1000

/** Fewer rows than this tell nothing of two models. */
const leastRows = 30

/** The same rows as one model and the other sees them, none of which either learned from. */
export interface Contest {
  tasks: Task[]
  tables: Tables
  /** By table, the rows to compare on. */
  rows: Partial<Record<Entity, Int32Array>>
  /** By `task.output`, one figure per row of the table; NaN where a model says nothing. */
  earlier: Figures
  now: Figures
  seed: number
}

/**
 * Holds a model that went on learning against the one that it went on from, by each task's primary metric. It is worse
 * where in any task the paired interval of the difference lies below 0, better where in one it lies above 0 and in none
 * below. Where neither is shown the two are even, and the mean over tasks of the differences decides: the newer data are
 * worth having, but not at the price of a point estimate below 0. Where nothing can be measured the earlier model stays.
 */
export function holdAgainst(contest: Contest, work: Work): Guard {
  const tasks: Guard['tasks'] = {}
  for (const task of contest.tasks) {
    const measured = compare(task, contest, work)
    if (measured) tasks[task] = measured
  }
  const differences = Object.values(tasks).map(({ difference }) => difference)
  const verdict = verdictOn(differences)
  const mean = differences.reduce((sum, { value }) => sum + (value ?? 0) / differences.length, 0)
  const isKept = verdict === 'better' || (verdict === 'even' && mean >= 0)
  return { verdict, kept: isKept ? 'now' : 'earlier', tasks }
}

function verdictOn(differences: GuardedTask['difference'][]): Guard['verdict'] {
  if (differences.length === 0) return 'unmeasured'
  if (differences.some(({ high }) => high !== null && high < 0)) return 'worse'
  return differences.some(({ low }) => low !== null && low > 0) ? 'better' : 'even'
}

/** Null where too few rows are known, or the metric is not defined on them. */
function compare(task: Task, { tables, rows, earlier, now, seed }: Contest, work: Work): GuardedTask | null {
  const table = tables[entityOf(task)]
  const outputs = metricsOf(task).map(({ output }) => output)
  const isSaid = (row: number) =>
    [earlier, now].every((figures) => outputs.every((output) => Number.isFinite(figures[`${task}.${output}`]?.[row])))
  const chosen = rows[entityOf(task)]?.filter(isSaid)
  if (!table || !chosen || chosen.length < leastRows) return null
  const report = reportTask(
    {
      ...takeRows(task, table, chosen),
      model: { outputs: taken(task, outputs, now, chosen), threshold: NaN },
      baselines: { earlier: { outputs: taken(task, outputs, earlier, chosen), threshold: NaN } },
    },
    { resamples, seed: hashText('guard', seed) },
    work,
  )
  const metric = primaryMetricOf(task)
  const difference = report.advantage.earlier
  if (difference.value === null) return null
  return {
    metric,
    rows: report.testRows,
    earlier: report.baselines.earlier[metric],
    now: report.metrics[metric],
    difference,
  }
}

function takeRows(task: Task, table: ExampleTable, rows: Int32Array) {
  const keys = (column: Int32Array) => rows.map((row) => column[row])
  return {
    task,
    ids: keys(table.ids),
    brandIds: table.entity === 'pair' ? keys(table.brandIds) : new Int32Array(0),
    clusters: keys(table.clusters),
    labels: Object.fromEntries(
      Object.entries(table.labels).map(([name, labels]) => [name, Float64Array.from(rows, (row) => labels[row])]),
    ),
  }
}

const taken = (task: Task, outputs: string[], figures: Figures, rows: Int32Array): Record<string, Float64Array> =>
  Object.fromEntries(
    outputs.map((output) => [output, Float64Array.from(rows, (row) => figures[`${task}.${output}`][row])]),
  )
