import type { Work } from '../../base/job.ts'
import type { AsOf } from '../../dataset/clean/asOf.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { selectLines } from '../filter/select.ts'
import { comparedSpan, spanOf, type Span } from '../filter/span.ts'
import type { ShopFilter } from '../filter/types.ts'
import { loadLedger } from '../ledger/ledger.ts'
import type { Ledger } from '../ledger/types.ts'
import { addUp, type CustomerTotals } from './totals.ts'

/** What a question about customers is asked of: the filter's purchases, its days, and those they are held against. */
export interface CustomerScope {
  ledger: Ledger
  filter: ShopFilter
  span: Span
  /** Null: not asked for, or the data do not reach back. */
  compared: Span | null
}

/** What every question about customers says. */
export interface Asked extends AsOf {
  filter: ShopFilter
  runId: number | null
}

export function scopeOf(project: OpenProject, filter: ShopFilter, work: Work): CustomerScope {
  const ledger = loadLedger(project, work)
  const span = spanOf(ledger, filter.period)
  return { ledger, filter, span, compared: comparedSpan(ledger, span, filter.comparison) }
}

/** Every purchase that the filter means, from the first day of the data to the end of a span. */
export const everUntil = ({ ledger, filter }: CustomerScope, toDay: number): Int32Array =>
  selectLines(ledger, filter, { fromDay: ledger.startDay, toDay })

/** Those of a span. */
export const within = ({ ledger, filter }: CustomerScope, span: Span): Int32Array => selectLines(ledger, filter, span)

/** Sums by customer of the latest selections: the charts of a page ask for the same ones. */
const known = new WeakMap<Int32Array, CustomerTotals>()

export function totalsOf({ ledger }: CustomerScope, selection: Int32Array): CustomerTotals {
  const totals = known.get(selection) ?? addUp(ledger, selection)
  known.set(selection, totals)
  return totals
}
