import { asOfOperation } from '../../dataset/clean/asOf.ts'
import { createKeys } from '../../features/keys.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { selectUsers } from '../filter/select.ts'
import { shownSpan } from '../filter/span.ts'
import { customerCohorts } from './cohorts.ts'
import { iterateContactCosts } from './contactStore.ts'
import { earnedBy, lineMargins, paybackOf } from './margin.ts'
import { everUntil, scopeOf, within, type Asked, type CustomerScope } from './scope.ts'
import type { CustomerMargin } from './types.ts'

/** What the customers of the filter earn, and when new ones have paid for the contacts of the period; null without costs. */
export const marginOperation = asOfOperation(
  'customers.margin',
  (project, { filter }: Asked, work): CustomerMargin | null => {
    const scope = scopeOf(project, filter, work)
    const { ledger, span, compared } = scope
    const margins = lineMargins(ledger)
    if (!margins) return null
    const cohorts = customerCohorts(ledger, everUntil(scope, ledger.endDay), span, 'month', margins)
    const newCustomers = cohorts.cohorts.reduce((sum, { customers }) => sum + customers, 0)
    const { contacts, contactCost } = contactsOf(project, scope)
    // A contact names no goods: the cost of all divided by who came for some would be no cost of theirs.
    const isOfGoods = filter.brands.length + filter.categories.length > 0
    const costPerCustomer = !isOfGoods && contacts > 0 && newCustomers > 0 ? contactCost / newCustomers : null
    const before = compared && earnedBy(ledger, within(scope, compared), margins)
    return {
      span: shownSpan(span),
      before: compared && before && { span: shownSpan(compared), ...before },
      ...earnedBy(ledger, within(scope, span), margins),
      ...{ contacts, contactCost, newCustomers, costPerCustomer, cohorts },
      payback: costPerCustomer === null ? null : paybackOf(cohorts, costPerCustomer),
    }
  },
)

/** Contacts with a cost, of the people whom the filter means. */
function contactsOf({ database, calendar }: OpenProject, { ledger, filter, span }: CustomerScope) {
  const users = createKeys(ledger.users.ids)
  const wanted = selectUsers(ledger, filter)
  let [contacts, contactCost] = [0, 0]
  const [fromMs, toMs] = [calendar.dayStart(span.fromDay), calendar.dayStart(span.toDay)]
  for (const [userId, cost] of iterateContactCosts(database, fromMs, toMs)) {
    const user = users.at(userId)
    if (wanted !== null && (user < 0 || wanted[user] === 0)) continue
    contacts++
    contactCost += cost
  }
  return { contacts, contactCost }
}
