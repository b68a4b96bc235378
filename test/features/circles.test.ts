import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayMs } from '../../main/base/calendar.ts'
import { unattended } from '../../main/base/job.ts'
import { createRandom } from '../../main/base/random.ts'
import { columnOf } from '../../main/base/table.ts'
import { lookFrom } from '../../main/features/asOf.ts'
import { hubDegree } from '../../main/features/circles.ts'
import { everything, fitFeatureSet } from '../../main/features/featureSet.ts'
import { indexSales } from '../../main/features/productRows.ts'
import { takeSnapshot, type Snapshot } from '../../main/features/snapshot.ts'
import { loadWorld } from '../../main/features/world.ts'
import { createShop, type ActInput, type Shop } from './shop.ts'

const cutoff = Date.UTC(2024, 0, 1)
const users = 220
const brands = 40
const hub = 'u0'

interface Link {
  user: string
  peer: string
  time: number
}

let shop: Shop
let acts: ActInput[]
let links: Link[]
let snapshot: Snapshot
let names: { user: string[]; brand: string[] }

beforeAll(() => {
  const random = createRandom(5)
  const user = () => `u${random.integer(users)}`
  const ago = () => cutoff - Math.floor(random.uniform() * 400 - 40) * dayMs - 3_600_000
  acts = Array.from({ length: 900 }, () => {
    const product = random.integer(80)
    const type = random.integer(8) === 0 ? 'view' : 'purchase'
    return { user: user(), product: `p${product}`, type, amount: 1 + random.integer(90), time: ago() } as const
  })
  // The last twenty know nobody.
  const linked = () => `u${random.integer(users - 20)}`
  links = Array.from({ length: 500 }, () => ({ user: linked(), peer: linked(), time: ago() }))
  for (let i = 1; i < users - 20; i += i % 3 === 0 ? 2 : 1)
    links.push({ user: `u${i}`, peer: hub, time: cutoff - dayMs })
  shop = createShop()
  const products = Array.from({ length: 80 }, (_, p) => ({
    product: `p${p}`,
    brand: p % 9 === 8 ? undefined : `b${p % brands}`,
    category: p % 7 === 6 ? undefined : `c${p % 5}`,
  }))
  shop.products(products)
  shop.acts(acts)
  shop.links(links)
  const { project } = shop
  const world = loadWorld(project, unattended)
  const features = fitFeatureSet(world, project.calendar, cutoff / dayMs, everything, 'off', 0)
  const asOf = lookFrom(world, features, cutoff / dayMs, cutoff, 90)
  const limit = { most: Infinity, spares: () => false }
  snapshot = takeSnapshot(asOf, indexSales(world.acts, 80), { products: true, pairs: true }, limit, false)
  const list = (sql: string) => ['', ...project.database.prepare<[], string>(sql).pluck().all()]
  names = {
    user: list('SELECT external FROM user ORDER BY id'),
    brand: list('SELECT name FROM brand ORDER BY id'),
  }
})
afterAll(() => shop.close())

/** The definitions once more: sets, lists and ways walked one by one. */
function slowly() {
  const around = new Map<string, Set<string>>()
  const join = (one: string, other: string) => around.set(one, (around.get(one) ?? new Set()).add(other))
  for (const { user, peer, time } of links) {
    if (time >= cutoff || user === peer) continue
    join(user, peer)
    join(peer, user)
  }
  const neighbours = (user: string) => [...(around.get(user) ?? [])]
  const bought = (user: string) => acts.filter((a) => a.user === user && a.type === 'purchase' && a.time < cutoff)
  const brandOf = ({ product }: ActInput) => {
    const p = Number(product?.slice(1))
    return p % 9 === 8 ? null : `b${p % brands}`
  }
  const categoryOf = ({ product }: ActInput) => {
    const p = Number(product?.slice(1))
    return p % 7 === 6 ? null : `c${p % 5}`
  }
  const spend = (list: ActInput[]) => list.reduce((sum, a) => sum + (a.amount ?? 0), 0)
  const all = acts.filter((a) => a.type === 'purchase' && a.time < cutoff)
  const ranked = (of: (a: ActInput) => string | null) => {
    const found = [...new Set(all.flatMap((a) => of(a) ?? []))]
    const total = (name: string) => spend(all.filter((a) => of(a) === name))
    return found.sort((a, b) => total(b) - total(a)).slice(0, 32)
  }
  const rankedBrands = ranked(brandOf)
  const rankedCategories = ranked(categoryOf)
  const mixOf = (list: { act: ActInput; weight: number }[], of: (a: ActInput) => string | null, among: string[]) => {
    const sums = among.map((name) =>
      list.reduce((sum, { act, weight }) => sum + (of(act) === name ? weight * (act.amount ?? 0) : 0), 0),
    )
    const total = sums.reduce((a, b) => a + b, 0)
    return sums.map((sum) => (total > 0 ? sum / total : 0))
  }
  const common = (a: number[], b: number[]) => a.reduce((sum, share, i) => sum + Math.min(share, b[i]), 0)
  const weighted = (list: ActInput[], weight = 1) => list.map((act) => ({ act, weight }))
  return (user: string) => {
    const ways = neighbours(user).flatMap((peer) => {
      const weight = Math.min(1, hubDegree / neighbours(peer).length)
      return neighbours(peer).flatMap((other) => (other === user ? [] : [{ other, weight }]))
    })
    const buyers = ways.filter(({ other }) => bought(other).length > 0)
    const sum = (list: typeof ways, of: (other: string) => number) =>
      list.reduce((total, { other, weight }) => total + weight * of(other), 0)
    const weight = sum(ways, () => 1)
    const buyerWeight = sum(buyers, () => 1)
    const near = neighbours(user).flatMap((peer) => weighted(bought(peer)))
    const far = ways.flatMap(({ other, weight: w }) => weighted(bought(other), w))
    const own = weighted(bought(user))
    const recency = (other: string) => Math.min(...bought(other).map((a) => Math.ceil((cutoff - a.time) / dayMs)))
    const mean = (total: number) => (buyerWeight > 0 ? total / buyerWeight : 0)
    const farBrands = mixOf(far, brandOf, rankedBrands)
    return {
      rankedBrands,
      farBrands,
      columns: {
        hasLinks: Number(neighbours(user).length > 0),
        neighbours: neighbours(user).length,
        secondWays: weight,
        secondBuyerShare: weight > 0 ? buyerWeight / weight : 0,
        secondSpend: sum(buyers, (other) => spend(bought(other))),
        secondMeanSpend: mean(sum(buyers, (other) => spend(bought(other)))),
        secondMeanRecencyDays: mean(sum(buyers, recency)),
        neighbourBrands: new Set(near.flatMap(({ act }) => brandOf(act) ?? []).filter((b) => rankedBrands.includes(b)))
          .size,
        neighbourCategories: new Set(near.flatMap(({ act }) => categoryOf(act) ?? [])).size,
        neighbourBrandOverlap: common(mixOf(own, brandOf, rankedBrands), mixOf(near, brandOf, rankedBrands)),
        neighbourCategoryOverlap: common(
          mixOf(own, categoryOf, rankedCategories),
          mixOf(near, categoryOf, rankedCategories),
        ),
        secondBrandOverlap: common(mixOf(own, brandOf, rankedBrands), farBrands),
        [`neighbourCategory = ${rankedCategories[1]}`]: mixOf(near, categoryOf, rankedCategories)[1],
        [`neighbourBrand = ${rankedBrands[3]}`]: mixOf(near, brandOf, rankedBrands)[3],
      } as Record<string, number>,
    }
  }
}

describe('one and two steps of links, by sparse products', () => {
  it('are what walking every way gives, the hub’s ways weighing less', () => {
    const read = slowly()
    expect(read(hub).columns.neighbours).toBeGreaterThan(hubDegree)
    const { table } = snapshot.users
    const seen = { linked: 0, far: 0 }
    for (let row = 0; row < table.rows; row++) {
      const { columns } = read(names.user[table.ids[row]])
      for (const [name, value] of Object.entries(columns)) {
        const found = columnOf(table.inputs.social, name)[row]
        expect(Math.abs(found - value), `${name} of ${names.user[table.ids[row]]}`).toBeLessThan(1e-4 * (1 + value))
      }
      seen.linked += columns.hasLinks
      if (columns.secondSpend > 0) seen.far++
    }
    expect(seen.linked).toBeGreaterThan(100)
    expect(seen.linked).toBeLessThan(table.rows)
    expect(seen.far).toBeGreaterThan(100)
  })

  it('give pairs the brand’s share two steps away, 0 for a brand that is not ranked', () => {
    const read = slowly()
    const { table } = snapshot.pairs!
    const shares = columnOf(table.inputs.social, 'pair secondShare')
    let unranked = 0
    for (let row = 0; row < table.rows; row += 7) {
      const { rankedBrands, farBrands } = read(names.user[table.ids[row]])
      const place = rankedBrands.indexOf(names.brand[table.brandIds[row]])
      if (place < 0) unranked++
      expect(shares[row]).toBeCloseTo(place < 0 ? 0 : farBrands[place], 5)
    }
    expect(unranked).toBeGreaterThan(0)
    expect(shares.some((share) => share > 0)).toBe(true)
  })
})
