import { describe, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { createRandom } from '../../main/base/random.ts'
import { contactsOf, measureReached, moneyOfFirst } from '../../main/verdict/reached.ts'
import { contenders, type Contender, type DatedRows } from '../../main/verdict/types.ts'

const options = { resamples: 200, seed: 3 }

/** Rows of one date; contenders that are not named take the rows as they stand. */
function dated(
  cutoff: string,
  ids: number[],
  actual: number[],
  orders: Partial<Record<Contender, number[]>>,
): DatedRows {
  const standing = ids.map((_, row) => row)
  return {
    cutoff,
    ids: Int32Array.from(ids),
    actual: Float64Array.from(actual),
    orders: Object.fromEntries(
      contenders.map((name) => [name, Int32Array.from(orders[name] ?? standing)]),
    ) as DatedRows['orders'],
  }
}

describe('money of the first', () => {
  it('adds up what the best brought, and shares a row at the edge', () => {
    const [order, brought] = [Int32Array.from([2, 0, 1]), Float64Array.from([100, 10, 1])]
    const once = Float64Array.from([1, 1, 1])
    expect([...moneyOfFirst(order, brought, once, [1, 1.5, 2, 3])]).toEqual([
      expect.closeTo(100, 9),
      expect.closeTo(105, 9),
      expect.closeTo(110, 9),
      expect.closeTo(111, 9),
    ])
  })

  it('is what the copies of a resample would bring', () => {
    const random = createRandom(5)
    const rows = 40
    const actual = Float64Array.from({ length: rows }, () => Math.round(100 * random.uniform()))
    const weights = Float64Array.from({ length: rows }, () => random.integer(4))
    const order = random.shuffle(Int32Array.from({ length: rows }, (_, row) => row))
    const copies = [...order].flatMap((row) => Array.from({ length: weights[row] }, () => actual[row]))
    for (const taken of [1, 7, 20, copies.length]) {
      const byHand = copies.slice(0, taken).reduce((sum, money) => sum + money, 0)
      const [found] = moneyOfFirst(
        order,
        Float64Array.from(order, (row) => actual[row]),
        weights,
        [taken],
      )
      expect(found).toBeCloseTo(byHand, 6)
    }
  })
})

describe('what targets come to', () => {
  const first = dated('2025-03-01', [1, 2, 3, 4], [50, 0, 30, 20], { assay: [0, 2, 3, 1], bgnbd: [1, 3, 2, 0] })
  const second = dated('2025-01-01', [1, 2, 5], [5, 10, 0], { assay: [1, 0, 2], bgnbd: [0, 1, 2] })

  it('adds dates up, and counts the targeted of each', () => {
    const [half, all] = measureReached([first, second], [{ share: 0.5 }, { count: 99 }], options, unattended)
    // Two of four, and two of three, which half of them rounds to.
    expect(half.dates.map(({ contacts }) => contacts)).toEqual([2, 2])
    expect(half.dates.map(({ reached }) => reached.assay.value)).toEqual([expect.closeTo(80, 9), expect.closeTo(15, 9)])
    expect(half.pooled.contacts).toBe(4)
    expect(half.pooled.customers).toBe(7)
    expect(half.pooled.reached.assay.value).toBeCloseTo(95, 9)
    expect(half.pooled.ahead.bgnbd.value).toBeCloseTo(95 - (20 + 15), 9)
    // Who targets everybody reaches everything, whoever chooses.
    expect(all.pooled.reached.assay.value).toBeCloseTo(115, 9)
    expect(all.pooled.ahead.bgnbd).toEqual({ value: 0, low: expect.closeTo(0, 9), high: expect.closeTo(0, 9) })
  })

  it('knows no difference between contenders who choose alike, on any resample', () => {
    const [half] = measureReached([first, second], [{ share: 0.5 }], options, unattended)
    expect(half.pooled.ahead.ridge.value).not.toBe(0)
    const alike = { ...first, orders: { ...first.orders, ridge: first.orders.assay } }
    const [same] = measureReached([alike], [{ count: 1 }], options, unattended)
    expect(same.pooled.ahead.ridge).toEqual({ value: 0, low: 0, high: 0 })
  })

  it('tells a far better choice from chance, and two choices by chance not apart', () => {
    const random = createRandom(11)
    const ids = Array.from({ length: 400 }, (_, row) => row)
    const actual = ids.map((row) => (row < 100 ? 50 + 10 * random.uniform() : random.uniform()))
    const shuffled = () => [...random.shuffle(Int32Array.from(ids))]
    const rows = dated('2025-01-01', ids, actual, { assay: ids, bgnbd: shuffled() })
    const [tenth] = measureReached([rows], [{ share: 0.1 }], options, unattended)
    expect(tenth.pooled.ahead.bgnbd.low).toBeGreaterThan(0)
    const blind = dated('2025-01-01', ids, actual, { assay: shuffled(), bgnbd: shuffled() })
    const { bgnbd } = measureReached([blind], [{ share: 0.1 }], options, unattended)[0].pooled.ahead
    expect(bgnbd.low).toBeLessThan(0)
    expect(bgnbd.high).toBeGreaterThan(0)
  })

  it('draws a customer with all its dates', () => {
    // One customer brings everything at both dates: pooled money varies by that customer's draws alone, so it is even.
    const lone = (cutoff: string) => dated(cutoff, [1, 2], [10, 0], {})
    const [both] = measureReached([lone('a'), lone('b')], [{ share: 1 }], { resamples: 500, seed: 1 }, unattended)
    expect(both.dates[0].reached.assay).toEqual(both.dates[1].reached.assay)
    expect(both.pooled.reached.assay.high).toBeCloseTo(2 * (both.dates[0].reached.assay.high ?? 0), 9)
  })
})

describe('contacts', () => {
  it.each([
    [{ share: 0.1 }, 1234, 123],
    [{ share: 0.0001 }, 100, 1],
    [{ count: 500 }, 1234, 500],
    [{ count: 500 }, 40, 40],
  ])('%o of %i are %i', (target, customers, contacts) => {
    expect(contactsOf(target, customers)).toBe(contacts)
  })
})
