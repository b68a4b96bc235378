import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { createRandom } from '../../../main/base/random.ts'
import { shopFilter } from '../../../main/insight/filter/input.ts'
import {
  socialCommunitiesOperation,
  socialInfluenceOperation,
  socialNetworkOperation,
} from '../../../main/insight/social/operations.ts'
import type { ShopFilter } from '../../../main/insight/filter/types.ts'
import type { NetworkQuestion } from '../../../main/insight/social/network.ts'
import type { SocialNetwork } from '../../../main/insight/social/types.ts'
import { insertRun } from '../../../main/model/store.ts'
import { exampleRun } from '../../report/exampleRun.ts'
import { createShop, type Shop } from '../../features/shop.ts'

const dayMs = 86_400_000
const everything = shopFilter.parse({})
let shop: Shop
beforeEach(() => (shop = createShop()))
afterEach(() => shop.close())

const buy = (user: string, day: number, amount: number, product = 'tea') => ({ user, time: day * dayMs, product, quantity: 1, amount }) // prettier-ignore
const ask = async (question: Partial<NetworkQuestion> = {}) =>
  socialNetworkOperation.run(
    shop.project,
    { selection: { kind: 'all' }, relation: null, filter: everything, limit: 5000, runId: null, ...question },
    unattended,
  )
const network = async (question: Partial<NetworkQuestion> = {}): Promise<SocialNetwork> => {
  const found = await ask(question)
  if (!found) throw new Error('a network was expected')
  return found
}
const nodeOf = ({ nodes }: SocialNetwork, id: string) => nodes.find((node) => node.id === id)

/** Two triangles joined by one tie; `lone` has no link, `g` only one of its own kind. */
function twoTriangles(): void {
  shop.acts([
    ...[buy('a', 0, 10), buy('b', 3, 20), buy('c', 9, 30), buy('d', 1, 5), buy('e', 2, 7), buy('lone', 4, 99)],
    { user: 'c', time: 10 * dayMs, type: 'return', product: 'tea', quantity: 1, amount: 30 },
    buy('c', 12, 40, 'cup'),
  ])
  const pairs = [['a', 'b'], ['b', 'c'], ['c', 'a'], ['c', 'd'], ['d', 'e'], ['e', 'f'], ['f', 'd']] // prettier-ignore
  shop.links([
    ...pairs.map(([user, peer], at) => ({ user, peer, relation: 'friend', time: at === 0 ? undefined : 0 })),
    { user: 'b', peer: 'a', relation: 'friend', time: 0 },
    { user: 'a', peer: 'a', relation: 'friend', time: 0 },
    { user: 'a', peer: 'g', relation: 'follow', time: 0 },
  ])
}

describe('the network of a shop', () => {
  it('is null without links', async () => {
    shop.acts([buy('a', 0, 1)])
    expect(await ask()).toBeNull()
  })

  it('stands without any purchase', async () => {
    shop.links([{ user: 'a', peer: 'b' }])
    const found = await network()
    expect(found).toMatchObject({ customers: 2, ties: 1, measure: 'spend' })
    expect(found.nodes.map(({ value }) => value)).toEqual([0, 0])
    expect(await socialInfluenceOperation.run(shop.project, { of: 'product', relation: null, filter: everything, days: [30], shuffles: 20, seed: 1 }, unattended)).toMatchObject({ purchases: 0, shared: 0 }) // prettier-ignore
  })

  it('counts ties once whichever way and however often they are named, dated or not', async () => {
    twoTriangles()
    const found = await network()
    expect(found).toMatchObject({
      customers: 7,
      ties: 8,
      selected: 7,
      measure: 'spend',
      division: { communityCount: 2 },
    })
    expect(found.relations).toEqual([
      { relation: 'friend', links: 9, undated: 1 },
      { relation: 'follow', links: 1, undated: 0 },
    ])
    expect(found.edges).toHaveLength(16)
  })

  it('tells reach, spend net of returns, and the value of a neighbourhood', async () => {
    twoTriangles()
    const found = await network()
    expect(nodeOf(found, 'c')).toMatchObject({ reach1: 3, reach2: 6, value: 40, neighbourhoodValue: 35, neighboursKnown: 3 }) // prettier-ignore
    expect(nodeOf(found, 'g')).toMatchObject({ reach1: 1, reach2: 3, value: 0, neighbourhoodValue: 10 })
    expect(found.division?.communities).toMatchObject([
      { community: 1, customers: 4, inside: 4, outside: 1, value: 70 },
      { community: 2, customers: 3, inside: 3, outside: 1, value: 12 },
    ])
  })

  it('sums a run’s predictions, and says of how many people there are any', async () => {
    twoTriangles()
    const runId = insertRun(shop.project.database, exampleRun())
    const insert = shop.project.database.prepare(
      `INSERT INTO score_user (run_id, user_id, ltv, purchase_days, past_spend, recency_days)
       SELECT ?, id, ?, 1, 0, 0 FROM user WHERE external = ?`,
    )
    for (const [user, ltv] of [['a', 100], ['b', 50], ['d', 8]] as const) insert.run(runId, ltv, user) // prettier-ignore
    const found = await network({ runId })
    expect(found.measure).toBe('ltv')
    expect(nodeOf(found, 'c')).toMatchObject({ value: null, neighbourhoodValue: 158, neighboursKnown: 3 })
    expect(nodeOf(found, 'a')).toMatchObject({ value: 100, neighbourhoodValue: 50, neighboursKnown: 1 })
  })

  it('narrows to a relation, a community, and the people around a customer', async () => {
    twoTriangles()
    expect(await network({ relation: 'follow' })).toMatchObject({ customers: 2, ties: 1 })
    const community = await network({ selection: { kind: 'community', community: 2 } })
    expect(community.nodes.map(({ id }) => id).sort()).toEqual(['d', 'e', 'f'])
    const near = await network({ selection: { kind: 'customer', user: 'g', steps: 2 } })
    expect(near.nodes.map(({ id }) => id)).toEqual(['g', 'a', 'b', 'c'])
    const few = await network({ selection: { kind: 'customer', user: 'g', steps: 2 }, limit: 2 })
    expect(few).toMatchObject({ selected: 4, nodes: [{ id: 'g' }, { id: 'a' }], edges: [0, 1] })
    expect((await network({ limit: 3 })).nodes.map(({ id }) => id)).toEqual(['a', 'c', 'd'])
    for (const user of ['lone', 'nobody']) {
      await expect(network({ selection: { kind: 'customer', user, steps: 1 } })).rejects.toMatchObject({
        code: 'social.unknownCustomer',
      })
    }
  })

  it('is drawn the same each time, everybody at a place of its own', async () => {
    twoTriangles()
    const first = await network()
    shop.project.database.exec('SELECT 1')
    const second = await network()
    expect(second.nodes).toEqual(first.nodes)
    const places = new Set(first.nodes.map(({ x, y }) => `${x} ${y}`))
    expect(places.size).toBe(7)
    expect(first.nodes.every(({ x, y }) => Number.isFinite(x + y))).toBe(true)
  })
})

describe('a filter', () => {
  /** Ties among some people, by SQL of its own. */
  const tiesAmong = (people: string) =>
    shop.project.database
      .prepare(
        `SELECT COUNT(DISTINCT MIN(user_id, peer_id) || ' ' || MAX(user_id, peer_id)) FROM social_link
         WHERE user_id <> peer_id AND user_id IN (${people}) AND peer_id IN (${people})`,
      )
      .pluck()
      .get() as number
  beforeEach(() => {
    twoTriangles()
    shop.users(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((user, at) => ({ user, region: at < 4 ? 'North' : 'South' })))
    shop.products([
      { product: 'tea', brand: 'Aster' },
      { product: 'cup', brand: 'Other' },
    ])
  })
  const brand = (name: string) =>
    shop.project.database.prepare('SELECT id FROM brand WHERE name = ?').pluck().get(name) as number
  const filtered = (filter: Partial<ShopFilter>) => network({ filter: shopFilter.parse(filter) })

  it('of people leaves the ties among them', async () => {
    const found = await filtered({ regions: ['North'] })
    expect(found.nodes.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c', 'd'])
    expect(found.ties).toBe(tiesAmong(`SELECT user_id FROM user_fact WHERE region = 'North'`))
    expect(nodeOf(found, 'c')).toMatchObject({ reach1: 3, value: 40, neighbourhoodValue: 35 })
    expect(found.relations).toEqual((await network()).relations)
  })

  it('of goods leaves who bought them in the period, and what they spent on them', async () => {
    const buyers = `SELECT user_id FROM behaviour b JOIN product p ON p.id = b.product_id
      WHERE p.external = 'tea' AND type_id = 4 AND user_id <> (SELECT id FROM user WHERE external = 'c')`
    const found = await filtered({ brands: [brand('Aster')] })
    expect(found.nodes.map(({ id }) => id).sort()).toEqual(['a', 'b', 'd', 'e'])
    expect(found.ties).toBe(tiesAmong(buyers))
    expect(found.value).toBe(10 + 20 + 5 + 7)
    const early = await filtered({ brands: [brand('Aster')], period: { from: null, to: '1970-01-03' } })
    expect(early.nodes.map(({ id }) => id).sort()).toEqual(['d', 'e'])
  })

  it('of days alone narrows what was spent, not who is tied', async () => {
    const found = await filtered({ period: { from: '1970-01-04', to: '1970-01-13' } })
    expect(found).toMatchObject({ customers: 7, ties: 8, value: 20 + 40 })
  })

  it('that leaves nobody is an empty network', async () =>
    expect(await filtered({ regions: ['nowhere'] })).toMatchObject({ customers: 0, ties: 0, nodes: [] }))

  it('of goods counts first purchases of them alone', async () => {
    const settings = { relation: 'friend', days: [7], shuffles: 20, seed: 1 }
    const filter = shopFilter.parse({ brands: [brand('Aster')] })
    const found = await socialInfluenceOperation.run(shop.project, { of: 'product', filter, ...settings }, unattended)
    expect(found).toMatchObject({ purchases: 4, shared: 4 })
  })
})

it('finds the communities of a large network only when asked for, and then tells them', async () => {
  const random = createRandom(4)
  const users = 3000
  shop.links(
    Array.from({ length: 40_000 }, () => {
      const user = random.integer(users)
      return { user: `u${user}`, peer: `u${(user + 1 + random.integer(30)) % users}` }
    }),
  )
  const scope = { relation: null, filter: everything }
  expect(await network({ limit: 50 })).toMatchObject({ division: null, customers: users })
  const { communities } = await socialCommunitiesOperation.run(shop.project, scope, unattended)
  expect((await network({ limit: 50 })).division).toMatchObject({ communityCount: communities })
  expect(communities).toBeGreaterThan(1)
})

it('measures influence on first purchases that were kept', async () => {
  twoTriangles()
  const settings = { relation: 'friend', filter: everything, days: [7], shuffles: 20, seed: 1 }
  const found = await socialInfluenceOperation.run(shop.project, { of: 'product', ...settings }, unattended)
  // Of tea by a 0, b 3, d 1, e 2 (c's came back), of the cup by c: b follows a, e follows d.
  expect(found).toMatchObject({ of: 'product', purchases: 5, shared: 4 })
  expect(found.windows).toMatchObject([{ days: 7, observed: 2 }])
})
