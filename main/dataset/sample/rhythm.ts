import type { Random } from '../../base/random.ts'
import type { Timeline } from './timeline.ts'
import type { Customer } from './types.ts'

/**
 * Everyone drifts between an engaged and an idle state, unseen but for what they do. Looking reacts more than buying,
 * and there is more of it, so recent looking tells of orders to come that past orders do not.
 */
export const engagement = {
  toIdlePerWeek: 0.06,
  toEngagedPerWeek: 0.04,
  engaged: { orders: 2.1, browsing: 2.8 },
  idle: { orders: 0.3, browsing: 0.2 },
} as const

const engagedAtFirst = engagement.toEngagedPerWeek / (engagement.toEngagedPerWeek + engagement.toIdlePerWeek)

export const drawEngagement = (customers: Customer[], random: Random): Uint8Array =>
  // Who has just registered is engaged; the others are as the states' long run has it.
  Uint8Array.from(customers, ({ registeredDay }) => (registeredDay >= 0 || random.uniform() < engagedAtFirst ? 1 : 0))

/** `pull` is what friends do to the chance of becoming engaged again, as a factor. */
export function nextEngagement(engaged: number, pull: number, random: Random): number {
  const changes = random.uniform() < (engaged ? engagement.toIdlePerWeek : pull * engagement.toEngagedPerWeek)
  return changes ? 1 - engaged : engaged
}

/** Traffic of each day of [fromDay, fromDay + 7) while the customer is there; sale events draw the price-minded more. */
export function weekWeights(customer: Customer, fromDay: number, timeline: Timeline): Float64Array {
  const weights = new Float64Array(7)
  for (let i = 0; i < 7; i++) {
    const day = fromDay + i
    const present = day >= customer.registeredDay && day < customer.lostDay && day < timeline.days
    const boost = present ? timeline.saleBoost[day] * (0.3 + 1.4 * customer.priceAffinity) : 0
    weights[i] = present ? timeline.dayWeight[day] * (1 + boost) : 0
  }
  return weights
}
