import type { Random } from '../../base/random.ts'
import { plantedLoyalty, type Category } from './catalogue.ts'
import type { Timeline } from './timeline.ts'
import type { Brand, Customer } from './types.ts'

/**
 * In the first category, two thirds of those who prefer its largest brand leave it for the second: in the last six
 * months, all within the first `settledDays` of these.
 */
export const plantedSwitch = {
  category: 0,
  fromRank: 0,
  toRank: 1,
  days: 182,
  settledDays: 60,
  share: 0.65,
  moved: 0.9,
} as const

/**
 * Each customer's brand probabilities per category, Dirichlet with parameters S·share (Goodhardt, Ehrenberg & Chatfield
 * 1984). A planted brand's own probability is drawn first, from the beta with its own S and the same mean; the rest
 * share what is left as they would without it.
 */
export function drawPreferences(shop: { categories: Category[]; brands: Brand[] }, random: Random): Float64Array[] {
  return shop.categories.map((category) => {
    const brands = category.brands.map((index) => shop.brands[index])
    const planted = brands.findIndex((brand) => brand.concentration !== plantedLoyalty.usual)
    const draws = brands.map((brand, i) => (i === planted ? 0 : random.gamma(brand.share * plantedLoyalty.usual)))
    const total = draws.reduce((sum, draw) => sum + draw, 0)
    const preferences = Float64Array.from(draws, (draw, i) => (total > 0 ? draw / total : brands[i].share))
    if (planted < 0) return preferences
    const { share, concentration } = brands[planted]
    const own = random.beta(concentration * share, concentration * (1 - share))
    return preferences.map((preference, i) => (i === planted ? own : preference * (1 - own)))
  })
}

/** Marks who will switch and when; `applySwitch` makes it happen. */
export function plantSwitch(customers: Customer[], timeline: Timeline, random: Random): void {
  const { category, fromRank, days, settledDays, share } = plantedSwitch
  for (const customer of customers) {
    if (customer.preferences[category][fromRank] < 0.3 || random.uniform() >= share) continue
    customer.switchDay = timeline.days - days + random.integer(settledDays)
  }
}

/** Moves the preference of those whose day lies in [fromDay, toDay). */
export function applySwitch(customer: Customer, fromDay: number, toDay: number): void {
  if (customer.switchDay < fromDay || customer.switchDay >= toDay) return
  const preferences = customer.preferences[plantedSwitch.category]
  const moved = plantedSwitch.moved * preferences[plantedSwitch.fromRank]
  preferences[plantedSwitch.fromRank] -= moved
  preferences[plantedSwitch.toRank] += moved
}
