import { afterEach, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { shopFilter } from '../../../main/insight/filter/input.ts'
import { groupOf, potOf, type Stake } from '../../../main/insight/loyalty/budget.ts'
import { budgetOperation } from '../../../main/insight/loyalty/budgetOperation.ts'
import { keptBySeason, keptByTrial } from '../../../main/insight/loyalty/effect.ts'
import type { PromotionSpan } from '../../../main/insight/loyalty/types.ts'
import { share } from '../../../main/insight/intervals.ts'
import { insertRun } from '../../../main/model/store.ts'
import { createShop, type Shop } from '../../features/shop.ts'
import { exampleRun } from '../../report/exampleRun.ts'

const dayMs = 86_400_000

describe('a pot', () => {
  it('sums from the largest expected loss down', () => {
    const pot = potOf('k', 'n', [
      { p: 0.9, value: 100 },
      { p: 0.5, value: 40 },
      { p: 0, value: 12 },
    ])
    expect(pot.sums.map(({ contacts, value }) => [contacts, value])).toEqual([
      [0, 0],
      [1, 40],
      [2, 52],
      [3, 152],
    ])
    expect(pot.sums.map(({ loss }) => loss)).toEqual([0, 20, 32, expect.closeTo(42, 9)])
    expect(pot.sums[2]).toMatchObject({ squares: 40 * 20 + 12 * 12, squaresOfLoss: 400 + 144 })
  })

  it('of many has few rows, the first and the last among them, with exact sums', () => {
    const stakes: Stake[] = Array.from({ length: 5000 }, (_, i) => ({ p: (i % 10) / 10, value: i }))
    const { sums } = potOf('k', '', stakes)
    expect(sums.length).toBeLessThanOrEqual(160)
    expect(sums[0].contacts).toBe(0)
    const losses = stakes.map(({ p, value }) => value * (1 - p)).sort((a, b) => b - a)
    for (const { contacts, loss } of sums) {
      expect(loss).toBeCloseTo(
        losses.slice(0, contacts).reduce((sum, one) => sum + one, 0),
        3,
      )
    }
    expect(sums.at(-1)?.contacts).toBe(5000)
    expect(new Set(sums.map(({ contacts }) => contacts)).size).toBe(sums.length)
  })

  it('of nobody has a row of none', () => {
    expect(potOf('k', '', []).sums).toEqual([{ contacts: 0, value: 0, loss: 0, squares: 0, squaresOfLoss: 0 }])
  })

  it('is one of three by the chance to buy again', () => {
    expect([1, 0.5, 0.49, 0.1, 0.09, 0].map(groupOf)).toEqual(['loyal', 'loyal', 'atRisk', 'atRisk', 'lost', 'lost'])
  })
})

describe('a measured effect', () => {
  it('of a trial is the share of those who would not have bought', () => {
    const difference = { value: 0.1, low: -0.05, high: 0.25 }
    const trial = { treated: share(30, 100), untreated: share(20, 100), nTreated: 100, nUntreated: 100, difference }
    expect(keptByTrial(trial)).toEqual({ value: 0.125, low: -0.0625, high: 0.3125 })
    expect(keptByTrial({ ...trial, untreated: share(100, 100) })).toBeNull()
  })

  it('of a season is the change in coming back beyond that of others', () => {
    const span = (hits: number): PromotionSpan => ({
      ...{ from: '', to: '', days: 1, buyers: 100, units: 0, spend: 0, newBuyers: 0 },
      again: share(hits, 100),
    })
    const all = (before: number, during: number) => ({ before: span(before), during: span(during), after: null })
    const found = keptBySeason({ own: all(20, 40), others: all(30, 34) })
    expect(found?.value).toBeCloseTo((0.2 - 0.04) / 0.8, 9)
    expect(found?.low).toBeLessThan(0.2)
    expect(keptBySeason({ own: { ...all(20, 40), before: null }, others: all(30, 34) })).toBeNull()
    expect(keptBySeason({ own: all(100, 40), others: all(30, 34) })).toBeNull()
  })
})

describe('the picture of a budget', () => {
  let shop: Shop
  afterEach(() => shop.close())

  const brandId = (name: string) =>
    shop.project.database.prepare('SELECT id FROM brand WHERE name = ?').pluck().get(name) as number
  const ask = (input: { brand?: string; by?: 'groups' | 'brands'; filter?: object; runId?: number }) =>
    budgetOperation.run(
      shop.project,
      {
        ...{ categoryId: null, filter: shopFilter.parse(input.filter ?? {}) },
        ...{ brandId: brandId(input.brand ?? 'Aster'), runId: input.runId ?? 1, by: input.by ?? 'groups' },
      },
      unattended,
    )

  function createScored(): void {
    shop = createShop()
    shop.products([
      { product: 'tea', brand: 'Aster', category: 'drinks' },
      { product: 'coffee', brand: 'Birch', category: 'drinks' },
      { product: 'soap', brand: 'Cedar', category: 'care' },
    ])
    const buy = (user: string, day: number, product: string) => ({ user, time: day * dayMs, product, quantity: 1, amount: 10 }) // prettier-ignore
    shop.acts([
      ...['a', 'b', 'c'].map((user) => buy(user, 0, 'tea')),
      ...[buy('a', 5, 'coffee'), buy('b', 6, 'soap'), buy('c', 99, 'coffee')],
    ])
    shop.users([{ user: 'a', region: 'north' }])
    const { database } = shop.project
    insertRun(database, exampleRun({ scoredAtMs: 100 * dayMs, horizonDays: 50 }))
    const pair = database.prepare('INSERT INTO score_pair VALUES (1, ?, ?, ?, NULL, 1, ?)')
    pair.run(1, brandId('Aster'), 0.8, 100)
    pair.run(2, brandId('Aster'), 0.3, 60)
    pair.run(3, brandId('Aster'), 0.05, 20)
    pair.run(1, brandId('Birch'), 0.5, 10)
    pair.run(2, brandId('Cedar'), 0.5, 10)
  }

  it('has a pot for each predicted group, their money as of the horizon’s days', async () => {
    createScored()
    const found = await ask({})
    // 100 days of data, 50 of horizon: half of what was spent.
    expect(found).toMatchObject({ brand: 'Aster', horizonDays: 50, spendDays: 100, contactCost: null, effect: null })
    expect(found?.pots.map(({ key, sums }) => [key, sums.at(-1)?.value])).toEqual([
      ['loyal', 50],
      ['atRisk', 30],
      ['lost', 10],
    ])
    expect(found?.all.sums.at(-1)).toMatchObject({ contacts: 3, value: 90 })
    expect(found?.all.sums[1]).toMatchObject({ loss: 21 })
  })

  it('has a pot for each brand of the scope, the brand itself first, and only the people meant', async () => {
    createScored()
    const found = await ask({ brand: 'Birch', by: 'brands' })
    expect(found?.pots.map(({ name }) => name)).toEqual(['Birch', 'Aster', 'Cedar'])
    const north = await ask({ by: 'brands', filter: { regions: ['north'] } })
    expect(north?.pots.map(({ name, sums }) => [name, sums.length - 1])).toEqual([
      ['Aster', 1],
      ['Birch', 1],
    ])
  })

  it('is none without predictions of the brand or without the run', async () => {
    createScored()
    shop.project.database.prepare('DELETE FROM score_pair WHERE brand_id = ?').run(brandId('Cedar'))
    expect(await ask({ brand: 'Cedar' })).toBeNull()
    expect(await ask({ runId: 9 })).toBeNull()
  })

  it('takes its effect from a campaign that left customers out, and its cost from contacts that cost', async () => {
    shop = createShop()
    shop.products([{ product: 'tea', brand: 'Aster', category: 'drinks' }])
    const people = Array.from({ length: 80 }, (_, i) => `u${i}`)
    const buy = (user: string, day: number) => ({ user, time: day * dayMs, product: 'tea', quantity: 1, amount: 10 })
    // 40 treated of whom 20 buy; 40 not, of whom 10 do.
    shop.acts([...people.map((user) => buy(user, 0)), ...people.filter((_, i) => i < 20 || i >= 70).map((user) => buy(user, 60)), buy('u0', 99)]) // prettier-ignore
    const { database } = shop.project
    insertRun(database, exampleRun({ scoredAtMs: 100 * dayMs }))
    database.prepare('INSERT INTO score_pair VALUES (1, 1, ?, 0.4, NULL, 1, 10)').run(brandId('Aster'))
    shop.contacts(people.map((user, i) => ({ user, campaign: 'may', time: 50 * dayMs, treated: i < 40 ? 1 : 0 })))
    database.prepare('UPDATE campaign_contact SET cost = treated * 2').run()
    const found = await ask({})
    expect(found?.contactCost).toBe(2)
    expect(found?.effect).toMatchObject({ kind: 'trial', name: 'may', days: 30 })
    expect(found?.effect?.share.value).toBeCloseTo((0.5 - 0.25) / 0.75, 9)
  })
})
