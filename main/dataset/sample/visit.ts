import type { Random } from '../../base/random.ts'
import type { Chooser } from './choice.ts'
import { discountShare } from './choice.ts'
import type { Category } from './catalogue.ts'
import { drawClock, type Timeline } from './timeline.ts'
import type { Act, ActType, Customer, Product } from './types.ts'

export interface VisitPlace {
  categories: Category[]
  products: Product[]
  customers: Customer[]
  timeline: Timeline
  chooser: Chooser
  random: Random
  acts: Act[]
  /** What each customer put in the cart lately without buying it; the next order often takes it. */
  carted: number[][]
  sessions: number
  orders: number
}

const cartedKept = 3

/** A visit without an order: views, at times a search, a favourite, a cart left behind. */
export function browse(place: VisitPlace, user: number, day: number): void {
  const { random, chooser, customers } = place
  const record = openSession(place, user, day)
  const views = 1 + random.poisson(1.1)
  for (let i = 0; i < views; i++) {
    const product = chooser.choose(customers[user], day, 'look', random)
    if (i === 0 && random.uniform() < 0.3) record('search', -1, searchText(place, product))
    record('view', product)
    if (random.uniform() < 0.1) record('favourite', product)
    if (random.uniform() < 0.03) record('share', product)
    if (random.uniform() < 0.03) record('comment', product)
    if (random.uniform() >= 0.15) continue
    record('cart', product)
    place.carted[user] = [product, ...place.carted[user]].slice(0, cartedKept)
  }
}

/** A visit with an order of one or more lines. Returns what the order cost. */
export function order(place: VisitPlace, user: number, day: number): number {
  const { random, chooser, customers, products, timeline } = place
  const record = openSession(place, user, day)
  const lines = new Set<number>()
  const count = 1 + random.poisson(0.35)
  for (let i = 0; i < count; i++) {
    const left = random.uniform() < 0.35 ? place.carted[user].shift() : undefined
    lines.add(left ?? chooser.choose(customers[user], day, 'buy', random))
  }
  if (random.uniform() < 0.3) record('view', chooser.choose(customers[user], day, 'look', random))
  for (const product of lines) {
    if (random.uniform() < 0.12) record('search', -1, searchText(place, product))
    record('view', product)
    if (random.uniform() < 0.6) record('cart', product)
  }
  const orderId = `B${String(++place.orders).padStart(7, '0')}`
  let spend = 0
  for (const product of lines) {
    const quantity = 1 + random.poisson(products[product].price < 100 ? 0.5 : 0.08)
    const discount = roundCents(products[product].price * quantity * discountShare(products[product], day, timeline))
    if (!record('purchase', product, '', { quantity, discount, order: orderId })) break
    spend += quantity * products[product].price - discount
  }
  return spend
}

type Bought = Pick<Act, 'quantity' | 'discount' | 'order'>

/** Acts of one session follow one another by half a minute or so; what falls after the end of the data is not kept. */
function openSession(place: VisitPlace, user: number, day: number) {
  const { random, timeline, products, acts } = place
  const session = `S${String(++place.sessions).padStart(7, '0')}`
  let clock = drawClock(timeline, day, random)
  return (type: ActType, product: number, query = '', bought: Bought = { quantity: 0, discount: 0, order: '' }) => {
    if (type !== 'purchase') clock += 1000 * (8 + random.integer(60))
    if (clock >= timeline.endClock) return false
    const price = product < 0 ? 0 : products[product].price
    acts.push({ user, clock, type, product, price, session, query, ...bought })
    return true
  }
}

function searchText(place: VisitPlace, product: number): string {
  const { nouns } = place.categories[place.products[product].category].words
  const noun = nouns[place.random.integer(nouns.length)]
  return place.random.uniform() < 0.7 ? noun.chinese : noun.english
}

export const roundCents = (amount: number): number => Math.round(amount * 100) / 100
