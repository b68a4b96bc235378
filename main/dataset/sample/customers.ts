import type { Random } from '../../base/random.ts'
import type { Brand, Customer } from './types.ts'
import type { Category } from './catalogue.ts'
import { drawPreferences } from './preferences.ts'
import type { Timeline } from './timeline.ts'

/** Where customers registered, and what that does: to the prices they pay, how often they order, how long they stay. */
export const channels = [
  { name: 'organic', weight: 0.34, valueFactor: 1, orderFactor: 1, lifetimeFactor: 1 },
  { name: 'app store', weight: 0.2, valueFactor: 1, orderFactor: 1, lifetimeFactor: 1 },
  { name: 'paid ads', weight: 0.22, valueFactor: 0.6, orderFactor: 0.75, lifetimeFactor: 0.6 },
  { name: 'referral', weight: 0.14, valueFactor: 1.6, orderFactor: 1.35, lifetimeFactor: 1.6 },
  { name: 'offline store', weight: 0.1, valueFactor: 1.25, orderFactor: 1.1, lifetimeFactor: 1.2 },
] as const

export const communityCount = 8

/** Orders per week ~ Gamma(shape)·scale; lifetime in weeks ~ exponential whose rate is Gamma(shape)·scale (Pareto/NBD). */
export const population = {
  orderRate: { shape: 0.9, scale: 0.06 },
  lossRate: { shape: 1.5, scale: 0.011 },
  /** Price tier = log of an inverse gamma with this shape and mean 1, as in Gamma-Gamma. */
  tierShape: 5,
  returnProneShare: 0.1,
} as const

export function createCustomers(
  count: number,
  shop: { categories: Category[]; brands: Brand[] },
  regions: string[],
  timeline: Timeline,
  random: Random,
): Customer[] {
  const communityTastes = Array.from({ length: communityCount }, () =>
    shop.categories.map((category) => category.share * Math.exp(0.7 * random.normal())),
  )
  const registeredDays = Array.from({ length: count }, () => drawRegistration(timeline, random)).sort((a, b) => a - b)
  return registeredDays.map((registeredDay, index) => {
    const community = random.integer(communityCount)
    const channel = channels[random.weighted(channels.map((entry) => entry.weight))]
    const orderRate = channel.orderFactor * population.orderRate.scale * random.gamma(population.orderRate.shape)
    const lossRate = (population.lossRate.scale * random.gamma(population.lossRate.shape)) / channel.lifetimeFactor
    // Whoever registered before the data begin was still a customer on the first day.
    const lostDay = Math.max(0, registeredDay) + 7 * random.exponential(Math.max(lossRate, 1e-9))
    const returnProne = random.uniform() < population.returnProneShare
    const tierGamma = random.gamma(population.tierShape)
    return {
      id: String(index + 1).padStart(6, '0'),
      registeredDay,
      lostDay,
      birthYear: 1955 + Math.floor(52 * random.beta(4, 2.2)),
      gender: random.uniform() < 0.06 ? '' : random.uniform() < 0.57 ? 'female' : 'male',
      region: regions[(random.uniform() < 0.7 ? community : random.integer(regions.length)) % regions.length],
      channel: channel.name,
      newsletter: random.uniform() < 0.4,
      community,
      orderRate,
      browseRate: 0.14 * Math.sqrt(orderRate / 0.1) * Math.exp(0.5 * random.normal()),
      priceTier: Math.log((channel.valueFactor * (population.tierShape - 1)) / tierGamma),
      priceAffinity: random.beta(0.8, 1.2),
      returnRate: returnProne ? 0.4 : random.beta(2, 45),
      returnProne,
      tastes: Float64Array.from(communityTastes[community], (taste) => taste * random.gamma(0.7)),
      preferences: drawPreferences(shop, random),
      switchDay: Infinity,
    }
  })
}

function drawRegistration(timeline: Timeline, random: Random): number {
  return random.uniform() < 0.45 ? -1 - random.integer(500) : random.integer(timeline.days)
}
