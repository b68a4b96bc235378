import { isoDay, type Calendar } from '../../base/calendar.ts'
import { actKind, type ActColumns } from './actColumns.ts'

/** The calendar days of all acts. */
export interface Days {
  /** Of each act, days since 1970-01-01 in the project's zone. */
  of: Int32Array
  first: number
  last: number
  /** From the first day to the last. */
  acts: Float64Array
  purchases: Float64Array
  /** Purchases less returns. */
  revenue: Float64Array
}

export function daysOf(acts: ActColumns, calendar: Calendar): Days {
  const of = new Int32Array(acts.count)
  let [first, last] = [0, -1]
  // Acts mostly come in order of time: one look at the calendar serves a whole day.
  let [day, start, end] = [0, 0, 0]
  for (let i = 0; i < acts.count; i++) {
    if (acts.time[i] < start || acts.time[i] >= end) {
      day = calendar.dayNumber(acts.time[i])
      start = calendar.dayStart(day)
      end = calendar.dayStart(day + 1)
    }
    of[i] = day
    if (i === 0 || day < first) first = day
    if (i === 0 || day > last) last = day
  }
  const length = last - first + 1
  const days = {
    ...{ of, first, last, acts: new Float64Array(length), purchases: new Float64Array(length) },
    revenue: new Float64Array(length),
  }
  for (let i = 0; i < acts.count; i++) {
    const at = of[i] - first
    const [units, money] = acts.net(i)
    if (units <= 0) continue
    days.acts[at]++
    if (acts.kind[i] === actKind.purchase) {
      days.purchases[at]++
      days.revenue[at] += money
    }
    if (acts.kind[i] === actKind.return) days.revenue[at] -= money
  }
  return days
}

/** Weeks from Monday, without gaps. */
export function weeksOf(days: Days): { week: string; acts: number; purchases: number; revenue: number }[] {
  const weeks: { week: string; acts: number; purchases: number; revenue: number }[] = []
  for (let day = days.first; day <= days.last; day++) {
    const weekday = (((day + 3) % 7) + 7) % 7
    if (weeks.length === 0 || weekday === 0) {
      weeks.push({ week: isoDay(day - weekday), acts: 0, purchases: 0, revenue: 0 })
    }
    const week = weeks[weeks.length - 1]
    week.acts += days.acts[day - days.first]
    week.purchases += days.purchases[day - days.first]
    week.revenue += days.revenue[day - days.first]
  }
  return weeks
}
