import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { Work } from '../base/job.ts'
import { version } from '../base/resources.ts'
import { profileOperation } from '../dataset/profile/profile.ts'
import { listSources } from '../dataset/store.ts'
import type { Profile } from '../dataset/profile/types.ts'
import type { SourceSummary } from '../dataset/types.ts'
import { listExplanations } from '../explain/store.ts'
import type { Explanation } from '../explain/types.ts'
import { customersAtRisk, type CustomersAtRisk } from '../insight/store.ts'
import { listRuns } from '../model/store.ts'
import { scorePage } from '../model/scoreStore.ts'
import { describeRun } from '../model/summary.ts'
import type { ProductScore, RunDetails, UserScore } from '../model/types.ts'
import { momentOf } from '../storage/history.ts'
import type { OpenProject } from '../storage/operation.ts'
import { stateText } from '../storage/state.ts'
import { gatherBrands, type BrandFacts } from './gatherBrands.ts'
import { shownSections, type ReportDefinition } from './definition.ts'
import { countRejects, customerValues } from './store.ts'
import { tasksOf } from './tasksOf.ts'
import { spreadOf, type ValueSpread } from './valueSpread.ts'

/** Everything a report says, as it stands in the project. */
export interface ReportFacts extends BrandFacts {
  projectName: string
  currency: string
  timezone: string
  definition: ReportDefinition
  /** Null where none was trained yet; `runId` then is null too. */
  run: RunDetails | null
  /** The past state of the data that the report shows, as it came about; null for the state in force. */
  asOf: { day: string | null; action: string | null; subject: string } | null
  profile: Profile
  /** In the order of their import, with the days of their first and last time. */
  sources: (SourceSummary & { from: string | null; to: string | null })[]
  rejects: { file: string; reason: string; rows: number }[]
  value: ValueSpread | null
  customers: UserScore[]
  products: ProductScore[]
  atRisk: CustomersAtRisk | null
  /** The latest of each task. */
  explanations: Explanation[]
  /** SHA-256 of the state that the data are shown in: its files and what is done to their rows. */
  dataFingerprint: string
  version: string
  trainedOn: string | null
  writtenOn: string
}

/** The facts of a report about a run. */
export type RunFacts = ReportFacts & { run: RunDetails }

export interface ReportChoice {
  definition: ReportDefinition
  /** Null: the latest. */
  runId: number | null
  asOf?: number | null
}

/**
 * The project may be looked at in a past state `asOf`: then the data and the brands are those of that state, what the run
 * learned and predicts is its own as ever, and `run.stale` says whether it learned from other data. Throws
 * `model.unknownRun`.
 */
export async function gatherFacts(
  project: OpenProject,
  { definition, runId: wanted, asOf = null }: ReportChoice,
  nowMs: number,
  work: Work,
): Promise<ReportFacts> {
  const { database, settings, calendar } = project
  const runId = wanted ?? listRuns(database).at(0)?.runId ?? null
  const run = runId === null ? null : describeRun(project, runId)
  const profile = await profileOperation.run(project, null, work)
  work.checkpoint()
  const dayOf = (ms: number | null) => (ms === null ? null : calendar.isoDate(ms))
  const moment = asOf === null ? null : momentOf(database, asOf)
  const sources = listSources(database).toReversed()
  return {
    projectName: basename(project.path).replace(/\.assay$/i, ''),
    ...settings,
    definition,
    run,
    asOf:
      asOf === null
        ? null
        : { day: dayOf(moment?.atMs ?? null), action: moment?.action ?? null, subject: moment?.subject ?? '' },
    profile,
    sources: sources.map((source) => ({ ...source, from: dayOf(source.firstMs), to: dayOf(source.lastMs) })),
    rejects: countRejects(database),
    ...scoresOf(project, run, definition),
    ...(await gatherBrands(project, definition, profile, runId, work)),
    dataFingerprint: createHash('sha256')
      .update(JSON.stringify([sources.map(({ sha256 }) => sha256), stateText(database)]))
      .digest('hex'),
    version,
    trainedOn: run && calendar.isoDate(run.createdAtMs),
    writtenOn: calendar.isoDate(nowMs),
  }
}

/** What a run predicts, and what it leans on. */
function scoresOf(
  { database }: OpenProject,
  run: RunDetails | null,
  definition: ReportDefinition,
): Pick<ReportFacts, 'value' | 'customers' | 'products' | 'atRisk' | 'explanations'> {
  if (!run) return { value: null, customers: [], products: [], atRisk: null, explanations: [] }
  const { listed: limit } = definition
  const shown = shownSections(definition)
  const list = { runId: run.runId, search: '', descending: true, offset: 0, limit }
  const explanations = listExplanations(database, run.runId)
  const hasProducts = run.tasks.potential !== undefined && shown.includes('products')
  return {
    value: spreadOf(customerValues(database, run.runId)),
    customers:
      run.tasks.ltv && shown.includes('customers') ? scorePage(database, 'users', { ...list, sort: 'ltv' }).rows : [],
    products: hasProducts ? scorePage(database, 'products', { ...list, sort: 'units' }).rows : [],
    atRisk: run.tasks.loyalty ? customersAtRisk(database, run.runId, limit) : null,
    explanations: tasksOf(run).flatMap((task) => explanations.find((explanation) => explanation.task === task) ?? []),
  }
}
