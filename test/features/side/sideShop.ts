import { dayMs } from '../../../main/base/calendar.ts'
import { createRandom } from '../../../main/base/random.ts'
import { createRandomShop } from '../randomShop.ts'
import { createShop, type ActInput, type ProductInput, type Shop, type UserInput } from '../shop.ts'

export interface SideShop {
  acts: ActInput[]
  products: ProductInput[]
  users: UserInput[]
}

const start = Date.UTC(2023, 0, 1, 12)
const days = 500

/** The random shop's rows, with people who registered and mostly never bought, and products launched all through the data. */
export function sideShopRows(seed: number): SideShop {
  const random = createRandom(seed)
  const base = createRandomShop(seed, 'UTC', 160, days)
  base.shop.close()
  const users: UserInput[] = Array.from({ length: 440 }, (_, i) => ({
    user: i < 420 ? `r${i}` : `u${i - 420}`,
    registered: start + random.integer(days - 100) * dayMs,
    birthYear: 1950 + random.integer(50),
    region: `region ${random.integer(3)}`,
  }))
  const firstBuys: ActInput[] = users
    .filter((_, i) => i % 5 > 0)
    .map(({ user, registered = 0 }) => {
      const time = registered + random.integer(260) * dayMs
      return { user, time, product: `p${random.integer(60)}`, quantity: 1, amount: 10 + random.integer(90) }
    })
  const launches: ProductInput[] = Array.from({ length: 700 }, (_, i) => ({
    product: `n${i}`,
    brand: `brand ${i % 11}`,
    category: `category ${i % 4}`,
    price: 3 + random.integer(40),
    launched: start + (100 + random.integer(days - 100)) * dayMs,
  }))
  const sales: ActInput[] = launches.flatMap(({ product, launched = 0 }) =>
    Array.from({ length: random.integer(6) }, () => ({
      user: `u${random.integer(160)}`,
      time: launched + random.integer(120) * dayMs,
      product,
      quantity: 1 + random.integer(2),
      amount: 5 + random.integer(20),
    })),
  )
  const within = (act: ActInput) => act.time < start + days * dayMs
  return {
    users,
    products: [...base.products.map(rebranded), ...launches],
    acts: [...base.acts, ...firstBuys, ...sales].filter(within),
  }
}

/** More brands than the random shop has, so that nobody owns all of them. */
const rebranded = (product: ProductInput, i: number): ProductInput => ({
  ...product,
  brand: product.brand && `brand ${i % 11}`,
  category: product.category && `category ${i % 4}`,
})

/** The rows in a project of their own. */
export function openSideShop({ acts, products, users }: SideShop): Shop {
  const shop = createShop()
  shop.products(products)
  shop.acts(acts)
  shop.users(users)
  return shop
}
