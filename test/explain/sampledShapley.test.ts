import { describe, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { createRandom } from '../../main/base/random.ts'
import { conceptOf } from '../../main/explain/concepts.ts'
import { sampleShapley } from '../../main/explain/sampledShapley.ts'

/** By the definition: over all orders of joining. */
function exactly(players: number, play: (present: Uint8Array) => number): number[] {
  const values = new Array<number>(players).fill(0)
  const orders = (left: number[]): number[][] =>
    left.length === 0 ? [[]] : left.flatMap((one) => orders(left.filter((other) => other !== one)).map((rest) => [one, ...rest])) // prettier-ignore
  const all = orders(Array.from({ length: players }, (_, player) => player))
  for (const order of all) {
    const present = new Uint8Array(players)
    for (const player of order) {
      const before = play(present)
      present[player] = 1
      values[player] += (play(present) - before) / all.length
    }
  }
  return values
}

describe('sampled Shapley values', () => {
  it('are exact where parts simply add up, without any error', () => {
    const weights = [3, -1, 0, 5]
    const play = (present: Uint8Array) => [weights.reduce((sum, weight, at) => sum + weight * present[at], 10)]
    const { none, all, parts } = sampleShapley({ players: 4, outcomes: 1, play }, { pairs: 3, seed: 1 }, unattended)
    expect([none, all]).toEqual([[10], [17]])
    parts[0].forEach(({ value, error }, at) => {
      expect(value).toBeCloseTo(weights[at], 12)
      expect(error).toBeCloseTo(0, 12)
    })
  })

  it('come near the average over all orders, within their error, and always add up', () => {
    const random = createRandom(4)
    const worth = Float64Array.from({ length: 2 ** 6 }, () => random.normal())
    const place = (present: Uint8Array) => present.reduce((sum, one, at) => sum + one * 2 ** at, 0)
    const play = (present: Uint8Array) => [worth[place(present)], worth[place(present)] ** 2]
    const exact = [0, 1].map((outcome) => exactly(6, (present) => play(present)[outcome]))
    const few = sampleShapley({ players: 6, outcomes: 2, play }, { pairs: 4, seed: 2 }, unattended)
    const many = sampleShapley({ players: 6, outcomes: 2, play }, { pairs: 2000, seed: 2 }, unattended)
    for (const outcome of [0, 1]) {
      for (const { none, all, parts } of [few, many]) {
        const sum = parts[outcome].reduce((total, { value }) => total + value, 0)
        expect(sum).toBeCloseTo(all[outcome] - none[outcome], 10)
      }
      many.parts[outcome].forEach(({ value, error }, player) => {
        expect(Math.abs(value - exact[outcome][player])).toBeLessThan(4 * error)
        expect(error).toBeLessThan(0.05)
      })
    }
  })
})

it('knows what columns are about', () => {
  const of = (name: string, group: 'behaviour' | 'product' | 'social' = 'behaviour') => conceptOf({ name, group })
  expect(of('spend90')).toBe('money')
  expect(of('saleSpendShare365')).toBe('sales')
  expect(of('lastGapDays')).toBe('rhythm')
  expect(of('purchaseDays365')).toBe('frequency')
  expect(of('purchasesPerView')).toBe('browsing')
  expect(of('user region = North')).toBe('person')
  expect(of('ageDays')).toBe('tenure')
  expect(of('ageKnown')).toBe('person')
  expect(of('brand = Aster', 'product')).toBe('goods')
  expect(of('neighbourSpend', 'social')).toBe('people')
  expect(of('something of the shop')).toBe('other')
})
