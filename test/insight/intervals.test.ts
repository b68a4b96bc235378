import { describe, expect, it } from 'vitest'
import { createRandom } from '../../main/base/random.ts'
import { addToRatio, emptyRatio, mean, ratio, share } from '../../main/insight/intervals.ts'

const none = { value: null, low: null, high: null }

describe('share', () => {
  // Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i is the published Wilson interval', (hits, n, low, high) => {
    const estimate = share(hits, n)
    expect(estimate.value).toBe(hits / n)
    expect(estimate.low).toBeCloseTo(low, 4)
    expect(estimate.high).toBeCloseTo(high, 4)
  })

  it('is symmetric: hits and misses mirror each other', () => {
    const [hits, misses] = [share(3, 17), share(14, 17)]
    expect(hits.low).toBeCloseTo(1 - (misses.high ?? NaN), 12)
    expect(hits.high).toBeCloseTo(1 - (misses.low ?? NaN), 12)
  })

  it('ends at 0 and 1 exactly where none or all hit', () => {
    expect(share(0, 7).low).toBe(0)
    expect(share(7, 7).high).toBe(1)
  })

  it('of none is not known', () => expect(share(0, 0)).toEqual(none))
})

describe('mean', () => {
  it('has the normal interval of 1 … 5', () => {
    const estimate = mean(15, 55, 5)
    expect(estimate.value).toBe(3)
    expect(estimate.high).toBeCloseTo(3 + 1.959964 * Math.sqrt(2.5 / 5), 10)
    expect(estimate.low).toBeCloseTo(3 - 1.959964 * Math.sqrt(2.5 / 5), 10)
  })

  it('of one value has no interval, of equal values one of no width, of none no value', () => {
    expect(mean(4, 16, 1)).toEqual({ value: 4, low: null, high: null })
    expect(mean(12, 48, 3)).toEqual({ value: 4, low: 4, high: 4 })
    expect(mean(0, 0, 0)).toEqual(none)
  })
})

describe('ratio', () => {
  const sumsOf = (pairs: [number, number][]) => {
    const sums = emptyRatio()
    for (const [x, y] of pairs) addToRatio(sums, x, y)
    return sums
  }

  it('has the interval of its residuals, computed one by one', () => {
    const pairs: [number, number][] = [[10, 3], [4, 4], [25, 6], [8, 0], [16, 9]] // prettier-ignore
    const x = 63
    const value = 22 / x
    const residuals = pairs.reduce((sum, [a, b]) => sum + (b - value * a) ** 2, 0)
    const half = 1.959964 * Math.sqrt((residuals * 5) / 4 / x ** 2)
    const estimate = ratio(sumsOf(pairs))
    expect(estimate.value).toBeCloseTo(value, 12)
    expect(estimate.low).toBeCloseTo(value - half, 10)
    expect(estimate.high).toBeCloseTo(value + half, 10)
  })

  it('covers the true ratio about 95 times in 100', () => {
    const random = createRandom(3)
    let covered = 0
    for (let trial = 0; trial < 1000; trial++) {
      const pairs = Array.from({ length: 200 }, (): [number, number] => {
        const x = random.gamma(2)
        return [x, x * random.beta(2, 3)]
      })
      const { low, high } = ratio(sumsOf(pairs))
      if ((low ?? 1) <= 0.4 && 0.4 <= (high ?? 0)) covered++
    }
    expect(covered).toBeGreaterThan(930)
    expect(covered).toBeLessThan(970)
  })

  it('stays within 0 and 1, and is not known without anything to be a part of', () => {
    expect(ratio(sumsOf([[1, 1], [100, 100]]))).toEqual({ value: 1, low: 1, high: 1 }) // prettier-ignore
    expect(ratio(sumsOf([[1, 0], [1, 1]]))).toMatchObject({ low: 0, high: 1 }) // prettier-ignore
    expect(ratio(sumsOf([[0, 0]]))).toEqual(none)
    expect(ratio(sumsOf([[5, 2]]))).toEqual({ value: 0.4, low: null, high: null })
  })
})
