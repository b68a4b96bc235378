import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { generateSampleShop, type SampleShop } from '../../../main/dataset/sample/generate.ts'
import { dayOf, readActs, readRows, type CleanAct } from './shopFiles.ts'
import { countBy, mean, partialSpearman, spearman, sumBy } from './statistics.ts'

const horizonDays = 90
const folder = mkdtempSync(join(tmpdir(), 'assay-sample-'))
let shop: SampleShop
let past: CleanAct[]
let future: CleanAct[]
let cutoff: number
/** Customers with a purchase before the cutoff. */
let buyers: string[]

const userOf = (act: CleanAct) => act.user
const purchases = (acts: CleanAct[]) => acts.filter((act) => act.type === 'purchase')
const numbers = (users: string[], values: Map<string, number>, otherwise = 0) =>
  users.map((user) => values.get(user) ?? otherwise)
/** Last day seen per customer. */
const lastDays = (acts: CleanAct[]) =>
  new Map([...acts].sort((a, b) => a.day - b.day).map((act) => [act.user, act.day]))
const firstDays = (acts: CleanAct[]) =>
  new Map([...acts].sort((a, b) => b.day - a.day).map((act) => [act.user, act.day]))
const orderCounts = (acts: CleanAct[]) => {
  const orders = new Map(purchases(acts).map((act) => [act.order, act]))
  return countBy([...orders.values()], userOf)
}
const spendOf = (acts: CleanAct[]) => sumBy(purchases(acts), userOf, (act) => act.amount)
/** What past orders alone tell: how many, how recent, since when, how much. */
const orderHistory = (users: string[], acts: CleanAct[]) => [
  numbers(users, orderCounts(acts)),
  numbers(users, lastDays(purchases(acts))),
  numbers(users, firstDays(purchases(acts))),
  numbers(users, spendOf(acts)),
]

beforeAll(async () => {
  shop = await generateSampleShop(folder, {}, unattended)
  cutoff = dayOf(shop.truth.end) - horizonDays
  const acts = readActs(shop)
  past = acts.filter((act) => act.day < cutoff)
  future = acts.filter((act) => act.day >= cutoff)
  buyers = [...new Set(purchases(past).map(userOf))]
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('customers of the sample shop', () => {
  it('are as many as asked and act about 200,000 times', () => {
    expect(readRows(shop, 'users')).toHaveLength(5001)
    expect(past.length + future.length).toBeGreaterThan(180_000)
    expect(past.length + future.length).toBeLessThan(220_000)
    expect(buyers.length).toBeGreaterThan(2500)
  })

  it('differ so that past spend predicts spend to come', () => {
    const value = spearman(numbers(buyers, spendOf(past)), numbers(buyers, spendOf(future)))
    expect(value).toBeGreaterThan(0.3)
  })

  it('order more after a month of much looking than their orders alone tell', () => {
    const looks = countBy(
      past.filter((act) => act.day >= cutoff - 30 && ['view', 'cart', 'favourite'].includes(act.type)),
      userOf,
    )
    const added = partialSpearman(
      numbers(buyers, looks),
      numbers(buyers, orderCounts(future)),
      orderHistory(buyers, past),
    )
    expect(added).toBeGreaterThan(0.15)
  })

  it('differ in how often they order far more than chance would have it', () => {
    const counts = numbers(buyers, orderCounts(past))
    const variance = mean(counts.map((count) => (count - mean(counts)) ** 2))
    expect(variance).toBeGreaterThan(3 * mean(counts))
  })

  it('keep to their price tier', () => {
    const products = new Map(readRows(shop, 'products').map((row) => [row.product_id, row]))
    const prices = [...products.values()].filter((row) => row.price !== '')
    const categoryMean = new Map<string, number>()
    for (const name of new Set(prices.map((row) => row.category))) {
      const own = prices.filter((row) => row.category === name)
      categoryMean.set(name, mean(own.map((row) => Math.log(Number(row.price)))))
    }
    const tiers = (acts: CleanAct[]) => {
      const lines = purchases(acts).flatMap((act) => {
        const product = products.get(act.product)
        if (!product || product.price === '') return []
        return { user: act.user, tier: Math.log(Number(product.price)) - categoryMean.get(product.category)! }
      })
      const lineCounts = countBy(lines, (line) => line.user)
      const sums = sumBy(
        lines,
        (line) => line.user,
        (line) => line.tier,
      )
      return new Map(
        [...sums]
          .filter(([user]) => lineCounts.get(user)! >= 3)
          .map(([user, sum]) => [user, sum / lineCounts.get(user)!]),
      )
    }
    const [before, after] = [tiers(past), tiers(future)]
    const both = [...before.keys()].filter((user) => after.has(user))
    expect(spearman(numbers(both, before), numbers(both, after))).toBeGreaterThan(0.4)
  })

  it('send back again what they sent back before', () => {
    const proneIds = new Set(shop.truth.customers.filter((customer) => customer.returnProne).map(({ id }) => id))
    const shareReturned = (acts: CleanAct[], prone: boolean) => {
      const own = acts.filter((act) => proneIds.has(act.user) === prone)
      return own.filter((act) => act.type === 'return').length / purchases(own).length
    }
    expect(shareReturned(past, true)).toBeGreaterThan(0.3)
    expect(shareReturned(past, false)).toBeLessThan(0.07)
    const early = countBy(
      past.filter((act) => act.type === 'return'),
      userOf,
    )
    const bought = countBy(purchases(past), userOf)
    const often = new Set(
      [...early].filter(([user, n]) => n >= 2 && n > 0.2 * (bought.get(user) ?? 0)).map(([user]) => user),
    )
    const again = future.filter((act) => often.has(act.user))
    expect(again.filter((act) => act.type === 'return').length / purchases(again).length).toBeGreaterThan(0.2)
  })

  it('who bought at a discount do so again', () => {
    const discountShare = (acts: CleanAct[]) => {
      const bought = countBy(purchases(acts), userOf)
      const reduced = countBy(
        purchases(acts).filter((act) => act.discount > 0),
        userOf,
      )
      return new Map([...bought].filter(([, n]) => n >= 3).map(([user, n]) => [user, (reduced.get(user) ?? 0) / n]))
    }
    const [before, after] = [discountShare(past), discountShare(future)]
    const both = [...before.keys()].filter((user) => after.has(user))
    const value = spearman(numbers(both, before), numbers(both, after))
    const affinity = new Map(shop.truth.customers.map((customer) => [customer.id, customer.priceAffinity]))
    const users = [...before.keys()]
    expect(value).toBeGreaterThan(0.15)
    expect(spearman(numbers(users, before), numbers(users, affinity))).toBeGreaterThan(0.3)
  })

  it('order more with friends who order much, at the same history of their own', () => {
    const recentSpend = spendOf(past.filter((act) => act.day >= cutoff - 90))
    const friends = new Map<string, string[]>()
    for (const { user_id, peer_id, relation, time } of readRows(shop, 'social')) {
      if (time !== '' && dayOf(time) >= cutoff) continue
      friends.set(user_id, [...(friends.get(user_id) ?? []), peer_id])
      if (relation === 'friend') friends.set(peer_id, [...(friends.get(peer_id) ?? []), user_id])
    }
    const linked = buyers.filter((user) => friends.has(user))
    const friendSpend = linked.map((user) => mean(friends.get(user)!.map((peer) => recentSpend.get(peer) ?? 0)))
    const future90 = numbers(linked, orderCounts(future))
    const added = partialSpearman(friendSpend, future90, orderHistory(linked, past))
    expect(added).toBeGreaterThan(4 / Math.sqrt(linked.length))
  })

  it('are linked within their communities', () => {
    const community = new Map(shop.truth.customers.map((customer) => [customer.id, customer.community]))
    const region = new Map(readRows(shop, 'users').map((row) => [row.user_id, row.region]))
    const links = readRows(shop, 'social')
    const within = (of: Map<string, unknown>) =>
      mean(links.map((row) => Number(of.get(row.user_id) === of.get(row.peer_id))))
    expect(within(community)).toBeGreaterThan(0.75)
    expect(within(region)).toBeGreaterThan(0.35)
    const undated = links.filter((row) => row.time === '').length / links.length
    expect(undated).toBeGreaterThan(0.1)
    expect(undated).toBeLessThan(0.2)
  })

  it('are worth what their registration channel is worth', () => {
    const channel = new Map(readRows(shop, 'users').map((row) => [row.user_id, row.channel]))
    const spend = spendOf(past)
    const bulkBuyer = past.find((act) => act.order === shop.truth.dirt.bulkOrder)?.user
    const meanSpend = (name: string) => {
      const users = buyers.filter((user) => channel.get(user) === name && user !== bulkBuyer)
      return mean(numbers(users, spend))
    }
    const byValue = ['paid ads', 'organic', 'offline store', 'referral'].map(meanSpend)
    expect(byValue[0]).toBeLessThan(0.75 * byValue[1])
    expect(byValue[3]).toBeGreaterThan(1.25 * byValue[1])
  })
})

/** Logarithm of the ratio of two means, with its standard error (delta method). */
function logRatio(treated: number[], control: number[]): { value: number; error: number } {
  const relativeVariance = (values: number[]) => {
    const middle = mean(values)
    return mean(values.map((value) => (value - middle) ** 2)) / (values.length * middle ** 2)
  }
  const error = Math.sqrt(relativeVariance(treated) + relativeVariance(control))
  return { value: Math.log(mean(treated) / mean(control)), error }
}

describe('campaigns of the sample shop', () => {
  it('lift the responsive customers by the planted factor, and nobody else', () => {
    const channel = new Map(readRows(shop, 'users').map((row) => [row.user_id, row.channel]))
    const contacts = readRows(shop, 'campaigns')
    const lifts: { value: number; error: number }[] = []
    for (const campaign of shop.truth.campaigns) {
      const from = dayOf(campaign.date)
      const during = [...past, ...future].filter((act) => act.day >= from && act.day < from + campaign.days)
      const orders = orderCounts(during)
      const group = (responsive: boolean, treated: string) => {
        const own = contacts.filter((row) => row.campaign === campaign.name && row.treated === treated)
        const users = own.map((row) => row.user_id)
        const chosen = users.filter((user) => (channel.get(user) === campaign.channel) === responsive)
        return numbers(chosen, orders)
      }
      const moved = logRatio(group(true, '1'), group(true, '0'))
      const others = logRatio(group(false, '1'), group(false, '0'))
      expect(Math.abs(moved.value - Math.log(campaign.orderRateFactor))).toBeLessThan(3 * moved.error)
      expect(Math.abs(others.value)).toBeLessThan(3 * others.error)
      if (campaign.orderRateFactor > 1) lifts.push(moved)
    }
    const pooledError = Math.sqrt(mean(lifts.map(({ error }) => error ** 2)) / lifts.length)
    expect(mean(lifts.map(({ value }) => value))).toBeGreaterThan(4 * pooledError)
    const treatedShare = mean(contacts.map((row) => Number(row.treated)))
    expect(Math.abs(treatedShare - 0.5)).toBeLessThan(0.02)
  })
})
