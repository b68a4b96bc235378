import { AssayError } from '../base/errors.ts'
import type { Work } from '../base/job.ts'
import { columnOf } from '../base/table.ts'
import { userInputsAsOf } from '../features/driftRows.ts'
import { pickRows } from '../features/exampleTable.ts'
import { isoDay, readSpan, stepsBack } from '../features/setup.ts'
import { readAhead } from '../features/text/readAhead.ts'
import { buildTrainingData } from '../features/trainingData.ts'
import { part, type ExampleTable, type ByTask, type InputGroup, type TrainSetup } from '../features/types.ts'
import { assessTask } from '../model/metrics/assessTask.ts'
import { findRun, listRuns, type StoredRun } from '../model/store.ts'
import { entityOf, type TaskReport } from '../model/types.ts'
import { tablesOf } from '../model/tables.ts'
import type { OpenProject } from '../storage/operation.ts'
import { nearerValues, storedScores, storedUserFigures, type ScoredTask } from './sinceStore.ts'
import { stabilityOf } from './stability.ts'
import type { Drift, Since } from './types.ts'

const bootstrap = { resamples: 1000, seed: 1 }
const measuredTasks: readonly ScoredTask[] = ['ltv', 'repurchase', 'potential', 'loyalty']
const inputGroups: readonly InputGroup[] = ['behaviour', 'product', 'social']

/**
 * What came of a run's scores: the figures it stored as of the end of the data it knew, held against what has happened
 * since, beside the baselines that could have been fitted on that day (METHODS); and how inputs and scores have moved.
 * A horizon is measured once it is wholly observed; before that the longest nearer horizon of customer value that the
 * run told and that is over. Scores are those of the refit, which no test ever measured; the data may have been cleaned
 * or completed since, so that a customer may lack a score: those are counted and left out.
 * Throws `verdict.noLaterData` where the data end as they did, and what building the rows throws.
 */
export async function measureSince(project: OpenProject, { runId }: { runId: number }, work: Work): Promise<Since> {
  const run = findRun(project.database, runId)
  const span = readSpan(project)
  const scoredDay = project.calendar.dayNumber(run.scoredAtMs)
  const observedDays = span.endDay - scoredDay
  if (observedDays <= 0) {
    throw new AssayError('verdict.noLaterData', { runId, scored: isoDay(project.calendar, scoredDay) })
  }
  const measured = measurable(project, run, observedDays)
  const outcome = measured ? await measureTasks(project, run, scoredDay, measured, work) : { tasks: {}, unscored: 0 }
  return {
    runId,
    scored: isoDay(project.calendar, scoredDay),
    dataEnd: isoDay(project.calendar, span.endDay),
    horizonDays: run.horizonDays,
    observedDays,
    measuredDays: measured?.days ?? null,
    ...outcome,
    drift: await measureDrift(project, run, { scoredDay, endDay: span.endDay }, work),
  }
}

interface Measurable {
  days: number
  tasks: ScoredTask[]
}

function measurable({ database }: OpenProject, run: StoredRun, observedDays: number): Measurable | null {
  if (observedDays >= run.horizonDays) {
    return { days: run.horizonDays, tasks: measuredTasks.filter((task) => run.tasks[task] !== undefined) }
  }
  const over = nearerValues(database, run.runId).filter((days) => days <= observedDays)
  return over.length > 0 ? { days: Math.max(...over), tasks: ['ltv'] } : null
}

/** The rows as of the day of the scores, with what happened after it, as a test of a time split would have them. */
async function measureTasks(
  project: OpenProject,
  run: StoredRun,
  scoredDay: number,
  { days, tasks }: Measurable,
  work: Work,
): Promise<Pick<Since, 'tasks' | 'unscored'>> {
  const { own: _, horizons: __, ...rest } = run.setup
  const cutoffs = stepsBack(readSpan(project), scoredDay - days, days)
  const setup: TrainSetup = {
    ...rest,
    ...{ tasks, split: 'time', horizonDays: days, cutoff: isoDay(project.calendar, scoredDay) },
    trainingCutoffs: cutoffs.map((day) => isoDay(project.calendar, day)),
  }
  const data = buildTrainingData(project, setup, work, await readAhead(project, setup, false, work))
  const reports: ByTask<TaskReport> = {}
  let unscored = 0
  for (const task of tasks) {
    const table = tablesOf(data)[entityOf(task)]
    if (!table || !data.tasks.includes(task)) continue
    const scores = storedScores(project.database, run, task, days)
    const { scored, predicted } = joinScores(table, scores)
    if (task === tasks[0]) unscored = table.parts.filter((own) => own === part.test).length - testRows(scored)
    if (testRows(scored) > 0) reports[task] = assessTask(task, scored, predicted, days, bootstrap, work)
  }
  return { tasks: reports, unscored }
}

const testRows = ({ parts }: ExampleTable): number => parts.filter((own) => own === part.test).length

/** Training rows, and the test rows of which there is a score. No validation rows: nothing is chosen on them. */
function joinScores(table: ExampleTable, scores: Map<string, Record<string, number>>) {
  const keyOf = (row: number) => (table.entity === 'pair' ? `${table.ids[row]}|${table.brandIds[row]}` : `${table.ids[row]}`) // prettier-ignore
  const kept = Array.from({ length: table.rows }, (_, row) => row).filter(
    (row) => table.parts[row] === part.train || (table.parts[row] === part.test && scores.has(keyOf(row))),
  )
  const scored = pickRows(table, Int32Array.from(kept))
  const names = Object.keys(scores.values().next().value ?? {})
  const predicted = Object.fromEntries(
    names.map((name) => [
      name,
      Float64Array.from(kept, (row) =>
        table.parts[row] === part.test ? (scores.get(keyOf(row))?.[name] ?? NaN) : NaN,
      ),
    ]),
  )
  return { scored, predicted }
}

/** Inputs of customers at the latest cutoff the run learned from, and today; scores of the run and of the latest later one. */
async function measureDrift(
  project: OpenProject,
  run: StoredRun,
  { scoredDay, endDay }: { scoredDay: number; endDay: number },
  work: Work,
): Promise<Drift> {
  const referenceDay = scoredDay - run.horizonDays
  const pretrained = await readAhead(project, run.setup, false, work)
  const [then, now] = userInputsAsOf(project, run.setup, { fittedDay: scoredDay, days: [referenceDay, endDay] }, work, pretrained) // prettier-ignore
  const features = inputGroups.flatMap((group) =>
    then[group].names.flatMap((name) => {
      const stability = stabilityOf(columnOf(then[group], name), columnOf(now[group], name))
      return stability ? [{ name, group, ...stability }] : []
    }),
  )
  const later = listRuns(project.database).find((other) => other.scoredAtMs > run.scoredAtMs && other.horizonDays === run.horizonDays) // prettier-ignore
  const scores = (['ltv', 'repurchase'] as const).flatMap((task) => {
    if (!later) return []
    const [own, others] = [run, later].map(({ runId }) => storedUserFigures(project.database, runId, task))
    const stability = stabilityOf(own, others)
    return stability ? [{ task, ...stability }] : []
  })
  return {
    reference: isoDay(project.calendar, referenceDay),
    laterRunId: later?.runId ?? null,
    features: features.sort((a, b) => b.psi - a.psi),
    scores,
  }
}
