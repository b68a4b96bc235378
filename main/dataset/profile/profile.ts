import type { Database } from 'better-sqlite3'
import type { Work } from '../../base/job.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { stateText } from '../../storage/state.ts'
import type { FindingIds } from '../browse/conditions.ts'
import { asOfOperation, type AsOf } from '../clean/asOf.ts'
import { orderByUser, readActColumns } from './actColumns.ts'
import { behaviourProfile } from './behaviour.ts'
import { profileColumns } from './columnProfiles.ts'
import { isoDay } from '../../base/calendar.ts'
import { daysOf, weeksOf } from './days.ts'
import { findDuplicates } from './duplicates.ts'
import { findOddities } from './findings/findings.ts'
import { countOtherDoubts, profileOthers } from './tableStore.ts'
import type { Profile } from './types.ts'
import { warningsOf } from './warnings.ts'

interface Profiled {
  profile: Profile
  ids: FindingIds[]
}

/** What a connection has found, for one state of the data on one day: tomorrow other acts lie in the future. */
const known = new WeakMap<Database, Profiled & { state: string; today: string }>()

/** What the data hold, how each column lies, its course, and what is odd about it. Once for each state of the data. */
export const profileOperation = asOfOperation<AsOf | null, Profile>(
  'dataset.profile',
  (project, _, work) => profiled(project, work).profile,
)

/** What findings name: rows, users or products. Unknown codes are left out. */
export const findingIdsOperation = asOfOperation<AsOf & { codes: string[] }, FindingIds[]>(
  'dataset.findingIds',
  (project, { codes }, work) => profiled(project, work).ids.filter(({ finding }) => codes.includes(finding)),
)

function profiled(project: OpenProject, work: Work): Profiled {
  const state = stateText(project.database)
  const today = project.calendar.isoDate(Date.now())
  const before = known.get(project.database)
  if (before?.state === state && before.today === today) return before
  const fresh = makeProfile(project, work)
  known.set(project.database, { ...fresh, state, today })
  return fresh
}

function makeProfile(project: OpenProject, work: Work): Profiled {
  const { database, calendar } = project
  const acts = readActColumns(project, work)
  const days = daysOf(acts, calendar)
  work.checkpoint()
  const byUser = orderByUser(acts)
  const repeated = findDuplicates(database, acts, byUser)
  work.checkpoint()
  const evidence = { database, calendar, nowMs: Date.now(), acts, byUser, days }
  const found = findOddities(evidence, repeated, work)
  const findings = found.map(({ finding }) => finding)
  const tables: Profile['tables'] = {
    behaviour: behaviourProfile(database, acts, days, repeated.length),
    ...profileOthers(database),
  }
  work.checkpoint()
  const profile: Profile = {
    tables,
    warnings: warningsOf(tables, findings, countOtherDoubts(database)),
    overTime: acts.count === 0 ? [] : weeksOf(days),
    days: {
      from: acts.count === 0 ? null : isoDay(days.first),
      acts: acts.count === 0 ? [] : [...days.acts],
      purchases: acts.count === 0 ? [] : [...days.purchases],
    },
    columns: profileColumns(project, acts),
    findings,
  }
  return { profile, ids: found.flatMap(({ ids }) => (ids ? [ids] : [])) }
}
