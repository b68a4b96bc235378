import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { createRandom } from '../../../main/base/random.ts'
import { offersOperation } from '../../../main/insight/customers/oneOperations.ts'
import { productOffers } from '../../../main/insight/customers/offers.ts'
import { liftOf, logLikelihoodRatio } from '../../../main/insight/products/lift.ts'
import { createShop, type Shop } from '../../features/shop.ts'
import { ledgerOf, type LineInput } from '../ledgerOf.ts'

/** Products 0–3 are bought by the same kind, 4–9 at random; 3 is no longer sold, 9 has buyers too few. */
function plantedShop() {
  const random = createRandom(6)
  const lines: LineInput[] = []
  for (let user = 0; user < 200; user++) {
    const buy = (product: number, day = 300 + random.integer(100)) => lines.push({ user, product, day })
    buy(4 + random.integer(5))
    if (user % 3 !== 0) continue
    for (const product of [0, 1, 2]) if (random.uniform() < 0.7) buy(product)
    if (random.uniform() < 0.7) buy(3, random.integer(100))
    if (user < 9) buy(9)
  }
  lines.push(
    { user: 200, product: 0, day: 350 },
    { user: 200, product: 0, day: 360 },
    { user: 200, product: 5, day: 390 },
  )
  lines.push({ user: 201, product: -1, day: 399 })
  return ledgerOf(lines)
}

describe('what goes with what a customer bought', () => {
  it('is found as by brute force: sold still, not bought yet, and more often than by chance', () => {
    const ledger = plantedShop()
    const { lookedAt, customers, offers } = productOffers(ledger, 200, 100)
    expect([lookedAt, customers]).toEqual([2, 202])
    const baskets = Array.from(
      { length: 202 },
      (_, user) =>
      new Set([...ledger.lines.user.keys()].filter((i) => ledger.lines.user[i] === user).map((i) => ledger.lines.product[i])), // prettier-ignore
    )
    const withAll = (...products: number[]) =>
      baskets.filter((basket) => products.every((one) => basket.has(one))).length
    const expected = [1, 2, 3, 4, 6, 7, 8, 9].flatMap((product) => {
      const days = [...ledger.lines.day].filter((_, i) => ledger.lines.product[i] === product)
      if (Math.max(...days) < ledger.endDay - 180) return []
      const ties = [0, 5].flatMap((because) => {
        const overlap = { both: withAll(because, product), one: withAll(because), other: withAll(product), all: 202 }
        const lift = liftOf(overlap)
        return overlap.both >= 5 && (lift.low ?? 0) > 1 ? [{ because, overlap, lift, strength: logLikelihoodRatio(overlap) }] : [] // prettier-ignore
      })
      const best = ties.sort((a, b) => b.strength - a.strength).at(0)
      return best ? [{ product, ...best }] : []
    })
    expected.sort((a, b) => b.strength - a.strength)
    expect(expected.map(({ product }) => product).sort()).toEqual([1, 2])
    expect(offers.map(({ product, because, together, lift }) => ({ product, because, together, lift }))).toEqual(
      expected.map(({ product, because, overlap, lift }) => ({ product, because, together: overlap.both, lift })),
    )
    for (const { share, everyone, product } of offers) {
      expect(share.value).toBeCloseTo(withAll(0, product) / withAll(0), 12)
      expect(everyone).toBeCloseTo(withAll(product) / 202, 12)
    }
    expect(productOffers(ledger, 201, 10)).toMatchObject({ lookedAt: 0, offers: [] })
    expect(productOffers(ledger, 200, 1).offers).toHaveLength(1)
  })
})

describe('offers to one customer', () => {
  let shop: Shop
  beforeAll(() => {
    shop = createShop()
    shop.products([
      { product: 'tea', brand: 'Aster', title: 'Green tea' },
      { product: 'pot', brand: 'Birch' },
    ])
    const buy = (user: string, product: string) => ({ user, product, time: 0, quantity: 1, amount: 5 })
    shop.acts([
      ...Array.from({ length: 10 }, (_, at) => [buy(`both ${at}`, 'tea'), buy(`both ${at}`, 'pot')]).flat(),
      ...Array.from({ length: 30 }, (_, at) => buy(`neither ${at}`, 'cup')),
      buy('ann', 'tea'),
    ])
    const { database } = shop.project
    const id = (table: string, column: string, name: string) => database.prepare(`SELECT id FROM ${table} WHERE ${column} = ?`).pluck().get(name) // prettier-ignore
    database.pragma('foreign_keys = OFF')
    const [ann, aster, birch] = [
      id('user', 'external', 'ann'),
      id('brand', 'name', 'Aster'),
      id('brand', 'name', 'Birch'),
    ]
    database.prepare('INSERT INTO score_pair (run_id, user_id, brand_id, p, share, past_share, brand_spend) VALUES (1, ?, ?, 0.7, 0.5, 1, 5)').run(ann, aster) // prettier-ignore
    database.prepare('INSERT INTO score_conquest (run_id, user_id, brand_id, p, share, market_share, category_spend) VALUES (1, ?, ?, 0.1, 0.2, 0.3, 5)').run(ann, birch) // prettier-ignore
  })
  afterAll(() => shop.close())

  it('name products with their reason, and brands by the run', async () => {
    const found = await offersOperation.run(shop.project, { id: 'ann', runId: 1 }, unattended)
    expect(found).toMatchObject({
      ...{ lookedAt: 1, customers: 41 },
      products: [{ id: 'pot', title: null, brand: 'Birch', because: { id: 'tea', title: 'Green tea' }, together: 10 }],
      again: [{ brand: 'Aster', p: 0.7, pastShare: 1, marketShare: null }],
      fresh: [{ brand: 'Birch', p: 0.1, pastShare: null, marketShare: 0.3 }],
    })
    expect(found.products[0].share.value).toBeCloseTo(10 / 11, 12)
    expect(found.products[0].everyone).toBeCloseTo(10 / 41, 12)
  })

  it('are none without a run, and none of products that go with nothing', async () => {
    const found = await offersOperation.run(shop.project, { id: 'neither 1', runId: null }, unattended)
    expect(found).toMatchObject({ products: [], again: null, fresh: null })
    const other = await offersOperation.run(shop.project, { id: 'neither 1', runId: 1 }, unattended)
    expect([other.again, other.fresh]).toEqual([null, null])
  })
})
