import { afterEach, describe, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { loadWorld, netAsOf } from '../../main/features/world.ts'
import { createShop, type ActInput, type Shop } from './shop.ts'

const at = (day: number, hour = 12) => Date.UTC(2024, 0, day, hour)
const opened: Shop[] = []
afterEach(() => opened.splice(0).forEach((shop) => shop.close()))

/** Units and money of each purchase, in the order of time, after the returns seen before a day of January 2024. */
function netOf(acts: ActInput[], observedDay = 1000): [number, number][] {
  const shop = createShop()
  opened.push(shop)
  shop.acts(acts)
  const world = loadWorld(shop.project, unattended)
  const net = netAsOf(world, at(observedDay, 0) / 86_400_000)
  const purchases = [...world.acts.type.keys()].filter((i) => world.acts.type[i] === 4)
  return purchases.map((i) => [net.units[i], net.money[i]])
}

const buy = (day: number, more: Partial<ActInput> = {}): ActInput => ({
  user: 'a',
  product: 'p',
  time: at(day),
  quantity: 2,
  amount: 20,
  ...more,
})
const bringBack = (day: number, more: Partial<ActInput> = {}): ActInput => ({
  ...buy(day, { quantity: 1, amount: 10 }),
  type: 'return',
  ...more,
})

describe('returns', () => {
  it('are taken off the oldest purchase of the product first', () => {
    expect(netOf([buy(1), buy(5), bringBack(8)])).toEqual([
      [1, 10],
      [2, 20],
    ])
    expect(netOf([buy(1), buy(5), bringBack(8, { quantity: 3, amount: 30 })])).toEqual([
      [0, 0],
      [1, 10],
    ])
  })

  it('go to the purchase of their order where there is one', () => {
    expect(netOf([buy(1, { order: 'x' }), buy(5, { order: 'y' }), bringBack(8, { order: 'y' })])).toEqual([
      [2, 20],
      [1, 10],
    ])
    expect(netOf([buy(1, { order: 'x' }), bringBack(8, { order: 'C-17' })])).toEqual([[1, 10]])
  })

  it('leave other users and other products alone', () => {
    expect(netOf([buy(1), bringBack(8, { product: 'q' })])).toEqual([[2, 20]])
    expect(netOf([buy(1), bringBack(8, { user: 'b' })])).toEqual([[2, 20]])
  })

  it('count to the 60th day and not on the 61st', () => {
    expect(netOf([buy(1), bringBack(61)])).toEqual([[1, 10]])
    expect(netOf([buy(1), bringBack(62)])).toEqual([[2, 20]])
    expect(netOf([buy(1), buy(10), bringBack(62)])).toEqual([
      [2, 20],
      [1, 10],
    ])
  })

  it('never take more than was bought or paid', () => {
    expect(netOf([buy(1), bringBack(8, { quantity: 9, amount: 900 })])).toEqual([[0, 0]])
    expect(netOf([buy(1), bringBack(8, { quantity: 1, amount: 500 })])).toEqual([[1, 0]])
  })

  it('take the price paid where they name no money', () => {
    expect(netOf([buy(1), bringBack(8, { amount: undefined })])).toEqual([[1, 10]])
  })

  it('do not reach back before their purchase, though they may stand above it in the file', () => {
    expect(netOf([bringBack(1), buy(5)])).toEqual([[2, 20]])
    expect(netOf([bringBack(5), buy(5)])).toEqual([[1, 10]])
  })

  it('are known only once they happened', () => {
    expect(netOf([buy(1), bringBack(8)], 8)).toEqual([[2, 20]])
    expect(netOf([buy(1), bringBack(8)], 9)).toEqual([[1, 10]])
  })

  it('are recognised by a negative quantity or amount', () => {
    expect(netOf([buy(1), buy(8, { quantity: -1, amount: -10 })])).toEqual([[1, 10]])
    expect(netOf([buy(1), buy(8, { quantity: null, amount: -10 })])).toEqual([[1, 10]])
  })

  it('leave no dust of decimal fractions that would count as a purchase', () => {
    const returned = [bringBack(2, { quantity: 0.1, amount: 1 }), bringBack(3, { quantity: 0.2, amount: 2 })]
    expect(netOf([buy(1, { quantity: 0.3, amount: 3 }), ...returned])).toEqual([[0, 0]])
  })

  it('keep a free purchase a purchase', () => {
    expect(netOf([buy(1, { amount: 0 })])).toEqual([[2, 0]])
    expect(netOf([buy(1, { quantity: 0, amount: 0 })])).toEqual([[0, 0]])
  })
})
