import type { Estimate } from '../../model/types.ts'
import { share } from '../intervals.ts'
import { rememberLatest } from '../ledger/rememberLatest.ts'
import type { Ledger } from '../ledger/types.ts'
import { liftOf, logLikelihoodRatio } from '../products/lift.ts'
import { leastSupport } from '../products/ties.ts'

/** Of a customer's products, those bought last. */
const mostOwn = 30
/** Nobody can be offered what is no longer sold: products without a sale in so many days up to the end of the data. */
const onSaleDays = 180

/** Products by their place in the ledger. */
export interface FoundOffer {
  product: number
  because: number
  together: number
  share: Estimate
  everyone: number
  lift: Estimate
}

/**
 * Products that a customer has not bought and that go with one they have: among all customers who bought anything, those with
 * the one hold the other more often than all do (the lift's 95% interval lies above 1, `leastSupport` customers or more with
 * both), the strongest tie first by Dunning's log-likelihood ratio (1993). Item-to-item collaborative filtering (Linden, Smith
 * & York 2003) with the customer as the basket. What was bought first, and why, is not asked.
 */
export function productOffers(
  ledger: Ledger,
  user: number,
  most: number,
): { lookedAt: number; customers: number; offers: FoundOffer[] } {
  const { buyers, lastDay, customers } = buyersOf(ledger)
  const { own, all } = ownProducts(ledger, user)
  const met = meetings(ledger, user, own)
  const found: (FoundOffer & { strength: number })[] = []
  for (let product = 0; product < ledger.products.count; product++) {
    if (all.has(product) || lastDay[product] < ledger.endDay - onSaleDays) continue
    let best: (FoundOffer & { strength: number }) | null = null
    for (const [at, because] of own.entries()) {
      const together = met[at * ledger.products.count + product]
      if (together < leastSupport) continue
      const overlap = { both: together, one: buyers[because], other: buyers[product], all: customers }
      const lift = liftOf(overlap)
      if (lift.low === null || lift.low <= 1) continue
      const strength = logLikelihoodRatio(overlap)
      if (best && best.strength >= strength) continue
      const shares = { share: share(together, buyers[because]), everyone: buyers[product] / customers }
      best = { ...{ product, because, together, lift, strength }, ...shares }
    }
    if (best) found.push(best)
  }
  found.sort((a, b) => b.strength - a.strength || a.product - b.product)
  const offers = found.slice(0, most).map(({ strength: _, ...offer }): FoundOffer => offer)
  return { lookedAt: own.length, customers, offers }
}

/** The products bought last, the latest first, and all of them. */
function ownProducts({ lines }: Ledger, user: number): { own: number[]; all: Set<number> } {
  const all = new Set<number>()
  for (let i = lines.starts[user + 1] - 1; i >= lines.starts[user]; i--)
    if (lines.product[i] >= 0) all.add(lines.product[i])
  return { own: [...all].slice(0, mostOwn), all }
}

interface Buyers {
  /** Customers by product, the day of its last sale, and customers in all. */
  buyers: Int32Array
  lastDay: Int32Array
  customers: number
}

const remember = rememberLatest<Buyers>(1)

const buyersOf = (ledger: Ledger): Buyers =>
  remember(ledger, '', () => {
    const { lines, products, users } = ledger
    const [buyers, lastDay] = [new Int32Array(products.count), new Int32Array(products.count).fill(-(2 ** 31))]
    const lastUser = new Int32Array(products.count).fill(-1)
    let customers = 0
    for (let user = 0; user < users.count; user++) {
      if (lines.starts[user + 1] > lines.starts[user]) customers++
      for (let i = lines.starts[user]; i < lines.starts[user + 1]; i++) {
        const product = lines.product[i]
        if (product < 0) continue
        lastDay[product] = Math.max(lastDay[product], lines.day[i])
        if (lastUser[product] !== user) buyers[product]++
        lastUser[product] = user
      }
    }
    return { buyers, lastDay, customers }
  })

/** How many other customers bought an own product (row) and another one (column), row by row. */
function meetings({ lines, products, users }: Ledger, user: number, own: number[]): Int32Array {
  const met = new Int32Array(own.length * products.count)
  const rowOf = new Int32Array(products.count).fill(-1)
  own.forEach((product, at) => (rowOf[product] = at))
  const lastUser = new Int32Array(products.count).fill(-1)
  const rows = new Int32Array(own.length)
  for (let other = 0; other < users.count; other++) {
    if (other === user) continue
    let shared = 0
    for (let i = lines.starts[other]; i < lines.starts[other + 1]; i++) {
      const row = lines.product[i] < 0 ? -1 : rowOf[lines.product[i]]
      if (row >= 0 && !rows.subarray(0, shared).includes(row)) rows[shared++] = row
    }
    if (shared === 0) continue
    for (let i = lines.starts[other]; i < lines.starts[other + 1]; i++) {
      const product = lines.product[i]
      if (product < 0 || lastUser[product] === other) continue
      lastUser[product] = other
      for (let k = 0; k < shared; k++) met[rows[k] * products.count + product]++
    }
  }
  return met
}
