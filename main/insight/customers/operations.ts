import { asOfOperation, type AsOf } from '../../dataset/clean/asOf.ts'
import { shownSpan } from '../filter/span.ts'
import type { ShopFilter } from '../filter/types.ts'
import { revenueBridge } from './bridge.ts'
import { lorenz } from './concentration.ts'
import { shopFigures } from './figures.ts'
import { everUntil, scopeOf, totalsOf, within, type CustomerScope } from './scope.ts'
import { scoreColumn } from './scoreStore.ts'
import { byPosition, type CustomerTotals } from './totals.ts'
import type { CustomersOverview } from './types.ts'

export interface Asked extends AsOf {
  filter: ShopFilter
  runId: number | null
}

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
      bridge: before && bridgeOf(scope, now, before),
      spend: lorenz(now.spend),
      predicted: predicted && lorenz(predictedOf(now, predicted)),
    }
  },
)

function bridgeOf(scope: CustomerScope, now: CustomerTotals, before: CustomerTotals) {
  const ever = totalsOf(scope, everUntil(scope, scope.span.toDay))
  const firstDay = byPosition(ever, ever.firstDay, scope.ledger.users.count)
  return revenueBridge(now, before, (user) => firstDay[user], scope.span.fromDay)
}

/** Predicted values of those whom the run scored. */
function predictedOf({ user, count }: CustomerTotals, values: Float64Array): Float64Array {
  const found = new Float64Array(count)
  let size = 0
  for (let k = 0; k < count; k++) if (!Number.isNaN(values[user[k]])) found[size++] = values[user[k]]
  return found.slice(0, size)
}

export const customersOperations = [overviewOperation]
