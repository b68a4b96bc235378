import type { OpenProject } from '../../storage/operation.ts'
import type { Span } from '../filter/span.ts'
import { dueDays, gapsOf, type DueDays } from './gaps.ts'
import { everUntil, totalsOf, within, type CustomerScope } from './scope.ts'
import { scoreColumn } from './scoreStore.ts'
import { completeThresholds, customersGap, judgedSpan, segmentsOf } from './segments.ts'
import { byPosition, type CustomerTotals } from './totals.ts'
import type { Thresholds } from './types.ts'

/** Everybody who bought what the filter means before the end of its period, with what pages say of them; columns by place. */
export interface CustomerTable {
  ever: CustomerTotals
  toDay: number
  /** Of the period. */
  spend: Float64Array
  days: Float64Array
  /** The days whose purchases say which segment a customer is in. */
  judged: Span
  /** Of the 365 days before the period's end. */
  yearSpend: Float64Array
  segments: Uint8Array
  thresholds: Thresholds
  /** Median days between purchases; null where nobody came back. */
  gap: number | null
  /** By position of the user. */
  due: DueDays
}

const yearDays = 365

/** The latest tables: the tabs of the page, and every page of the list, ask for the same one. */
const known = new WeakMap<CustomerTotals, Map<string, CustomerTable>>()

/** The table of a span: the filter's, or the one it is held against. */
export function customerTable(scope: CustomerScope, given: Partial<Thresholds>, span = scope.span): CustomerTable {
  const ever = totalsOf(scope, everUntil(scope, span.toDay))
  const tables = known.get(ever) ?? new Map<string, CustomerTable>()
  known.set(ever, tables)
  const key = JSON.stringify([span, given])
  const table = tables.get(key) ?? makeTable(scope, ever, given, span)
  tables.clear()
  tables.set(key, table)
  return table
}

function makeTable(
  scope: CustomerScope,
  ever: CustomerTotals,
  given: Partial<Thresholds>,
  span: CustomerScope['span'],
): CustomerTable {
  const { users } = scope.ledger
  const gaps = gapsOf(scope.ledger, everUntil(scope, span.toDay))
  const gap = customersGap(gaps)
  const thresholds = completeThresholds(given, gap)
  const period = totalsOf(scope, within(scope, span))
  const judged = judgedSpan(scope.ledger, span, thresholds)
  const told = totalsOf(scope, within(scope, judged))
  const year = totalsOf(scope, within(scope, { fromDay: span.toDay - yearDays, toDay: span.toDay }))
  const placed = (totals: CustomerTotals, column: ArrayLike<number>) => {
    const spread = byPosition(totals, column, users.count)
    return Float64Array.from(ever.user, (user) => spread[user])
  }
  const recency = { ever, toDay: span.toDay, days: placed(told, told.days), spend: placed(told, told.spend) }
  return {
    ...{ ever, toDay: span.toDay, judged, thresholds, gap },
    ...{ spend: placed(period, period.spend), days: placed(period, period.days) },
    yearSpend: placed(year, year.spend),
    segments: segmentsOf(recency, thresholds),
    due: dueDays(gaps, users.count),
  }
}

/** A column of a run's scores by place; NaN without one. */
export function scoresOf(
  { database }: OpenProject,
  { ledger }: CustomerScope,
  { ever }: CustomerTable,
  runId: number | null,
  column: string,
): Float64Array {
  const values = runId === null ? null : scoreColumn(database, ledger, runId, column)
  return Float64Array.from(ever.user, (user) => values?.[user] ?? NaN)
}

/** Longer without a purchase than the upper end of the interval. */
export const isOverdue = ({ ever, due, toDay }: CustomerTable, place: number): boolean =>
  toDay - 1 > due.high[ever.user[place]]
