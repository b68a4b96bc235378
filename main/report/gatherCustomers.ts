import type { Work } from '../base/job.ts'
import { cohortsOperation, overviewOperation, segmentsOperation } from '../insight/customers/operations.ts'
import { customerTable } from '../insight/customers/customerTable.ts'
import { scopeOf } from '../insight/customers/scope.ts'
import { movementOf } from '../insight/customers/segments.ts'
import type { Bridge, CustomerCohorts, CustomerSegments, CustomersOverview, Days } from '../insight/customers/types.ts'
import { shownSpan, type Span } from '../insight/filter/span.ts'
import type { ShopFilter } from '../insight/filter/types.ts'
import type { OpenProject } from '../storage/operation.ts'
import { shownSections, type ReportDefinition } from './definition.ts'

/** What a report says about the customers of its filter, as the page about customers says it. */
export interface CustomerFacts {
  /** Of the filter's period. */
  overview: CustomersOverview
  /** Null where no section asks, or a single day is all there is. */
  revenue: (Held & { bridge: Bridge }) | null
  segments: (CustomerSegments & { moved: (Held & { counts: number[][] }) | null }) | null
  cohorts: CustomerCohorts | null
}

/** Two spans, and whether the filter asked for the earlier one: else it is the earlier half of the filter's own days. */
export interface Held {
  before: Days
  now: Days
  isAsked: boolean
}

export async function gatherCustomers(
  project: OpenProject,
  definition: ReportDefinition,
  runId: number | null,
  work: Work,
): Promise<CustomerFacts> {
  const { filters: filter } = definition
  const shown = shownSections(definition)
  const overview = await overviewOperation.run(project, { filter, runId }, work)
  work.checkpoint()
  return {
    overview,
    revenue: shown.includes('revenue') ? await revenueOf(project, filter, overview, work) : null,
    segments: shown.includes('segments') ? await segmentsOf(project, { filter, runId }, work) : null,
    cohorts: shown.includes('cohorts')
      ? await cohortsOperation.run(project, { filter, runId, step: 'month' }, work)
      : null,
  }
}

/** The two halves of a span, of as many days each: of an odd number the first day is left out. Null for a single day. */
export function halvesOf({ fromDay, toDay }: Span): { before: Span; now: Span } | null {
  const half = Math.floor((toDay - fromDay) / 2)
  if (half < 1) return null
  const middle = toDay - half
  return { before: { fromDay: middle - half, toDay: middle }, now: { fromDay: middle, toDay } }
}

/** The bridge to the span that the filter asks for; where it asks for none or the data do not reach back, that within its days. */
async function revenueOf(
  project: OpenProject,
  filter: ShopFilter,
  { bridge, compared, span }: CustomersOverview,
  work: Work,
): Promise<CustomerFacts['revenue']> {
  if (bridge && compared) return { bridge, before: compared, now: span, isAsked: true }
  const halves = halvesOf(scopeOf(project, filter, work).span)
  if (!halves) return null
  const period = shownSpan(halves.now)
  const within = await overviewOperation.run(project, { filter: { ...filter, period, comparison: 'previous' }, runId: null }, work) // prettier-ignore
  return within.bridge && { bridge: within.bridge, before: shownSpan(halves.before), now: period, isAsked: false }
}

/** The segments of the page, and where their customers stood before: then is the end of the span compared, else of the earlier half. */
async function segmentsOf(
  project: OpenProject,
  { filter, runId }: { filter: ShopFilter; runId: number | null },
  work: Work,
): Promise<CustomerFacts['segments']> {
  const segments = await segmentsOperation.run(project, { filter, runId, thresholds: {}, cuts: {} }, work)
  const { movement, compared, span } = segments
  if (movement && compared)
    return { ...segments, moved: { counts: movement, before: compared, now: span, isAsked: true } }
  const scope = scopeOf(project, filter, work)
  const halves = halvesOf(scope.span)
  if (!halves) return { ...segments, moved: null }
  const earlier = { fromDay: scope.span.fromDay, toDay: halves.before.toDay }
  const counts = movementOf(
    customerTable(scope, segments.thresholds, earlier),
    customerTable(scope, segments.thresholds),
  )
  return { ...segments, moved: { counts, before: shownSpan(earlier), now: span, isAsked: false } }
}
