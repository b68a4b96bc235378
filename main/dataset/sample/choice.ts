import type { Random } from '../../base/random.ts'
import { attention, type Category } from './catalogue.ts'
import { isPromoted, promotion, type Timeline } from './timeline.ts'
import type { Brand, Customer, Product } from './types.ts'

/** Buyers decide on the attention of this many days ago: looking comes first, units follow. */
export const buyingLagDays = 42

/** How far one choice follows the shop's demand instead of the customer's own preference. */
const wandering = { look: 0.18, buy: 0.04 } as const

const tierWidth = 0.45

export type Intent = keyof typeof wandering

/** Picks what a customer looks at or buys: category by taste, brand by preference, product by attention and price. */
export interface Chooser {
  /** Call once per week, before the choices of that week. */
  setDay(day: number): void
  /** Index of the product. */
  choose(customer: Customer, day: number, intent: Intent, random: Random): number
}

export function createChooser(
  shop: { categories: Category[]; brands: Brand[]; products: Product[] },
  timeline: Timeline,
): Chooser {
  const { categories, brands, products } = shop
  const shares = categories.map((category) => category.brands.map((brand) => brands[brand].share))
  const ofBrand: number[][] = brands.map(() => [])
  products.forEach((product, index) => ofBrand[product.brand].push(index))
  const pull = { look: new Float64Array(products.length), buy: new Float64Array(products.length) }
  const weights = new Float64Array(Math.max(categories.length, ...ofBrand.map((list) => list.length)))

  const chooseCategory = (customer: Customer, day: number, random: Random) => {
    categories.forEach((_, index) => {
      const promoted = isPromoted(index, day) ? Math.exp(2.2 * customer.priceAffinity) : 1
      weights[index] = customer.tastes[index] * promoted
    })
    return random.weighted(weights.subarray(0, categories.length))
  }
  const chooseProduct = (customer: Customer, brand: number, saleBoost: number, intent: Intent, random: Random) => {
    const members = ofBrand[brand]
    members.forEach((index, i) => {
      const { pricePosition, saleDiscount } = products[index]
      const off = (pricePosition - customer.priceTier) / tierWidth
      const bargain = saleBoost > 0 ? 4 * saleDiscount * customer.priceAffinity : 0
      weights[i] = pull[intent][index] * Math.exp(-0.5 * off * off + bargain)
    })
    return members[random.weighted(weights.subarray(0, members.length))]
  }
  return {
    setDay(day) {
      products.forEach((product, index) => {
        pull.look[index] = Math.exp(attention(product, day))
        const lagged =
          day < product.launchDay ? -Infinity : attention(product, Math.max(product.launchDay, day - buyingLagDays))
        pull.buy[index] = Math.exp(lagged + 0.35 * product.quality - 0.15 * product.pricePosition)
      })
    },
    choose(customer, day, intent, random) {
      const category = chooseCategory(customer, day, random)
      const wanders = random.uniform() < wandering[intent]
      const rank = random.weighted(wanders ? shares[category] : customer.preferences[category])
      return chooseProduct(customer, categories[category].brands[rank], timeline.saleBoost[day], intent, random)
    },
  }
}

/** Discount on one unit as a share of its price, on a day. */
export function discountShare(product: Product, day: number, timeline: Timeline): number {
  if (timeline.saleBoost[day] > 0) return product.saleDiscount
  return isPromoted(product.category, day) ? promotion.discount : 0
}
