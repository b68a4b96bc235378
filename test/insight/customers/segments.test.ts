import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { cohortsOperation, segmentsOperation } from '../../../main/insight/customers/operations.ts'
import { segmentNames } from '../../../main/insight/customers/types.ts'
import { shopFilter } from '../../../main/insight/filter/input.ts'
import { insertRun } from '../../../main/model/store.ts'
import type { Shop } from '../../features/shop.ts'
import { exampleRun } from '../../report/exampleRun.ts'
import { createSampleProject } from '../sampleProject.ts'

const dayMs = 86_400_000
let shop: Shop
let lines: { user: number; day: number; money: number }[]
let endDay: number
beforeAll(async () => {
  shop = await createSampleProject({ customers: 300, products: 120, brands: 24, categories: 8, months: 12 }, false)
  const { database } = shop.project
  lines = database
    .prepare(`SELECT user_id AS user, time_ms / ${dayMs} AS day, money FROM act WHERE type_id = 4 AND units > 0`)
    .all() as typeof lines
  endDay = Number(database.prepare(`SELECT MAX(time_ms) / ${dayMs} + 1 FROM behaviour`).pluck().get())
})
afterAll(() => shop.close())

const segments = (further: object, filter: object) =>
  segmentsOperation.run(
    shop.project,
    { filter: shopFilter.parse(filter), runId: null, thresholds: {}, cuts: {}, ...further },
    unattended,
  )

/** The segment of every customer at a day, said once more in plain words. */
function segmentsAt(toDay: number, periodDays: number, rules: Awaited<ReturnType<typeof segments>>['thresholds']) {
  const judgedDays = Math.max(periodDays, rules.lostDays)
  const people = new Map<number, { first: number; last: number; days: Set<number>; spend: number; own: number }>()
  for (const { user, day, money } of lines) {
    if (day >= toDay) continue
    const one = people.get(user) ?? { first: day, last: day, days: new Set<number>(), spend: 0, own: 0 }
    people.set(user, one)
    one.first = Math.min(one.first, day)
    one.last = Math.max(one.last, day)
    if (day >= toDay - periodDays) one.own += money
    if (day < toDay - judgedDays) continue
    one.days.add(day)
    one.spend += money
  }
  const spends = [...people.values()].map(({ spend }) => spend).filter((spend) => spend > 0)
  spends.sort((a, b) => a - b)
  const high = spends[Math.floor((1 - rules.topShare) * spends.length)]
  const nameOf = ({ first, last, days, spend }: { first: number; last: number; days: Set<number>; spend: number }) => {
    const [much, often] = [spend >= high, days.size >= rules.manyDays]
    if (toDay - last > rules.lostDays) return 'lost'
    if (toDay - last > rules.recentDays) return days.size > 1 || much ? 'atRisk' : 'cooling'
    if (often) return much ? 'champions' : 'loyal'
    if (toDay - first <= rules.recentDays) return 'new'
    return much ? 'bigSpenders' : days.size > 1 ? 'promising' : 'occasional'
  }
  return new Map([...people].map(([user, one]) => [user, { name: nameOf(one), spend: one.own }]))
}

describe('segments', () => {
  it('hold every customer once, with their spend, whatever the thresholds', async () => {
    const given = { recentDays: 30, lostDays: 90, manyDays: 2, topShare: 0.5 }
    for (const [thresholds, days] of [
      [{}, 120],
      [given, 120],
      [{}, 20],
      [given, 20],
    ] as const) {
      // prettier-ignore
      const found = await segments({ thresholds }, { period: { days } })
      expect(found.thresholds).toMatchObject(thresholds)
      const expected = segmentsAt(endDay, days, found.thresholds)
      for (const { segment, customers, spend } of found.rows) {
        const own = [...expected.values()].filter(({ name }) => name === segment)
        expect([segment, customers]).toEqual([segment, own.length])
        expect(spend).toBeCloseTo(
          own.reduce((sum, one) => sum + one.spend, 0),
          6,
        )
      }
      expect(found.rows.reduce((sum, { customers }) => sum + customers, 0)).toBe(expected.size)
    }
  })

  it('stay the same however short the period: silent regulars are at risk, not cooling off', async () => {
    const counts = async (days: number) => {
      const { rows, judged, span } = await segments({}, { period: { days } })
      return { judged, span, customers: rows.map(({ customers }) => customers) }
    }
    const { thresholds, rows } = await segments({}, { period: { days: 10 } })
    const atRisk = rows.find(({ segment }) => segment === 'atRisk')
    expect(atRisk?.customers).toBeGreaterThan(0)
    const asLong = await counts(thresholds.lostDays)
    expect(asLong.judged).toEqual(asLong.span)
    const short = await counts(10)
    expect(short.customers).toEqual(asLong.customers)
    expect(short.judged).toEqual(asLong.span)
    expect(short.span.from > short.judged.from).toBe(true)
  })

  it('take their days from the gap of the median customer', async () => {
    const days = new Map<number, Set<number>>()
    for (const { user, day } of lines) days.set(user, (days.get(user) ?? new Set()).add(day))
    const gaps = [...days.values()].flatMap((of) => {
      const sorted = [...of].sort((a, b) => a - b)
      const own = sorted.slice(1).map((day, i) => day - sorted[i])
      return own.length === 0 ? [] : [own.reduce((product, gap) => product * gap, 1) ** (1 / own.length)]
    })
    gaps.sort((a, b) => a - b)
    const middle = (gaps[Math.floor((gaps.length - 1) / 2)] + gaps[Math.floor(gaps.length / 2)]) / 2
    const { gap, defaults } = await segments({}, {})
    expect(gap).toBeCloseTo(middle, 9)
    expect(defaults.recentDays).toBe(Math.max(7, Math.round(2 * middle)))
  })

  it.each([90, 25])('move from one to another as the two dates tell, over %i days', async (days) => {
    const filter = { period: { days }, comparison: 'previous' }
    const { movement, thresholds } = await segments({}, filter)
    const then = segmentsAt(endDay - days, days, thresholds)
    const now = segmentsAt(endDay, days, thresholds)
    const expected = [...segmentNames, null].map(() => segmentNames.map(() => 0))
    for (const [user, { name }] of now) {
      const from = then.get(user)?.name
      const row = from === undefined ? segmentNames.length : segmentNames.findIndex((one) => one === from)
      expected[row][segmentNames.findIndex((one) => one === name)]++
    }
    expect(movement).toEqual(expected)
    expect((await segments({}, { period: { days } })).movement).toBeNull()
  })

  it('refuse customers who are lost before they are silent', async () => {
    const ask = async () => segments({ thresholds: { recentDays: 90, lostDays: 60 } }, {})
    await expect(ask).rejects.toMatchObject({ code: 'input.invalid', params: { field: 'thresholds' } })
  })

  it('cross value with repurchase where a run says something of them', async () => {
    const { database } = shop.project
    const runId = insertRun(database, exampleRun())
    const users = [...new Set(lines.map(({ user }) => user))].slice(0, 4)
    const put = database.prepare('INSERT INTO score_user VALUES (?, ?, ?, NULL, NULL, ?, 1, 1, 1)')
    users.forEach((user, i) => put.run(runId, user, [10, 20, 30, 40][i], [0.1, 0.9, 0.2, 0.8][i]))
    const found = await segments({ runId, cuts: { valueAt: 25, repurchaseAt: 0.5 } }, {})
    expect(found.quadrants?.cells.map(({ customers, value }) => [customers, value.value])).toEqual([
      [1, 40],
      [1, 30],
      [1, 20],
      [1, 10],
    ])
    expect(found.rows.reduce((sum, { scored }) => sum + scored, 0)).toBe(4)
  })
})

describe('cohorts', () => {
  it('have the customers, returns and cumulative spend that a walk over every purchase finds', async () => {
    const monthOf = (day: number) => new Date(day * dayMs).toISOString().slice(0, 7)
    const place = (month: string) => 12 * Number(month.slice(0, 4)) + Number(month.slice(5))
    const first = new Map<number, number>()
    for (const { user, day } of lines) first.set(user, Math.min(first.get(user) ?? Infinity, day))
    const { cohorts, curve } = await cohortsOperation.run(
      shop.project,
      { filter: shopFilter.parse({}), runId: null, step: 'month' },
      unattended,
    )
    const lastWhole = place(monthOf(endDay)) - 1
    expect(cohorts.reduce((sum, { customers }) => sum + customers, 0)).toBe(first.size)
    for (const { from, customers, retention, value } of cohorts) {
      const members = [...first].filter(([, day]) => monthOf(day) === from).map(([user]) => user)
      expect(customers).toBe(members.length)
      const own = lines.filter(({ user }) => members.includes(user))
      for (const after of [0, 1, 4, 12]) {
        if (place(from) + after > lastWhole) {
          expect([retention[after], value[after]]).toEqual([null, null])
          continue
        }
        const within = own.filter(({ day }) => place(monthOf(day)) - place(from) === after)
        const until = own.filter(({ day }) => place(monthOf(day)) - place(from) <= after)
        expect(retention[after]).toBeCloseTo(new Set(within.map(({ user }) => user)).size / members.length, 12)
        expect(value[after]).toBeCloseTo(until.reduce((sum, { money }) => sum + money, 0) / members.length, 6)
      }
    }
    const reached = cohorts.filter(({ value }) => value[3] !== null)
    const mean = reached.reduce((sum, c) => sum + c.customers * (c.value[3] ?? 0), 0) / curve[3].customers
    expect(curve[3].value.value).toBeCloseTo(mean, 6)
  })
})
