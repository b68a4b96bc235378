import { dayMs, isoDay } from '../../base/calendar.ts'
import { AssayError } from '../../base/errors.ts'
import { saleSeasons } from '../../features/saleCalendar.ts'
import type { Ledger } from '../ledger/types.ts'
import type { Comparison, Period } from './types.ts'

/** Days from one on and up to, without, another: numbers since 1970-01-01 in the project's zone. */
export interface Span {
  fromDay: number
  toDay: number
}

type Bounds = Pick<Ledger, 'startDay' | 'endDay'>

/** The days of a period that the data cover; none of a period beyond them. Throws `input.invalid` for a period that ends before it begins. */
export function spanOf({ startDay, endDay }: Bounds, period: Period): Span {
  if ('days' in period) {
    return { fromDay: period.days === null ? startDay : Math.max(startDay, endDay - period.days), toDay: endDay }
  }
  const from = period.from === null ? startDay : dayOf(period.from)
  const to = period.to === null ? endDay : dayOf(period.to) + 1
  if (period.from !== null && period.to !== null && to <= from) {
    const problem = `a last day on or after ${period.from}, not ${period.to}`
    throw new AssayError('input.invalid', { field: 'period', problem })
  }
  const fromDay = Math.min(endDay, Math.max(startDay, from))
  return { fromDay, toDay: Math.max(fromDay, Math.min(endDay, to)) }
}

/**
 * The days that a span is held against; null where nothing is asked for or the data do not reach back that far: a part of a
 * season would pass for a bad one. A year before a season of sales is the same season, on whatever days it fell.
 */
export function comparedSpan({ startDay }: Bounds, span: Span, comparison: Comparison): Span | null {
  if (comparison === 'none') return null
  const compared = comparison === 'previous' ? before(span) : yearBefore(span)
  return compared.fromDay < startDay ? null : compared
}

const before = ({ fromDay, toDay }: Span): Span => ({ fromDay: fromDay - (toDay - fromDay), toDay: fromDay })

function yearBefore({ fromDay, toDay }: Span): Span {
  const seasons = saleSeasons()
  const season = seasons.find((sale) => sale.fromDay === fromDay && sale.toDay === toDay - 1)
  const last = season && seasons.find(({ name, year }) => name === season.name && year === season.year - 1)
  if (last) return { fromDay: last.fromDay, toDay: last.toDay + 1 }
  return { fromDay: sameDayLastYear(fromDay), toDay: sameDayLastYear(toDay - 1) + 1 }
}

/** 29 February has the 28th before it. */
function sameDayLastYear(day: number): number {
  const date = new Date(day * dayMs)
  const [year, month] = [date.getUTCFullYear() - 1, date.getUTCMonth()]
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastOfMonth)) / dayMs
}

const dayOf = (isoDate: string): number => Date.parse(`${isoDate}T00:00:00Z`) / dayMs

/** First and last day, as they are shown. */
export const shownSpan = ({ fromDay, toDay }: Span) => ({ from: isoDay(fromDay), to: isoDay(toDay - 1) })
