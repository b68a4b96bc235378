import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { generateSampleShop, type SampleShop } from '../../../main/dataset/sample/generate.ts'
import { dayOf, readActs, readRows, type CleanAct, type Row } from './shopFiles.ts'
import { correlation, countBy, mean, partialSpearman } from './statistics.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-sample-'))
let shop: SampleShop
let acts: CleanAct[]
let products: Map<string, Row>
/** Days since 1970. */
let end: number

const productOf = (act: CleanAct) => act.product
const isLook = (act: CleanAct) => act.type === 'view' || act.type === 'cart'
const between = (from: number, to: number) => acts.filter((act) => act.day >= from && act.day < to)

beforeAll(async () => {
  shop = await generateSampleShop(folder, {}, unattended)
  acts = readActs(shop)
  products = new Map(readRows(shop, 'products').map((row) => [row.product_id, row]))
  end = dayOf(shop.truth.end)
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Each customer's consecutive purchases in one category, as pairs of brands with the day of the second. */
function brandSteps(): { category: string; from: string; to: string; day: number }[] {
  const last = new Map<string, string>()
  const steps: { category: string; from: string; to: string; day: number }[] = []
  for (const act of acts) {
    const product = products.get(act.product)
    if (act.type !== 'purchase' || !product || product.brand === '') continue
    const key = `${act.user} ${product.category}`
    const from = last.get(key)
    if (from !== undefined) steps.push({ category: product.category, from, to: product.brand, day: act.day })
    last.set(key, product.brand)
  }
  return steps
}

/** The brand each customer bought most often in a category within [from, to). */
function mainBrands(category: string, from: number, to: number): Map<string, string> {
  const bought = between(from, to).filter((act) => act.type === 'purchase')
  const inCategory = bought.filter((act) => products.get(act.product)?.category === category)
  const counts = countBy(inCategory, (act) => `${act.user}|${products.get(act.product)?.brand}`)
  const ascending = [...counts].sort((a, b) => a[1] - b[1]).map(([key]) => key.split('|'))
  return new Map(ascending.map(([user, brand]) => [user, brand]))
}

describe('products of the sample shop', () => {
  it('are touched by nobody before they are launched, and some are launched on the way', () => {
    const early = acts.filter((act) => {
      const product = products.get(act.product)
      return product && act.day < dayOf(product.launched_at)
    })
    expect(early).toEqual([])
    const launches = [...products.values()].map((row) => dayOf(row.launched_at))
    expect(launches.filter((day) => day > dayOf(shop.truth.from)).length).toBeGreaterThan(80)
  })

  it('rise and fade: recent looking foretells units to come beyond past units', () => {
    const cutoff = end - 90
    const ids = [...products.keys()].filter((id) => dayOf(products.get(id)!.launched_at) < cutoff - 180)
    const count = (from: number, to: number, suits: (act: CleanAct) => boolean) => {
      const counts = countBy(between(from, to).filter(suits), productOf)
      return ids.map((id) => counts.get(id) ?? 0)
    }
    const isPurchase = (act: CleanAct) => act.type === 'purchase'
    const future = count(cutoff, end, isPurchase)
    const pastUnits = [count(cutoff - 90, cutoff, isPurchase), count(cutoff - 180, cutoff - 90, isPurchase)]
    const looks = count(cutoff - 30, cutoff, isLook)
    const added = partialSpearman(looks, future, pastUnits)
    expect(added).toBeGreaterThan(0.15)
  })

  it('grow and shrink as their planted trend says', () => {
    const trend = new Map(shop.truth.products.map((product) => [product.id, product]))
    const growth = (name: string) => {
      const looks = acts.filter((act) => {
        const planted = trend.get(act.product)
        return (
          isLook(act) && planted?.trend === name && dayOf(planted.onset) > end - 400 && dayOf(planted.onset) < end - 190
        )
      })
      const onset = (act: CleanAct) => dayOf(trend.get(act.product)!.onset)
      const before = looks.filter((act) => act.day >= onset(act) - 60 && act.day < onset(act)).length
      const after = looks.filter((act) => act.day >= onset(act) + 120 && act.day < onset(act) + 180).length
      return after / before
    }
    expect(growth('rising')).toBeGreaterThan(1.7 * growth('steady'))
    expect(growth('fading')).toBeLessThan(0.6 * growth('steady'))
  })

  it('are bought less when dear for their category, and come back less when good', () => {
    const medians = new Map<string, number>()
    for (const name of new Set([...products.values()].map((row) => row.category))) {
      const prices = [...products.values()].filter((row) => row.category === name && row.price !== '')
      const sorted = prices.map((row) => Number(row.price)).sort((a, b) => a - b)
      medians.set(name, sorted[Math.floor(sorted.length / 2)])
    }
    const units = countBy(
      acts.filter((act) => act.type === 'purchase'),
      productOf,
    )
    const position = (row: Row) => Number(row.price) / medians.get(row.category)!
    const meanUnits = (suits: (row: Row) => boolean) =>
      mean(
        [...products.values()]
          .filter((row) => row.price !== '' && suits(row))
          .map((row) => units.get(row.product_id) ?? 0),
      )
    const middle = meanUnits((row) => position(row) > 0.6 && position(row) < 1.2)
    expect(meanUnits((row) => position(row) > 1.8)).toBeLessThan(0.6 * middle)
    const quality = new Map(shop.truth.products.map((product) => [product.id, product.quality]))
    const returnShare = (good: boolean) => {
      const own = acts.filter((act) => act.product !== '' && quality.get(act.product)! > 0 === good)
      const counts = countBy(own, (act) => act.type)
      return counts.get('return')! / counts.get('purchase')!
    }
    expect(returnShare(true)).toBeLessThan(0.6 * returnShare(false))
    const rated = [...products.values()]
    const ratings = rated.map((row) => Number(row.rating))
    const qualities = rated.map((row) => quality.get(row.product_id)!)
    expect(correlation(ratings, qualities)).toBeGreaterThan(0.7)
  })
})

describe('brands of the sample shop', () => {
  it('keep their buyers as their size predicts, but for the planted ones', () => {
    const steps = brandSteps()
    const names = [...new Set(steps.map((step) => step.from))].filter(
      (name) => name !== shop.truth.switching.from && name !== shop.truth.switching.to,
    )
    const excess = names.map((name) => {
      const own = steps.filter((step) => step.from === name)
      const peers = steps.filter((step) => step.category === own[0].category)
      const share = peers.filter((step) => step.from === name).length / peers.length
      // Dirichlet with S = 1: a buyer's next choice is the same brand with probability (1 + share) / 2.
      return { name, excess: mean(own.map((step) => Number(step.to === name))) - (1 + share) / 2 }
    })
    excess.sort((a, b) => b.excess - a.excess)
    expect(new Set(excess.slice(0, 3).map(({ name }) => name))).toEqual(new Set(shop.truth.brands.loyal))
    expect(excess.at(-1)?.name).toBe(shop.truth.brands.deficit[0])
  })

  it('lose to the planted rival in the last six months, and not before', () => {
    const { category, from, to, since } = shop.truth.switching
    const split = dayOf(since)
    const flow = (days: [number, number, number], first: string, second: string) => {
      const [before, after] = [mainBrands(category, days[0], days[1]), mainBrands(category, days[1], days[2])]
      const both = [...before].filter(([user, brand]) => brand === first && after.has(user))
      return { share: mean(both.map(([user]) => Number(after.get(user) === second))), of: both.length }
    }
    const planted: [number, number, number] = [split - 182, split, end]
    const earlier: [number, number, number] = [split - 364, split - 182, split]
    const [late, early, back] = [flow(planted, from, to), flow(earlier, from, to), flow(planted, to, from)]
    const errorOf = ({ share, of }: { share: number; of: number }) => (share * (1 - share)) / of
    for (const usual of [early, back]) {
      expect(late.share - usual.share).toBeGreaterThan(3.5 * Math.sqrt(errorOf(late) + errorOf(usual)))
    }
  })

  it('differ in size within every category', () => {
    const sold = countBy(
      acts.filter((act) => act.type === 'purchase'),
      (act) => products.get(act.product)?.brand ?? '',
    )
    for (const category of new Set([...products.values()].map((row) => row.category))) {
      const brands = new Set([...products.values()].filter((row) => row.category === category).map((row) => row.brand))
      brands.delete('')
      const sizes = [...brands].map((brand) => sold.get(brand)!).sort((a, b) => b - a)
      expect(sizes).toHaveLength(5)
      expect(sizes[0]).toBeGreaterThan(2 * sizes[4])
    }
  })
})

describe('seasons of the sample shop', () => {
  it('has sale days, weekends and evenings', () => {
    const perDay = countBy(acts, (act) => new Date(Math.floor(act.day) * 86_400_000).toISOString().slice(0, 10))
    for (const date of ['2024-11-11', '2025-06-18', '2025-11-11']) {
      // Against the month before it: the shop grows, so its mean over all days would not do.
      const usual = between(dayOf(date) - 33, dayOf(date) - 5).length / 28
      expect(perDay.get(date)!).toBeGreaterThan(2 * usual)
    }
    const weekday = countBy(acts, (act) => String((Math.floor(act.day) + 3) % 7))
    expect(weekday.get('5')!).toBeGreaterThan(1.2 * weekday.get('1')!)
    const hour = countBy(acts, (act) => String(Math.floor((act.day % 1) * 24)))
    expect(hour.get('21')!).toBeGreaterThan(2 * hour.get('15')!)
  })
})
