import { afterEach, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { undoOperation } from '../../../main/dataset/undo.ts'
import { loadWorld, netAsOf } from '../../../main/features/world.ts'
import { keepOperation } from '../../../main/insight/keep.ts'
import { loadLedger } from '../../../main/insight/ledger/ledger.ts'
import { ledgerStore } from '../../../main/insight/ledger/ledgerStore.ts'
import { readLedger } from '../../../main/insight/ledger/readLedger.ts'
import { unknownDay, type Ledger } from '../../../main/insight/ledger/types.ts'
import { createRandomShop } from '../../features/randomShop.ts'
import { createShop, type Shop } from '../../features/shop.ts'

const dayMs = 86_400_000
const opened: Shop[] = []
afterEach(() => opened.splice(0).forEach((shop) => shop.close()))

const newShop = (timezone?: string): Shop => {
  const shop = createShop(timezone)
  opened.push(shop)
  return shop
}

const randomShop = (seed: number, timezone: string) => {
  const made = createRandomShop(seed, timezone)
  opened.push(made.shop)
  return made.shop
}

/** Every purchase as one row of ids, in no order. */
const rowsOf = ({ lines, users, products }: Ledger) =>
  Array.from(lines.user, (user, i) => {
    const product = lines.product[i] < 0 ? 0 : products.ids[lines.product[i]]
    return [users.ids[user], product, lines.day[i], lines.units[i], lines.money[i]].join(' ')
  }).sort()

describe('the ledger', () => {
  it.each([
    [1, 'UTC'],
    [2, 'Asia/Shanghai'],
    [3, 'America/New_York'],
  ])('holds what features count as net purchases (shop %i in %s)', (seed, timezone) => {
    const { project } = randomShop(seed, timezone)
    const world = loadWorld(project, unattended)
    const { acts } = world
    const net = netAsOf(world, acts.endDay)
    const expected = [...acts.day.keys()]
      .filter((i) => net.units[i] > 0)
      .map((i) => {
        const product = acts.product[i] < 0 ? 0 : world.products.ids[acts.product[i]]
        return [world.users.ids[acts.user[i]], product, acts.day[i], net.units[i], net.money[i]].join(' ')
      })
    const ledger = loadLedger(project, unattended)
    expect(rowsOf(ledger)).toEqual(expected.sort())
    expect([ledger.startDay, ledger.endDay]).toEqual([acts.startDay, acts.endDay])
  })

  it('has the sums that SQL has where nothing was returned', () => {
    const shop = newShop()
    const buy = (user: string, day: number, amount: number) => ({ user, time: day * dayMs, product: 'tea', amount })
    shop.acts([buy('b', 3, 7), buy('a', 9, 2), buy('a', 1, 4), { ...buy('c', 5, 0), type: 'view' }])
    const { lines, users, endDay } = readLedger(shop.project, unattended)
    const sums = shop.project.database
      .prepare(
        'SELECT user_id, COUNT(*), SUM(amount) FROM behaviour WHERE type_id = 4 GROUP BY user_id ORDER BY user_id',
      )
      .raw()
      .all()
    const mine = Array.from(users.ids, (id, u) => {
      const own = lines.money.subarray(lines.starts[u], lines.starts[u + 1])
      return [id, own.length, own.reduce((sum, money) => sum + money, 0)]
    })
    expect(mine.filter(([, count]) => count > 0)).toEqual(sums)
    for (let i = 1; i < lines.count; i++) {
      expect(lines.user[i] * 1e6 + lines.day[i]).toBeGreaterThanOrEqual(lines.user[i - 1] * 1e6 + lines.day[i - 1])
    }
    expect(endDay).toBe(10)
  })

  it('knows people and products, and what nobody says of them', () => {
    const shop = newShop()
    shop.users([{ user: 'a', region: ' North ', gender: 'f', registered: 5 * dayMs }, { user: 'b' }])
    shop.products([{ product: 'tea', brand: 'Aster', category: 'drinks', cost: 3, launched: 2 * dayMs }])
    shop.acts([{ user: 'a', time: 9 * dayMs, product: 'bag', amount: 1 }])
    const { users, products, brands, categories } = readLedger(shop.project, unattended)
    expect(users.region).toEqual({ words: ['North'], codes: Int32Array.of(0, -1) })
    expect([...users.registeredDay]).toEqual([5, unknownDay])
    expect([...products.brand, ...products.category]).toEqual([0, -1, 1, 0])
    expect([brands.names, categories.names]).toEqual([['Aster'], ['', 'drinks']])
    expect([...products.launchedDay, ...products.cost]).toEqual([2, 9, 3, NaN])
  })
})

describe('a kept ledger', () => {
  it('is the one that the rows give, and is left where it is already true', async () => {
    const { project } = randomShop(4, 'UTC')
    expect(ledgerStore.read(project.database)).toBeNull()
    await keepOperation.run(project, null, unattended)
    expect(ledgerStore.read(project.database)).toEqual(readLedger(project, unattended))
    const neverRead = () => {
      throw new Error('read again')
    }
    await keepOperation.run(project, null, { ...unattended, checkpoint: neverRead, progress: neverRead })
  })

  it('is not taken for that of other data', async () => {
    const shop = newShop()
    shop.acts([{ user: 'a', time: 0, product: 'tea', amount: 1 }])
    await keepOperation.run(shop.project, null, unattended)
    shop.acts([{ user: 'b', time: dayMs, product: 'tea', amount: 2 }])
    expect(ledgerStore.isKept(shop.project.database)).toBe(false)
    expect(loadLedger(shop.project, unattended).lines.count).toBe(2)
    await undoOperation.run(shop.project, {}, unattended)
    expect(ledgerStore.isKept(shop.project.database)).toBe(true)
    expect(loadLedger(shop.project, unattended).lines.count).toBe(1)
  })

  it('of a project without acts is empty', async () => {
    const shop = newShop()
    await keepOperation.run(shop.project, null, unattended)
    expect(loadLedger(shop.project, unattended)).toMatchObject({ startDay: 0, endDay: 0, lines: { count: 0 } })
  })
})
