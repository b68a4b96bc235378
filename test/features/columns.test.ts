import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dayMs } from '../../main/base/calendar.ts'
import { unattended } from '../../main/base/job.ts'
import { columnOf } from '../../main/base/table.ts'
import { lookFrom } from '../../main/features/asOf.ts'
import { everything, fitFeatureSet } from '../../main/features/featureSet.ts'
import { indexSales } from '../../main/features/productRows.ts'
import { takeSnapshot, type Snapshot } from '../../main/features/snapshot.ts'
import { inputGroups, type ExampleTable } from '../../main/features/types.ts'
import { loadWorld } from '../../main/features/world.ts'
import { createShop, type Shop } from './shop.ts'

const cutoff = Date.UTC(2024, 0, 1)
const ago = (days: number, hour = 12) => cutoff - days * dayMs + hour * 3_600_000

let shop: Shop
beforeEach(() => {
  shop = createShop()
})
afterEach(() => shop.close())

/** All rows as of 2024-01-01, vocabularies fitted on everybody. */
function snapshot(fitted: (user: number) => boolean = () => true): Snapshot {
  const { project } = shop
  const world = loadWorld(project, unattended)
  const day = cutoff / dayMs
  const features = fitFeatureSet(world, project.calendar, day, { ...everything, user: fitted }, 'builtIn', 0)
  const sales = indexSales(world.acts, world.products.count)
  const limit = { most: Infinity, spares: () => false }
  return takeSnapshot(lookFrom(world, features, day, cutoff, 90), sales, { products: true, pairs: true }, limit, false)
}

/** A row's inputs by name; `id` is the position in the order of first mention, from 1. */
function inputsOf(table: ExampleTable, id: number, brandId?: number): Record<string, number> {
  const row = [...table.ids.keys()].find(
    (r) => table.ids[r] === id && (brandId ?? table.brandIds[r]) === table.brandIds[r],
  )
  if (row === undefined) throw new Error(`no row for ${id}`)
  return Object.fromEntries(
    inputGroups.flatMap((group) => table.inputs[group].names.map((n) => [n, columnOf(table.inputs[group], n)[row]])),
  )
}

describe('users', () => {
  it('get the mean of the vectors of what they bought, by spend', () => {
    shop.products([
      { product: 'p', price: 10, category: 'shoes' },
      { product: 'q', price: 40, category: 'hats' },
    ])
    shop.acts([
      { user: 'a', product: 'p', amount: 10, time: ago(9) },
      { user: 'a', product: 'q', amount: 30, time: ago(5) },
      { user: 'b', product: 'q', amount: 0, time: ago(5) },
      { user: 'c', amount: 7, time: ago(5) },
    ])
    const { users } = snapshot()
    expect(inputsOf(users.table, 1)).toMatchObject({
      'product price': 32.5,
      'category = shoes': 0.25,
      'category = hats': 0.75,
    })
    expect(inputsOf(users.table, 2)).toMatchObject({ 'product price': 40, 'category = hats': 1 })
    expect(inputsOf(users.table, 3)).toMatchObject({ 'product price': 0, 'pair brandSpend': 0 })
  })

  it('get what was known of them, in the words of those the vocabulary was fitted on', () => {
    const buyers = ['a', 'b', 'c']
    shop.acts(buyers.map((user) => ({ user, amount: 5, time: ago(20) })))
    shop.users([
      { user: 'a', birthYear: 1984, gender: 'F', registered: ago(100), channel: 'web', attributes: { tier: 'gold' } },
      { user: 'b', birthYear: 1850, gender: 'M', registered: ago(0) },
      { user: 'c', gender: 'X' },
    ])
    const { users } = snapshot((user) => user !== 2)
    expect(inputsOf(users.table, 1)).toMatchObject({
      age: 40,
      ageKnown: 1,
      registered: 1,
      registeredDays: 100,
      'user gender = F': 1,
    })
    expect(inputsOf(users.table, 2)).toMatchObject({ age: 0, ageKnown: 0, registered: 0, 'user gender = M': 1 })
    const { names } = users.table.inputs.behaviour
    expect(names.filter((name) => name.startsWith('user '))).toEqual(['user gender = F', 'user gender = M'])
  })

  it('get the shop’s own columns as numbers, days or common words, and whether they are known', () => {
    const people = Array.from({ length: 40 }, (_, i) => `u${i}`)
    shop.acts(people.map((user) => ({ user, amount: 5, time: ago(20) })))
    const joined = (i: number) => new Date(ago(i)).toISOString().slice(0, 10)
    shop.users(
      people.slice(0, 30).map((user, i) => ({
        user,
        attributes: {
          points: 10 * i,
          joined: i === 3 ? '2024-01-01' : joined(100 + i),
          postcode: i < 20 ? 'N1' : `E${i}`,
        },
      })),
      ['all'],
    )
    const { table } = snapshot().users
    const own = table.inputs.behaviour.names.filter((name) => name.startsWith('user '))
    expect(own).toEqual([
      ...['user joined', 'user joined known', 'user points', 'user points known'],
      ...['user postcode = N1', 'user postcode known'],
    ])
    expect(inputsOf(table, 3)).toMatchObject({ 'user points': 20, 'user joined': 102, 'user postcode = N1': 1 })
    expect(inputsOf(table, 4)).toMatchObject({ 'user joined': 0, 'user joined known': 0 })
    expect(inputsOf(table, 25)).toMatchObject({ 'user postcode = N1': 0, 'user postcode known': 1 })
    expect(inputsOf(table, 35)).toMatchObject({ 'user points': 0, 'user points known': 0, 'user postcode known': 0 })
  })

  it('get the contacts that reached them before the cutoff', () => {
    shop.acts([{ user: 'a', amount: 5, time: ago(20) }])
    shop.contacts([
      { user: 'a', campaign: 'x', time: ago(200), treated: 0 },
      { user: 'a', campaign: 'y', time: ago(10), treated: 1 },
      { user: 'a', campaign: 'z', time: ago(0) },
      { user: 'a', campaign: 'w' },
    ])
    expect(inputsOf(snapshot().users.table, 1)).toMatchObject({
      contacts: 2,
      contacts30: 1,
      treatedContacts: 1,
      lastContactDays: 10,
    })
  })

  it('get what their neighbours had done by the cutoff, each neighbour once', () => {
    shop.acts([
      { user: 'a', amount: 5, time: ago(20) },
      { user: 'b', amount: 30, time: ago(100) },
      { user: 'b', amount: 1000, time: ago(0) },
      { user: 'c', amount: 10, time: ago(40) },
      { user: 'd', type: 'view', time: ago(40) },
      { user: 'e', amount: 70, time: ago(40) },
    ])
    shop.links([
      { user: 'a', peer: 'b', time: ago(50) },
      { user: 'b', peer: 'a', time: ago(49) },
      { user: 'a', peer: 'b', time: ago(48) },
      { user: 'c', peer: 'a', time: ago(30) },
      { user: 'a', peer: 'd', time: ago(30) },
      { user: 'a', peer: 'a', time: ago(30) },
      { user: 'a', peer: 'e', time: ago(0) },
      { user: 'a', peer: 'e' },
    ])
    const inputs = inputsOf(snapshot().users.table, 1)
    expect(inputs).toMatchObject({ neighbours: 3, linksOutward: 2, linksInward: 2, neighboursWhoBuy: 2 })
    expect(inputs).toMatchObject({ neighbourSpend: 40, neighbourMostSpend: 30, neighbourMeanSpend90: 5 })
    expect(inputs.mutualShare).toBeCloseTo(1 / 3)
    expect(inputs.neighbourMeanRecencyDays).toBe(70)
  })

  it('have undated links only where their source declares them known', () => {
    shop.acts(['a', 'b'].map((user) => ({ user, amount: 5, time: ago(20) })))
    shop.links([{ user: 'a', peer: 'b' }], ['all'])
    expect(inputsOf(snapshot().users.table, 1).neighbours).toBe(1)
  })
})

describe('products', () => {
  it('have a row when launched before the cutoff and touched within 180 days', () => {
    shop.products([
      { product: 'alive' },
      { product: 'asleep' },
      { product: 'to come', launched: ago(0) },
      { product: 'never touched', launched: ago(300) },
    ])
    shop.acts([
      { user: 'a', product: 'alive', type: 'view', time: ago(180) },
      { user: 'a', product: 'asleep', amount: 3, time: ago(181) },
      { user: 'a', product: 'to come', type: 'cart', time: ago(2) },
    ])
    expect([...snapshot().products!.table.ids]).toEqual([1])
  })

  it('get prices in their place, windows, trends, and the mean of their latest buyers', () => {
    shop.products(['p', 'q', 'r'].map((product, i) => ({ product, price: [10, 20, 30][i], category: 'c', rating: 4 })))
    const buyers = Array.from({ length: 70 }, (_, i) => ({ user: `u${i}`, product: 'q', amount: 2, time: ago(80 - i) }))
    shop.acts([
      { user: 'u0', product: 'p', quantity: 6, amount: 60, time: ago(59) },
      { user: 'u0', product: 'p', quantity: 2, amount: 20, time: ago(29) },
      { user: 'u0', product: 'r', type: 'view', time: ago(3) },
      ...buyers,
    ])
    const { table } = snapshot().products!
    expect(inputsOf(table, 1)).toMatchObject({
      'product pricePosition': 0,
      'product units30': 2,
      'product repeatBuyerShare': 0.5,
    })
    expect(inputsOf(table, 1)['product unitsTrend']).toBeCloseTo(Math.log(3 / 7))
    expect(inputsOf(table, 3)).toMatchObject({ 'product pricePosition': 1, 'product rating': 0, purchaseDays: 0 })
    // The 64 latest of 70 buyers of q bought 11 to 74 days before, each once.
    expect(inputsOf(table, 2).recencyDays).toBeCloseTo((11 + 74) / 2, 3)
  })
})

describe('pairs', () => {
  it('get the brand’s mean vector, their own history, and the neighbours’ share', () => {
    shop.products([
      { product: 'p', brand: 'B', category: 'c', price: 10 },
      { product: 'q', brand: 'B', category: 'c', price: 30 },
      { product: 'r', brand: 'R', category: 'c', price: 5 },
      { product: 's', brand: 'S', category: 'other', price: 5 },
    ])
    shop.acts([
      { user: 'a', product: 'p', amount: 10, time: ago(366) },
      { user: 'a', product: 'p', amount: 10, time: ago(365) },
      { user: 'a', product: 'r', amount: 5, time: ago(200) },
      { user: 'a', product: 'q', amount: 30, time: ago(50) },
      { user: 'a', product: 'r', amount: 15, time: ago(50) },
      { user: 'a', product: 'p', amount: 10, time: ago(20) },
      { user: 'a', product: 's', amount: 99, time: ago(10) },
      { user: 'b', product: 'p', amount: 30, time: ago(30) },
      { user: 'b', product: 's', amount: 10, time: ago(30) },
    ])
    shop.links([{ user: 'a', peer: 'b', time: ago(300) }])
    const { pairs, users } = snapshot()
    const inputs = inputsOf(pairs!.table, 1, 1)
    expect(inputs).toMatchObject({ 'product price': 20, 'pair brandSpend': 50, 'pair categorySpend': 70 })
    expect(inputs).toMatchObject({ 'pair brandDays': 3, 'pair categoryDays': 4, 'pair run': 2, 'pair rivals': 1 })
    expect(inputs).toMatchObject({ 'pair brandRecency': 20, 'pair brandAge': 365, 'pair neighbourShare': 0.75 })
    expect(inputs['pair marketShare']).toBeCloseTo(80 / 100)
    expect(inputs['pair spendShare90']).toBeCloseTo(40 / 55)
    expect(inputs.spend).toBe(inputsOf(users.table, 1).spend)
    expect(pairs!.table.rows).toBe(5)
  })
})
