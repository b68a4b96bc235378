import type { Database } from 'better-sqlite3'
import type { Calendar } from '../base/calendar.ts'
import { readOperation } from '../storage/operation.ts'
import { countDoubts, profileBehaviour, profileOthers, quarterMs, readQuarters } from './profileStore.ts'
import type { Profile } from './types.ts'
import { warningsOf } from './warnings.ts'

/** Counts and spans of all that was imported, what is doubtful about it, and its course week by week. */
export const profileOperation = readOperation<null, Profile>('dataset.profile', ({ database, calendar }, _, work) => {
  const steps = 3
  work.progress('profile', 0, steps)
  const behaviour = profileBehaviour(database, calendar)
  work.checkpoint()
  work.progress('profile', 1, steps)
  const tables: Profile['tables'] = { behaviour, ...profileOthers(database) }
  work.checkpoint()
  work.progress('profile', 2, steps)
  return {
    tables,
    warnings: warningsOf(tables, countDoubts(database, Date.now())),
    overTime: weekByWeek(database, calendar),
  }
})

/** Acts, purchases and net revenue per week from Monday. Grouped by quarter hours first: no zone's day begins within one. */
function weekByWeek(database: Database, calendar: Calendar): Profile['overTime'] {
  const quarters = readQuarters(database)
  const weeks = new Map<number, Profile['overTime'][number]>()
  const weekAt = (monday: number) => {
    const week = weeks.get(monday) ?? {
      week: calendar.isoDate(calendar.dayStart(monday)),
      acts: 0,
      purchases: 0,
      revenue: 0,
    }
    weeks.set(monday, week)
    return week
  }
  let last: number | null = null
  for (const { quarter, acts, purchases, revenue } of quarters) {
    const timeMs = quarter * quarterMs
    const monday = calendar.dayNumber(timeMs) - calendar.weekday(timeMs)
    while (last !== null && last + 7 < monday) weekAt((last += 7))
    last = monday
    const week = weekAt(monday)
    week.acts += acts
    week.purchases += purchases
    week.revenue += revenue
  }
  return [...weeks.values()]
}
