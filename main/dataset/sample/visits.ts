import type { Work } from '../../base/job.ts'
import type { Random } from '../../base/random.ts'
import { campaignFactors } from './campaigns.ts'
import { createChooser } from './choice.ts'
import { applySwitch } from './preferences.ts'
import { drawEngagement, engagement, nextEngagement, weekWeights } from './rhythm.ts'
import type { Shop } from './shop.ts'
import { influence, influencers, socialFactor } from './social.ts'
import type { Act } from './types.ts'
import { browse, order, type VisitPlace } from './visit.ts'

/** Share of customers who register because they are about to order. */
const orderOnArrival = 0.7

/** Lives the shop week by week. The acts come ordered by week, not by time within it. */
export function simulateVisits(shop: Shop, random: Random, work: Work): Act[] {
  const { customers, timeline } = shop
  const chooser = createChooser(shop, timeline)
  const place: VisitPlace = {
    ...shop,
    chooser,
    random,
    acts: [],
    carted: customers.map(() => []),
    sessions: 0,
    orders: 0,
  }
  const peers = influencers(customers, shop.links)
  const state = { engaged: drawEngagement(customers, random), heat: new Float64Array(customers.length), meanOrder: 0 }
  for (let week = 0; week < timeline.weeks; week++) {
    work.checkpoint()
    work.progress('simulate', week, timeline.weeks)
    chooser.setDay(7 * week)
    const campaigns = campaignFactors(7 * week, customers, shop.campaigns, shop.contacts)
    const friends = Float64Array.from(peers, (list) => socialFactor(list, state.heat, 7 * week))
    const spend = liveWeek(place, 7 * week, { campaigns, friends }, state.engaged)
    coolAndHeat(state, spend)
  }
  return place.acts
}

/** Factors on each customer's order rate. */
interface Factors {
  campaigns: Float64Array
  friends: Float64Array
}

/** One week of everyone. Returns what each customer spent. */
function liveWeek(place: VisitPlace, fromDay: number, factors: Factors, engaged: Uint8Array): Float64Array {
  const { customers, timeline, random } = place
  const spend = new Float64Array(customers.length)
  customers.forEach((customer, user) => {
    applySwitch(customer, fromDay, fromDay + 7)
    if (customer.lostDay <= fromDay || customer.registeredDay >= fromDay + 7) return
    const { registeredDay } = customer
    if (registeredDay >= fromDay && registeredDay < timeline.days && random.uniform() < orderOnArrival) {
      spend[user] += order(place, user, registeredDay)
    }
    const rates = engaged[user] ? engagement.engaged : engagement.idle
    const weights = weekWeights(customer, fromDay, timeline)
    const traffic = weights.reduce((sum, weight) => sum + weight, 0) / 7
    const orderRate = customer.orderRate * rates.orders * factors.campaigns[user] * factors.friends[user]
    const orders = random.poisson(orderRate * traffic)
    const looks = random.poisson(customer.browseRate * rates.browsing * traffic)
    for (let i = 0; i < looks; i++) browse(place, user, fromDay + random.weighted(weights))
    for (let i = 0; i < orders; i++) spend[user] += order(place, user, fromDay + random.weighted(weights))
    engaged[user] = nextEngagement(engaged[user], factors.friends[user], random)
  })
  return spend
}

/** Heat is counted in mean order values of the shop, estimated as it goes so that it needs no second pass. */
function coolAndHeat(state: { heat: Float64Array; meanOrder: number }, spend: Float64Array): void {
  let total = 0
  let buyers = 0
  for (const amount of spend) {
    if (amount <= 0) continue
    total += amount
    buyers++
  }
  if (buyers > 0)
    state.meanOrder = state.meanOrder > 0 ? 0.9 * state.meanOrder + (0.1 * total) / buyers : total / buyers
  for (let user = 0; user < spend.length; user++) {
    const heating = state.meanOrder > 0 ? Math.min(4, spend[user] / state.meanOrder) : 0
    state.heat[user] = influence.keptPerWeek * state.heat[user] + heating
  }
}
