import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { createRandom } from '../../../main/base/random.ts'
import { listOperation } from '../../../main/insight/customers/listOperations.ts'
import { valueOperation } from '../../../main/insight/customers/operations.ts'
import type { CustomerPart } from '../../../main/insight/customers/types.ts'
import { groupOf, moneyBounds } from '../../../main/insight/customers/valueSpread.ts'
import { shopFilter } from '../../../main/insight/filter/input.ts'
import { insertRun } from '../../../main/model/store.ts'
import { createShop, type Shop } from '../../features/shop.ts'
import { exampleRun } from '../../report/exampleRun.ts'

const dayMs = 86_400_000
/** The run tells the 90 days from here on. */
const scored = exampleRun().scoredAtMs
const past = { fromMs: scored - 90 * dayMs, toMs: scored }
let shop: Shop
let runId: number
let acts: { user: string; time: number; product: string; amount: number }[]
const values = new Map<string, number>()
beforeAll(() => {
  shop = createShop()
  const random = createRandom(4)
  shop.products([
    { product: 'tea', brand: 'Aster', category: 'drinks' },
    { product: 'soap', brand: 'Birch', category: 'care' },
  ])
  acts = Array.from({ length: 80 }, (_, at) => `u${at}`).flatMap((user) =>
    Array.from({ length: 1 + random.integer(5) }, () => ({
      ...{ user, product: random.integer(2) === 0 ? 'tea' : 'soap', amount: [0, 1, 40, 250, 9000][random.integer(5)] },
      time: scored - random.integer(300) * dayMs,
    })),
  )
  shop.acts(acts)
  runId = insertRun(shop.project.database, exampleRun())
  const idOf = shop.project.database.prepare<[string], number>('SELECT id FROM user WHERE external = ?').pluck()
  const put = shop.project.database.prepare('INSERT INTO score_user VALUES (?, ?, ?, NULL, NULL, 0.5, 1, 1, 1)')
  // Five are not scored; some values lie on a bound, one is 0.
  for (let at = 5; at < 80; at++) {
    const value = at === 5 ? 0 : at % 7 === 0 ? 250 : 10 ** (random.integer(500) / 100)
    values.set(`u${at}`, value)
    put.run(runId, idOf.get(`u${at}`), value)
  }
})
afterAll(() => shop.close())

const spreadOf = (filter: object) =>
  valueOperation.run(shop.project, { filter: shopFilter.parse(filter), runId }, unattended)
const spentBefore = (user: string) =>
  acts
    .filter((act) => act.user === user && act.time >= past.fromMs && act.time < past.toMs)
    .reduce((sum, { amount }) => sum + amount, 0)
const listed = async (filter: object, part: CustomerPart) => {
  const asked = {
    ...{ filter: shopFilter.parse(filter), runId, thresholds: {}, search: '', segment: null, quadrant: null },
    ...{ overdue: false, listId: null, part, like: null, sort: 'spend', descending: true, offset: 0, limit: 1000 },
  }
  return (await listOperation.run(shop.project, asked, unattended)).rows
}

it('counts everybody whom the run scored, as a walk over them does', async () => {
  const found = await spreadOf({})
  if (!found) throw new Error('no spread')
  const own = [...values].map(([user, value]) => ({ value, past: spentBefore(user) }))
  const sorted = own.map(({ value }) => value).sort((a, b) => a - b)
  expect(found).toMatchObject({ customers: 75, horizonDays: 90, past: { from: '2024-10-01', to: '2024-12-29' } })
  expect(found.mean).toBeCloseTo(sorted.reduce((sum, value) => sum + value, 0) / 75, 9)
  expect(found.median).toBe(sorted[37])
  expect(found.spent).toBe(own.filter((one) => one.past > 0).length)
  expect(found.less).toBe(own.filter((one) => one.value < one.past).length)
  const silent = own.filter((one) => one.past === 0)
  expect(silent.length).toBeGreaterThan(3)
  expect(found.silentMean).toBeCloseTo(silent.reduce((sum, { value }) => sum + value, 0) / silent.length, 9)
  const inGroup = (amount: number, at: number) => amount >= found.bounds[at] && amount < found.bounds[at + 1]
  for (const [at, group] of found.groups.entries()) {
    const members = own.filter(({ value }) => inGroup(value, at))
    expect(group.customers).toBe(members.length)
    expect(group.value).toBeCloseTo(
      members.reduce((sum, { value }) => sum + value, 0),
      6,
    )
    expect(group.past).toBe(own.filter((one) => inGroup(one.past, at)).length)
  }
  for (const cell of found.cells)
    expect(cell.customers).toBe(own.filter((one) => inGroup(one.value, cell.value) && inGroup(one.past, cell.past)).length) // prettier-ignore
  expect(found.cells.reduce((sum, { customers }) => sum + customers, 0)).toBe(75)
})

it.each([{}, { brands: [1] }])('leads from every group and cell to its customers: %o', async (filter) => {
  const found = await spreadOf(filter)
  if (!found) throw new Error('no spread')
  const any = { from: null, to: null, pastFrom: null, pastTo: null }
  const [from, to] = [(at: number) => found.bounds[at], (at: number) => found.bounds[at + 1]]
  for (const [at, { customers, past }] of found.groups.entries()) {
    const rows = await listed(filter, { kind: 'value', ...any, from: from(at), to: to(at) })
    expect(rows).toHaveLength(customers)
    expect(rows.every(({ id, ltv }) => ltv === values.get(id))).toBe(true)
    expect(await listed(filter, { kind: 'value', ...any, pastFrom: from(at), pastTo: to(at) })).toHaveLength(past)
  }
  for (const { value, past, customers } of found.cells) {
    const both = { from: from(value), to: to(value), pastFrom: from(past), pastTo: to(past) }
    expect(await listed(filter, { kind: 'value', ...both })).toHaveLength(customers)
  }
  expect(await listed(filter, { kind: 'value', ...any })).toHaveLength(found.customers)
})

it('holds predictions against spend on all goods, though the filter names some: no run predicts these alone', async () => {
  const found = await spreadOf({ brands: [1] })
  const buyers = new Set(acts.filter(({ product }) => product === 'tea').map(({ user }) => user))
  const own = [...values].filter(([user]) => buyers.has(user))
  expect(found?.customers).toBe(own.length)
  expect(found?.less).toBe(own.filter(([user, value]) => value < spentBefore(user)).length)
})

it('is nothing without a run, with one that is gone, or of nobody', async () => {
  const ask = (further: object) => valueOperation.run(shop.project, { filter: shopFilter.parse({}), runId, ...further }, unattended) // prettier-ignore
  expect(await ask({ runId: null })).toBeNull()
  expect(await ask({ runId: runId + 1 })).toBeNull()
  expect(await ask({ filter: shopFilter.parse({ period: { from: '2020-01-01', to: '2020-02-01' } }) })).toBeNull()
})

describe('bounds of money', () => {
  it('begin at 0, rise five to a decade, and end above the most', () => {
    expect(moneyBounds(100).slice(-6)).toEqual([16, 25, 40, 63, 100, 160])
    for (const most of [0.02, 1, 9.99, 10, 1000, 6300, 1e6]) {
      const bounds = moneyBounds(most)
      expect(bounds[0]).toBe(0)
      expect(bounds.at(-1)).toBeGreaterThan(most)
      expect(bounds.at(-2)).toBeLessThanOrEqual(most)
      expect(bounds.length).toBeLessThanOrEqual(32)
    }
    expect(moneyBounds(0)).toEqual([0, 1])
  })

  it('place an amount below, on and above each of them', () => {
    const bounds = moneyBounds(40)
    expect([0, bounds[1] / 2].map((amount) => groupOf(bounds, amount))).toEqual([0, 0])
    bounds.slice(0, -1).forEach((bound, at) => expect(groupOf(bounds, bound)).toBe(at))
  })
})
