import type { OpenProject } from '../storage/operation.ts'
import { fingerprintOf } from '../features/fingerprint.ts'
import type { Task } from '../features/types.ts'
import { scoreColumns } from './scoreFigureStore.ts'
import { scoreCounts } from './scoreStore.ts'
import { findRun, listRuns, runSources, type StoredRun } from './store.ts'
import { primaryMetricOf, type RunDetails, type RunSummary, type TaskReport } from './types.ts'

/** Newest first. */
export const summariseRuns = (project: OpenProject): RunSummary[] =>
  listRuns(project.database).map((run) => summarise(project, run))

/** Throws `model.unknownRun`. */
export function describeRun(project: OpenProject, runId: number): RunDetails {
  const { database } = project
  const run = findRun(database, runId)
  const { setup, config, fingerprint, tasks, skipped, losses, newcomerRevenueShare, side, text, learning } = run
  return {
    ...summarise(project, run),
    setup,
    config,
    fingerprint,
    tasks,
    skipped,
    losses,
    newcomerRevenueShare,
    text: text ?? null,
    side,
    learning,
    columns: scoreColumns(database, runId),
    sources: runSources(database, runId),
    stale: fingerprintOf(project, setup, 'training') !== fingerprint,
  }
}

function summarise({ database, calendar }: OpenProject, run: StoredRun): RunSummary {
  const { runId, createdAtMs, studyId, engine, split, horizonDays, epochs, seconds, examplesPerSecond, origin } = run
  return {
    runId,
    createdAtMs,
    studyId,
    engine,
    split,
    cutoff: calendar.isoDate(run.cutoffMs),
    horizonDays,
    rows: { train: run.rowsTrain, validation: run.rowsValidation, test: run.rowsTest },
    epochs,
    seconds,
    examplesPerSecond,
    origin,
    headline: Object.fromEntries(
      Object.entries(run.tasks).map(([task, report]) => [task, headlineOf(task as Task, report)]),
    ),
    scored: scoreCounts(database, runId),
    scoredAt: calendar.isoDate(run.scoredAtMs),
  }
}

function headlineOf(task: Task, report: TaskReport): NonNullable<RunSummary['headline'][Task]> {
  const metric = primaryMetricOf(task)
  const { bestBaseline } = report
  return {
    metric,
    model: report.metrics[metric],
    baseline: bestBaseline,
    baselineValue: bestBaseline === null ? null : report.baselines[bestBaseline][metric],
    beats: report.beatsBestBaseline,
  }
}
