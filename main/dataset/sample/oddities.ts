import { dayMs } from '../../base/calendar.ts'
import type { Random } from '../../base/random.ts'
import { returnOf } from './aftermath.ts'
import { clockOfDay, dayOfClock } from './timeline.ts'
import type { Shop } from './shop.ts'
import type { Act } from './types.ts'

/** Dirt that is in the business rather than in the file: what each kind is called, and where it sits. */
export interface Oddities {
  /** Returns written as purchases of a negative quantity. */
  negativeQuantityReturns: number
  cancelledOrder: string
  bulkOrder: string
  testAccount: string
}

const negativeShare = 0.1
const bulkQuantity = 400
const testOrders = 60
/** Early, so that no campaign and no horizon that training looks at has the odd orders in it. */
const bulkDay = 100
const cancelDay = 120
const testDay = 60

/** Plants the oddities in `acts` and adds the test account to the shop's customers. */
export function plantOddities(acts: Act[], shop: Shop, random: Random): Oddities {
  const returns = acts.filter((act) => act.type === 'return')
  const negative = random.shuffle([...returns.keys()]).slice(0, Math.ceil(negativeShare * returns.length))
  for (const index of negative) {
    const act = returns[index]
    act.type = 'purchase'
    act.quantity = -act.quantity
    act.discount = -act.discount
  }
  const returned = new Set(returns.map((act) => act.order))
  return {
    negativeQuantityReturns: negative.length,
    bulkOrder: plantBulkOrder(acts, shop, returned),
    cancelledOrder: cancelOrder(acts, shop, returned),
    testAccount: addTestAccount(acts, shop),
  }
}

function firstOrderFrom(day: number, acts: Act[], shop: Shop, returned: Set<string>): Act[] {
  const suits = (act: Act) =>
    act.type === 'purchase' && !returned.has(act.order) && dayOfClock(shop.timeline, act.clock) >= day
  const first = acts.filter(suits).reduce((a, b) => (b.clock < a.clock ? b : a))
  return acts.filter((act) => act.type === 'purchase' && act.order === first.order)
}

function plantBulkOrder(acts: Act[], shop: Shop, returned: Set<string>): string {
  const [line] = firstOrderFrom(bulkDay, acts, shop, returned)
  line.discount *= bulkQuantity / line.quantity
  line.quantity = bulkQuantity
  return line.order
}

/** Cancelled a quarter of an hour later: every line comes back whole. */
function cancelOrder(acts: Act[], shop: Shop, returned: Set<string>): string {
  const lines = firstOrderFrom(cancelDay, acts, shop, returned)
  for (const line of lines) acts.push(returnOf(line, line.quantity, line.clock + dayMs / 96))
  return lines[0].order
}

function addTestAccount(acts: Act[], shop: Shop): string {
  const { customers, timeline } = shop
  const account = { ...customers[0], id: '000000', registeredDay: testDay, gender: '' as const, region: '' }
  const user = customers.push({ ...account, channel: 'test' }) - 1
  const start = clockOfDay(timeline, testDay) + dayMs / 3
  for (let i = 0; i < testOrders; i++) {
    const id = String(i + 1).padStart(3, '0')
    const line = { user, clock: start + 30_000 * i, product: 0, quantity: 1, price: 0.01, discount: 0, query: '' }
    acts.push({ ...line, type: 'purchase', order: `TEST${id}`, session: 'TEST' })
  }
  return account.id
}
