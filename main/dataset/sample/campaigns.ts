import type { Random } from '../../base/random.ts'
import { dayOfClock, type Timeline } from './timeline.ts'
import type { Act, Campaign, Contact, Customer } from './types.ts'

/** The only customers a campaign moves. */
export const responsiveChannel = 'paid ads'
export const campaignDays = 28
export const contactCost = 3.5

const contactedShare = 0.9

/** Two vouchers that work on the responsive customers and a mailing that works on nobody. Weeks before the end. */
const plans = [
  { name: 'spring-voucher', weeksBeforeEnd: 44, factor: 2.5 },
  { name: 'autumn-voucher', weeksBeforeEnd: 29, factor: 2.5 },
  { name: 'member-mailing', weeksBeforeEnd: 18, factor: 1 },
] as const

export function createCampaigns(timeline: Timeline): Campaign[] {
  return plans.map(({ name, weeksBeforeEnd, factor }) => ({ name, factor, day: 7 * (timeline.weeks - weeksBeforeEnd) }))
}

/** A random part of the customers then registered is drawn; a fair coin decides who of them is treated. */
export function drawContacts(customers: Customer[], campaigns: Campaign[], random: Random): Contact[] {
  const contacts: Contact[] = []
  campaigns.forEach((campaign, index) => {
    customers.forEach((customer, user) => {
      if (customer.registeredDay >= campaign.day || random.uniform() >= contactedShare) return
      contacts.push({ user, campaign: index, treated: random.uniform() < 0.5, outcome: 0 })
    })
  })
  return contacts
}

/** Factor on the order rate per customer; 1 for all in a week without a campaign that works. */
export function campaignFactors(
  day: number,
  customers: Customer[],
  campaigns: Campaign[],
  contacts: Contact[],
): Float64Array {
  const factors = new Float64Array(customers.length).fill(1)
  if (!campaigns.some((campaign) => isRunning(campaign, day))) return factors
  for (const { user, campaign, treated } of contacts) {
    const { factor } = campaigns[campaign]
    if (treated && isRunning(campaigns[campaign], day) && customers[user].channel === responsiveChannel) {
      factors[user] = factor
    }
  }
  return factors
}

export const isRunning = (campaign: Campaign, day: number): boolean =>
  day >= campaign.day && day < campaign.day + campaignDays

/** What each contacted customer ordered, net of discount, from the contact's day on. */
export function fillOutcomes(contacts: Contact[], campaigns: Campaign[], acts: Act[], timeline: Timeline): void {
  const spend = campaigns.map(() => new Map<number, number>())
  for (const act of acts) {
    if (act.type !== 'purchase') continue
    const day = dayOfClock(timeline, act.clock)
    campaigns.forEach((campaign, index) => {
      if (!isRunning(campaign, day)) return
      const line = act.quantity * act.price - act.discount
      spend[index].set(act.user, (spend[index].get(act.user) ?? 0) + line)
    })
  }
  for (const contact of contacts) contact.outcome = spend[contact.campaign].get(contact.user) ?? 0
}
