import { describe, expect, it } from 'vitest'
import {
  bestReach,
  breakEven,
  customersOf,
  evenSplit,
  keptMoney,
  keptNet,
  moveBudget,
  sumsAt,
  type Assumption,
} from '../../main/charts/budget.ts'
import { createRandom } from '../../main/base/random.ts'
import { potOf, type Stake } from '../../main/insight/loyalty/budget.ts'

const stakes: Stake[] = [
  { p: 0.2, value: 100 },
  { p: 0.5, value: 80 },
  { p: 0.9, value: 60 },
  { p: 0.95, value: 10 },
]
const pot = potOf('one', '', stakes)
const other = potOf('other', '', [
  { p: 0, value: 200 },
  { p: 0, value: 10 },
])
const assumed = (given: Partial<Assumption> = {}): Assumption => ({ effect: 0.5, costPerContact: 4, calibrationError: 0, ...given }) // prettier-ignore

describe('money kept', () => {
  it('has the mean and the spread of drawing who goes and who stays', () => {
    const random = createRandom(3)
    const draws = Array.from({ length: 40_000 }, () =>
      stakes.reduce((sum, { p, value }) => sum + (random.uniform() < 0.5 * (1 - p) ? value : 0), 0),
    )
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length
    const spread = Math.sqrt(draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length)
    const { value, high } = keptMoney(sumsAt(pot, 4), assumed())
    expect(value).toBeCloseTo(0.5 * (80 + 40 + 6 + 0.5), 9)
    expect(Math.abs((value ?? 0) - mean)).toBeLessThan(1)
    expect(Math.abs(((high ?? 0) - (value ?? 0)) / 1.96 - spread)).toBeLessThan(0.5)
  })

  it('is less certain by the calibration error, never below nothing or above all there is', () => {
    const { low, high, value } = keptMoney(sumsAt(pot, 4), assumed({ calibrationError: 0.02 }))
    const plain = keptMoney(sumsAt(pot, 4), assumed())
    expect((high ?? 0) - (plain.high ?? 0)).toBeCloseTo(0.5 * 0.02 * 250, 9)
    expect(low).toBe(0)
    expect(value).toBe(plain.value)
    expect(keptMoney(sumsAt(pot, 4), assumed({ effect: 1, calibrationError: 1 })).high).toBe(250)
  })

  it('pays from the break-even effect on', () => {
    const sums = sumsAt(pot, 2)
    const effect = breakEven(sums, 4)
    expect(effect).toBeCloseTo(8 / 120, 9)
    expect(keptNet(sums, assumed({ effect: effect ?? 0 })).value).toBeCloseTo(0, 9)
    expect(breakEven(sumsAt(pot, 0), 4)).toBeNull()
  })

  it('is most for those whose part is worth the contact', () => {
    expect(bestReach(pot, assumed())).toBe(2)
    expect(bestReach(pot, assumed({ costPerContact: 1 }))).toBe(3)
    expect(bestReach(pot, assumed({ costPerContact: 1000 }))).toBe(0)
  })

  it('lies straight between the rows that are kept', () => {
    expect(sumsAt(pot, 1.5).loss).toBeCloseTo(100, 9)
    expect(sumsAt(pot, 99)).toEqual(pot.sums.at(-1))
    expect(sumsAt(potOf('', '', []), 3).contacts).toBe(0)
  })
})

describe('a budget', () => {
  it('is spread as customers are, in whole contacts that add up', () => {
    expect(evenSplit([pot, other], 3)).toEqual([2, 1])
    expect(evenSplit([pot, other], 99)).toEqual([4, 2])
    expect(evenSplit([potOf('', '', [])], 5)).toEqual([0])
    for (let contacts = 0; contacts <= 6; contacts++) {
      const split = evenSplit([pot, other], contacts)
      expect(split.reduce((sum, count) => sum + count, 0)).toBe(contacts)
    }
  })

  it('that is moved keeps what the ones gain and the others lose', () => {
    const { before, after, moved, keptBefore, keptAfter, difference } = moveBudget([pot, other], 3, { from: 0, to: 1, contacts: 5 }, assumed()) // prettier-ignore
    expect({ before, after, moved }).toEqual({ before: [2, 1], after: [1, 2], moved: 1 })
    expect(keptBefore.value).toBeCloseTo(0.5 * (120 + 200), 9)
    expect(keptAfter.value).toBeCloseTo(0.5 * (80 + 210), 9)
    expect(difference.value).toBeCloseTo(0.5 * (10 - 40), 9)
    // Only the two who change: one worth 80 with chance ¼, one worth 10 with chance ½.
    const spread = 1.959964 * Math.sqrt(80 ** 2 * 0.25 * 0.75 + 10 ** 2 * 0.25)
    expect((difference.high ?? 0) - (difference.value ?? 0)).toBeCloseTo(spread, 6)
  })

  it('is not moved onto itself, nor to where nobody is left', () => {
    expect(moveBudget([pot, other], 3, { from: 0, to: 0, contacts: 1 }, assumed()).moved).toBe(0)
    const full = moveBudget([pot, other], 6, { from: 0, to: 1, contacts: 1 }, assumed())
    expect(full).toMatchObject({ moved: 0, difference: { value: 0, low: 0, high: 0 } })
    expect(customersOf(other)).toBe(2)
  })
})
