import { createRandom } from '../../main/base/random.ts'
import { createShop, type ActInput, type ProductInput, type Shop } from './shop.ts'

const dayMs = 86_400_000

export interface RandomShop {
  shop: Shop
  acts: ActInput[]
  products: ProductInput[]
}

/**
 * A small shop with everything that is awkward: free purchases, quantities of 0, returns with and without order, without
 * money, late and too many, products without brand or category, acts without product, acts on the stroke of midnight.
 */
export function createRandomShop(seed: number, timezone: string, users = 90, days = 400): RandomShop {
  const random = createRandom(seed)
  const products: ProductInput[] = Array.from({ length: 60 }, (_, i) => ({
    product: `p${i}`,
    brand: i % 10 === 9 ? undefined : `brand ${i % 5}`,
    category: i % 12 === 11 ? undefined : `category ${((i % 5) + (i % 2)) % 5}`,
    price: i % 3 === 0 ? undefined : 5 + i,
  }))
  const start = Date.UTC(2023, 0, 1, 12)
  const acts: ActInput[] = []
  for (let u = 0; u < users; u++) {
    const joined = random.integer(days - 60)
    const favourites = [random.integer(60), random.integer(60), random.integer(60)]
    for (let n = 4 + random.integer(25); n > 0; n--) addAct(`u${u}`, joined + random.integer(days - joined), favourites)
  }

  function addAct(user: string, day: number, favourites: number[]): void {
    const clock = random.integer(6) === 0 ? -dayMs / 2 : (random.uniform() - 0.5) * dayMs
    const time = Math.round(start + day * dayMs + clock)
    const product =
      random.integer(12) === 0
        ? undefined
        : `p${random.uniform() < 0.7 ? favourites[random.integer(3)] : random.integer(60)}`
    const kind = random.integer(10)
    if (kind < 3) {
      acts.push({ user, time, product, type: (['view', 'cart', 'favourite'] as const)[kind] })
      return
    }
    const quantity = random.integer(12) === 0 ? 0 : 1 + random.integer(3)
    const price = random.integer(10) === 0 ? 0 : Math.round(1000 * random.gamma(2)) / 100
    const order = random.integer(2) === 0 ? undefined : `o${acts.length}`
    acts.push({ user, time, product, quantity, amount: Math.round(100 * quantity * price) / 100, order })
    if (random.integer(4) > 0) return
    const returned = 1 + random.integer(3)
    const amount = random.integer(3) === 0 ? undefined : -returned * price * random.uniform()
    const back = time + random.integer(75) * dayMs
    acts.push({
      user,
      time: back,
      product,
      quantity: -returned,
      amount,
      order: random.integer(2) === 0 ? order : undefined,
    })
  }

  const shop = createShop(timezone)
  shop.products(products)
  shop.acts(acts)
  return { shop, acts, products }
}
