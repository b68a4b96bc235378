import { afterAll, beforeAll, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { createRandom } from '../../../main/base/random.ts'
import { listOperation, type AskedList } from '../../../main/insight/customers/listOperations.ts'
import { cohortsOperation, overviewOperation, segmentsOperation } from '../../../main/insight/customers/operations.ts'
import { bridgeSteps, segmentNames, type CustomerPart } from '../../../main/insight/customers/types.ts'
import { shopFilter } from '../../../main/insight/filter/input.ts'
import { createShop, type Shop } from '../../features/shop.ts'

const dayMs = 86_400_000
const start = Date.UTC(2023, 0, 1)
let shop: Shop
beforeAll(() => {
  shop = createShop()
  const random = createRandom(9)
  shop.acts(
    Array.from({ length: 150 }, (_, at) => ({ user: `u${at}`, joined: random.integer(600) })).flatMap(
      ({ user, joined }) =>
        Array.from({ length: 1 + random.integer(6) }, () => ({
          ...{ user, product: 'tea', quantity: 1, amount: 1 + random.integer(50) },
          time: start + Math.min(729, joined + random.integer(300)) * dayMs,
        })),
    ),
  )
})
afterAll(() => shop.close())

const filter = shopFilter.parse({ period: { days: 300 }, comparison: 'previous' })
const scope = { filter, runId: null }
const asked: AskedList = {
  ...{ ...scope, thresholds: {}, search: '', segment: null, quadrant: null, overdue: false, listId: null },
  ...{ part: null, like: null, sort: 'spend', descending: true },
}
const members = async (part: CustomerPart, further: Partial<AskedList> = {}) =>
  listOperation.run(shop.project, { ...asked, ...further, part, offset: 0, limit: 1000 }, unattended)
const sumOf = (rows: { spend: number }[]) => rows.reduce((sum, { spend }) => sum + spend, 0)

it('lists the customers of each part of the bridge: as many, with the money it says', async () => {
  const { bridge } = await overviewOperation.run(shop.project, scope, unattended)
  if (!bridge) throw new Error('no bridge')
  expect(bridge.steps.map(({ step }) => step)).toEqual([...bridgeSteps])
  for (const { step, customers, money } of bridge.steps) {
    const { rows, total } = await members({ kind: 'bridge', step })
    expect(total, step).toBe(customers)
    if (step === 'new' || step === 'reactivated') expect(sumOf(rows)).toBeCloseTo(money, 9)
    if (step === 'lost') expect(sumOf(rows)).toBe(0)
  }
  expect((await members({ kind: 'bridge', step: 'same' })).total).toBe(bridge.same)
})

it('knows whether the spans of the bridge touch', async () => {
  const isNext = async (filter: object) =>
    (await overviewOperation.run(shop.project, { ...scope, filter: shopFilter.parse(filter) }, unattended)).bridge
      ?.isNext
  expect(await isNext({ period: { days: 300 }, comparison: 'previous' })).toBe(true)
  expect(await isNext({ period: { days: 60 }, comparison: 'yearBefore' })).toBe(false)
  expect(await isNext({ period: { days: 60 } })).toBeUndefined()
})

it('lists the tenths of customers by spend, which hold what the curve says', async () => {
  const { spend, figures } = await overviewOperation.run(shop.project, scope, unattended)
  const { rows: top, total } = await members({ kind: 'rank', from: 0.9, to: 1 })
  expect(total).toBe(figures.customers - Math.round(0.9 * figures.customers))
  const all = await members({ kind: 'rank', from: 0, to: 1 })
  expect(all.total).toBe(figures.customers)
  const rest = await members({ kind: 'rank', from: 0, to: 0.9 })
  expect(rest.total + total).toBe(figures.customers)
  expect(Math.min(...top.map((row) => row.spend))).toBeGreaterThanOrEqual(
    Math.max(...rest.rows.map((row) => row.spend)),
  )
  expect(sumOf(all.rows)).toBeCloseTo(spend?.total ?? NaN, 9)
})

it('lists a cohort, and those of it who came back in a step', async () => {
  for (const step of ['month', 'quarter'] as const) {
    const { cohorts } = await cohortsOperation.run(shop.project, { ...scope, step }, unattended)
    expect(cohorts.length).toBeGreaterThan(3)
    for (const { from, customers, retention } of cohorts) {
      const whole = await members({ kind: 'cohort', step, from, after: null })
      expect(whole.total).toBe(customers)
      expect(whole.rows.every(({ first }) => first >= `${from}-01`)).toBe(true)
      for (const [after, share] of retention.entries()) {
        if (share === null) continue
        expect((await members({ kind: 'cohort', step, from, after })).total).toBe(Math.round(share * customers))
      }
    }
  }
})

it.each([300, 30])(
  'lists who moved from one segment to another over %i days, and nobody without a comparison',
  async (days) => {
    const filter = shopFilter.parse({ period: { days }, comparison: 'previous' })
    const { movement } = await segmentsOperation.run(shop.project, { ...scope, filter, thresholds: {}, cuts: {} }, unattended) // prettier-ignore
    if (!movement) throw new Error('no movement')
    for (const [row, counts] of movement.entries()) {
      for (const [column, count] of counts.entries()) {
        const from = segmentNames.at(row) ?? 'none'
        const found = await members({ kind: 'moved', from, to: segmentNames[column] }, { filter })
        expect(found.total, `${from} ${segmentNames[column]}`).toBe(count)
        expect(found.rows.every(({ segment }) => segment === segmentNames[column])).toBe(true)
      }
    }
    const alone = { ...asked, filter: shopFilter.parse({}), offset: 0, limit: 10 }
    for (const part of [
      { kind: 'bridge', step: 'new' },
      { kind: 'moved', from: 'none', to: 'new' },
    ] as const) {
      expect(await listOperation.run(shop.project, { ...alone, part }, unattended)).toMatchObject({ total: 0 })
    }
  },
)
