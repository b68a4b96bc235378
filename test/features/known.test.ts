import { afterEach, beforeEach, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { loadWorld } from '../../main/features/world.ts'
import { createShop, type Shop } from './shop.ts'

let shop: Shop
beforeEach(() => {
  shop = createShop()
  shop.acts([{ user: 'a', amount: 5, time: Date.UTC(2024, 0, 1) }])
})
afterEach(() => shop.close())

const load = () => loadWorld(shop.project, unattended)

it('fills what the latest catalogue leaves out from the one before', () => {
  shop.products([{ product: 'p', brand: 'Acme', price: 10, rating: 4 }], ['rating'])
  shop.products([{ product: 'p', brand: 'Bolt' }])
  shop.products([{ product: 'q', price: 7 }])
  const { catalogue } = load()
  expect([...catalogue.price]).toEqual([10, 7])
  expect([...catalogue.brand]).toEqual([1, -1])
  expect([...catalogue.rating]).toEqual([4, NaN])
})

it('counts a rating only where the source it comes from declares it known', () => {
  shop.products([{ product: 'p', rating: 4 }], ['rating'])
  shop.products([{ product: 'p', rating: 5 }])
  shop.products([{ product: 'p', price: 3 }], ['rating'])
  expect([...load().catalogue.rating]).toEqual([NaN])
})

it('takes each fact on a user from the latest source that names it, if that source declares it known', () => {
  shop.users([{ user: 'a', gender: 'F', channel: 'web', attributes: { tier: 'gold', kids: 2 } }], ['channel', 'tier'])
  shop.users([{ user: 'a', region: 'North', attributes: { kids: 3, plan: 'x' } }], ['kids'])
  const { texts } = load().people
  const known = [...texts].map(([column, values]) => [column, values[0]])
  expect(Object.fromEntries(known)).toEqual({ gender: 'F', region: 'North', channel: 'web', tier: 'gold', kids: '3' })
  shop.users([{ user: 'a', channel: 'shop', attributes: { tier: 'silver' } }])
  const later = load().people.texts
  expect([later.get('channel')?.[0] ?? null, later.get('tier')?.[0] ?? null]).toEqual([null, null])
})
