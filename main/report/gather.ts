import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { Work } from '../base/job.ts'
import { version } from '../base/resources.ts'
import { profileOperation } from '../dataset/profile/profile.ts'
import { listSources } from '../dataset/store.ts'
import type { Profile } from '../dataset/profile/types.ts'
import type { SourceSummary } from '../dataset/types.ts'
import { filterNames, type FilterNames } from '../insight/filter/names.ts'
import { loadLedger } from '../insight/ledger/ledger.ts'
import { listRuns } from '../model/store.ts'
import { describeRun } from '../model/summary.ts'
import type { RunDetails } from '../model/types.ts'
import { momentOf } from '../storage/history.ts'
import type { OpenProject } from '../storage/operation.ts'
import { stateText } from '../storage/state.ts'
import { gatherBrands, type BrandFacts } from './gatherBrands.ts'
import { gatherCustomers, type CustomerFacts } from './gatherCustomers.ts'
import type { ReportDefinition } from './definition.ts'
import { gatherScores, type ScoreFacts } from './gatherScores.ts'
import { countRejects } from './store.ts'

/** Everything a report says, as it stands in the project. */
export interface ReportFacts extends BrandFacts, CustomerFacts, ScoreFacts {
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
  /** The filter's lists by their names, where their ids are still known. */
  filterNames: FilterNames
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
    filterNames: filterNames(loadLedger(project, work), definition.filters),
    ...gatherScores(project, run, definition, work),
    ...(await gatherCustomers(project, definition, runId, work)),
    ...(await gatherBrands(project, definition, profile, runId, work)),
    dataFingerprint: createHash('sha256')
      .update(JSON.stringify([sources.map(({ sha256 }) => sha256), stateText(database)]))
      .digest('hex'),
    version,
    trainedOn: run && calendar.isoDate(run.createdAtMs),
    writtenOn: calendar.isoDate(nowMs),
  }
}
