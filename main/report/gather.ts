import { basename } from 'node:path'
import type { Work } from '../base/job.ts'
import { version } from '../base/resources.ts'
import { profileOperation } from '../dataset/profile/profile.ts'
import { listSources } from '../dataset/store.ts'
import type { Profile } from '../dataset/profile/types.ts'
import type { SourceSummary } from '../dataset/types.ts'
import { listExplanations } from '../explain/store.ts'
import type { Explanation } from '../explain/types.ts'
import { loyaltyOperation } from '../insight/operations.ts'
import { customersAtRisk, type CustomersAtRisk } from '../insight/store.ts'
import type { LoyaltyOverview } from '../insight/types.ts'
import { scorePage } from '../model/scoreStore.ts'
import { tasksOf } from './tasksOf.ts'
import { describeRun } from '../model/summary.ts'
import type { ProductScore, RunDetails, UserScore } from '../model/types.ts'
import { momentOf } from '../storage/history.ts'
import type { OpenProject } from '../storage/operation.ts'
import { countRejects, customerValues } from './store.ts'

/** How predicted value is spread over the scored customers. */
export interface ValueSpread {
  customers: number
  total: number
  /** Held by the fifth of the customers that is predicted highest: share of predicted value, and of past spend. */
  topShare: number
  topShareOfPast: number | null
}

/** Everything a report about one run says, as it stands in the project. */
export interface ReportFacts {
  projectName: string
  currency: string
  timezone: string
  run: RunDetails
  /** The past state of the data that the report shows, as it came about; null for the state in force. */
  asOf: { day: string | null; action: string | null; subject: string } | null
  profile: Profile
  /** In the order of their import, with the days of their first and last time. */
  sources: (SourceSummary & { from: string | null; to: string | null })[]
  rejects: { file: string; reason: string; rows: number }[]
  value: ValueSpread | null
  customers: UserScore[]
  products: ProductScore[]
  /** Null where the data name no brands. */
  loyalty: LoyaltyOverview | null
  atRisk: CustomersAtRisk | null
  /** The latest of each task. */
  explanations: Explanation[]
  version: string
  trainedOn: string
  writtenOn: string
}

/** Rows of a list in the report. */
const listed = 10
/** Days of behaviour that the brands' standing looks back on. */
const loyaltyDays = 365

/**
 * The project may be looked at in a past state `asOf`: then the data and the brands are those of that state, what the run
 * learned and predicts is its own as ever, and `run.stale` says whether it learned from other data. Throws
 * `model.unknownRun`.
 */
export async function gatherFacts(
  project: OpenProject,
  { runId, asOf = null }: { runId: number; asOf?: number | null },
  nowMs: number,
  work: Work,
): Promise<ReportFacts> {
  const { database, settings, calendar } = project
  const run = describeRun(project, runId)
  const profile = await profileOperation.run(project, null, work)
  const list = { runId, search: '', descending: true, offset: 0, limit: listed }
  const hasBrands = profile.tables.behaviour.brands > 0 && profile.tables.behaviour.purchases > 0
  const dayOf = (ms: number | null) => (ms === null ? null : calendar.isoDate(ms))
  const explanations = listExplanations(database, runId)
  const moment = asOf === null ? null : momentOf(database, asOf)
  return {
    projectName: basename(project.path).replace(/\.assay$/i, ''),
    ...settings,
    run,
    asOf:
      asOf === null
        ? null
        : { day: dayOf(moment?.atMs ?? null), action: moment?.action ?? null, subject: moment?.subject ?? '' },
    profile,
    sources: listSources(database)
      .toReversed()
      .map((source) => ({ ...source, from: dayOf(source.firstMs), to: dayOf(source.lastMs) })),
    rejects: countRejects(database),
    value: valueSpread(customerValues(database, runId)),
    customers: run.tasks.ltv ? scorePage(database, 'users', { ...list, sort: 'ltv' }).rows : [],
    products: run.tasks.potential ? scorePage(database, 'products', { ...list, sort: 'units' }).rows : [],
    loyalty: hasBrands
      ? await loyaltyOperation.run(project, { categoryId: null, windowDays: loyaltyDays, runId }, work)
      : null,
    atRisk: run.tasks.loyalty ? customersAtRisk(database, runId, listed) : null,
    explanations: tasksOf(run).flatMap((task) => explanations.find((explanation) => explanation.task === task) ?? []),
    version,
    trainedOn: calendar.isoDate(run.createdAtMs),
    writtenOn: calendar.isoDate(nowMs),
  }
}

/** `values` come highest prediction first. Null where nothing is predicted. */
export function valueSpread(values: { ltv: number; pastSpend: number }[]): ValueSpread | null {
  const top = values.slice(0, Math.ceil(values.length / 5))
  const sum = (rows: typeof values, side: 'ltv' | 'pastSpend') => rows.reduce((total, row) => total + row[side], 0)
  const [total, past] = [sum(values, 'ltv'), sum(values, 'pastSpend')]
  if (!(total > 0)) return null
  return {
    customers: values.length,
    total,
    topShare: sum(top, 'ltv') / total,
    topShareOfPast: past > 0 ? sum(top, 'pastSpend') / past : null,
  }
}
