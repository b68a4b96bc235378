import { asOfOperation } from '../../dataset/clean/asOf.ts'
import { shownSpan, type Span } from '../filter/span.ts'
import { revenueBridge } from './bridge.ts'
import { lorenz } from './concentration.ts'
import { shopFigures } from './figures.ts'
import { everUntil, scopeOf, totalsOf, within, type Asked, type CustomerScope } from './scope.ts'
import { scoreColumn } from './scoreStore.ts'
import { byPosition, type CustomerTotals } from './totals.ts'
import { customerCohorts } from './cohorts.ts'
import { customerTable, scoresOf } from './customerTable.ts'
import { likeOperations } from './likeOperations.ts'
import { listOperations } from './listOperations.ts'
import { marginOperation } from './marginOperation.ts'
import { oneOperations } from './oneOperations.ts'
import { exportPortraitsOperation } from './portraitExport.ts'
import { cutsOf, overdueOf, quadrants, segmentRows, type Cuts } from './segmentReport.ts'
import { defaultThresholds, movementOf } from './segments.ts'
import type { ValueSpread } from './spreadTypes.ts'
import { pastAndValue, valueSpread } from './valueSpread.ts'
import type { CohortStep, CustomerCohorts, CustomerSegments, CustomersOverview, Thresholds } from './types.ts'

export const overviewOperation = asOfOperation(
  'customers.overview',
  (project, { filter, runId }: Asked, work): CustomersOverview => {
    const scope = scopeOf(project, filter, work)
    const { ledger, span, compared } = scope
    const now = totalsOf(scope, within(scope, span))
    const before = compared && totalsOf(scope, within(scope, compared))
    const predicted = runId === null ? null : scoreColumn(project.database, ledger, runId, 'ltv')
    return {
      span: shownSpan(span),
      compared: compared && shownSpan(compared),
      figures: shopFigures(now),
      before: before && shopFigures(before),
      bridge: before && compared && bridgeOf({ ...scope, compared }, now, before),
      spend: lorenz(now.spend),
      predicted: predicted && lorenz(predictedOf(now, predicted)),
    }
  },
)

function bridgeOf(scope: CustomerScope & { compared: Span }, now: CustomerTotals, before: CustomerTotals) {
  const ever = totalsOf(scope, everUntil(scope, scope.span.toDay))
  const firstDay = byPosition(ever, ever.firstDay, scope.ledger.users.count)
  return revenueBridge(now, before, (user) => firstDay[user], scope)
}

/** Predicted values of those whom the run scored. */
function predictedOf({ user, count }: CustomerTotals, values: Float64Array): Float64Array {
  const found = new Float64Array(count)
  let size = 0
  for (let k = 0; k < count; k++) if (!Number.isNaN(values[user[k]])) found[size++] = values[user[k]]
  return found.slice(0, size)
}

export const valueOperation = asOfOperation(
  'customers.value',
  (project, { filter, runId }: Asked, work): ValueSpread | null => {
    const scope = scopeOf(project, filter, work)
    const both = pastAndValue(project, scope, runId)
    return both && valueSpread(totalsOf(scope, everUntil(scope, scope.span.toDay)), both)
  },
)

export const segmentsOperation = asOfOperation(
  'customers.segments',
  (
    project,
    { filter, runId, thresholds, cuts: asked }: Asked & { thresholds: Partial<Thresholds>; cuts: Partial<Cuts> },
    work,
  ): CustomerSegments => {
    const scope = scopeOf(project, filter, work)
    const { span, compared } = scope
    const now = customerTable(scope, thresholds)
    // The same words then as now, though the shop's gap may have changed.
    const then = compared && customerTable(scope, now.thresholds, compared)
    const [values, again] = ['ltv', 'repurchase'].map((column) => scoresOf(project, scope, now, runId, column))
    const cuts = cutsOf(values, again, asked)
    return {
      span: shownSpan(span),
      compared: compared && shownSpan(compared),
      judged: shownSpan(now.judged),
      thresholds: now.thresholds,
      gap: now.gap,
      defaults: defaultThresholds(now.gap),
      rows: segmentRows(now, values),
      movement: then && movementOf(then, now),
      quadrants: cuts && quadrants(now, values, again, cuts),
      overdue: overdueOf(now),
    }
  },
)

export const cohortsOperation = asOfOperation(
  'customers.cohorts',
  (project, { filter, step }: Asked & { step: CohortStep }, work): CustomerCohorts => {
    const scope = scopeOf(project, filter, work)
    return customerCohorts(scope.ledger, everUntil(scope, scope.ledger.endDay), scope.span, step)
  },
)

export const customersOperations = [
  overviewOperation,
  valueOperation,
  segmentsOperation,
  cohortsOperation,
  marginOperation,
  ...listOperations,
  ...likeOperations,
  exportPortraitsOperation,
  ...oneOperations,
]
