import { dayMs } from '../../base/calendar.ts'
import type { Random } from '../../base/random.ts'
import type { Shop } from './shop.ts'
import type { Act } from './types.ts'
import { roundCents } from './visit.ts'

const reviewShare = 0.14

/** What follows a purchase: a return within 3–25 days, a review within 4–24. Nothing happens after the end of the data. */
export function followPurchases(acts: Act[], shop: Shop, random: Random): Act[] {
  const later: Act[] = []
  for (const act of acts) {
    if (act.type !== 'purchase') continue
    const { returnRate } = shop.customers[act.user]
    const { quality } = shop.products[act.product]
    if (random.uniform() < Math.min(0.9, returnRate * Math.exp(-0.5 * quality))) {
      const quantity = random.uniform() < 0.85 ? act.quantity : 1
      later.push(returnOf(act, quantity, act.clock + dayMs * (3 + 22 * random.uniform())))
    } else if (random.uniform() < reviewShare) {
      const clock = wholeSecond(act.clock + dayMs * (4 + 20 * random.uniform()))
      later.push({ ...act, type: 'review', clock, quantity: 0, discount: 0, session: '' })
    }
  }
  return later.filter((act) => act.clock < shop.timeline.endClock)
}

/** The return of part of a line, at what that part cost. */
export function returnOf(purchase: Act, quantity: number, clock: number): Act {
  const discount = roundCents((purchase.discount * quantity) / purchase.quantity)
  return { ...purchase, type: 'return', clock: wholeSecond(clock), quantity, discount, session: '' }
}

const wholeSecond = (clock: number) => Math.floor(clock / 1000) * 1000
