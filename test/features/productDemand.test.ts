import { describe, expect, it } from 'vitest'
import { readCategoryPaths } from '../../main/features/categoryPaths.ts'
import {
  addWeekly,
  weekTrend,
  weekUnits,
  weekVolatility,
  weeksSeen,
  weeksSoldShare,
} from '../../main/features/weeklyDemand.ts'

describe('demand by week', () => {
  const filled = (units: (week: number) => number) => {
    const weekly = new Float32Array(2 * weeksSeen)
    for (let week = 0; week < weeksSeen; week++) addWeekly(weekly, 1, 7 * week + 4, units(week))
    return weekly
  }

  it('counts weeks back from the cutoff, of this product alone', () => {
    const weekly = new Float32Array(2 * weeksSeen)
    for (const age of [1, 7, 8, 182, 183]) addWeekly(weekly, 1, age, 1)
    expect([0, 1, 25].map((week) => weekUnits(weekly, 1, week))).toEqual([2, 1, 1])
    expect(weekly.reduce((a, b) => a + b)).toBe(4)
    expect(weekUnits(weekly, 0, 0)).toBe(0)
  })

  it('has the slope of the logarithm as trend: units growing by a factor a week', () => {
    expect(
      weekTrend(
        filled((week) => Math.exp(0.1 * (26 - week)) - 1),
        1,
      ),
    ).toBeCloseTo(0.1, 5)
    expect(
      weekTrend(
        filled((week) => Math.exp(0.1 * week) - 1),
        1,
      ),
    ).toBeCloseTo(-0.1, 5)
    expect(
      weekTrend(
        filled(() => 7),
        1,
      ),
    ).toBeCloseTo(0, 9)
  })

  it('has spread over mean as volatility, and the share of weeks with a sale', () => {
    expect(
      weekVolatility(
        filled(() => 3),
        1,
      ),
    ).toBe(0)
    expect(
      weekVolatility(
        filled((week) => (week % 2 ? 2 : 0)),
        1,
      ),
    ).toBeCloseTo(1, 6)
    expect(
      weekVolatility(
        filled(() => 0),
        1,
      ),
    ).toBe(0)
    expect(
      weeksSoldShare(
        filled((week) => (week % 2 ? 2 : 0)),
        1,
      ),
    ).toBe(0.5)
  })
})

describe('category paths', () => {
  it.each([
    ['Home > Kitchen > Knives', ['Home', 'Home > Kitchen', 'Home > Kitchen > Knives']],
    ['Home >Bath', ['Home', 'Home > Bath']],
    ['Sundries', ['Sundries']],
  ])('split %s into levels', (name, levels) => {
    const names = ['', 'Home > Kitchen > Knives', 'Home >Bath', 'Garden > Tools', 'Garden > Seeds', 'Sundries']
    expect(readCategoryPaths(names)?.(name)).toEqual(levels)
  })

  it('may be written with dots or slashes', () => {
    const dotted = ['appliances.kitchen.oven', 'appliances.kitchen.hood', 'furniture.sofa', 'furniture.bed']
    expect(readCategoryPaths(dotted)?.('furniture.bed')).toEqual(['furniture', 'furniture > bed'])
    expect(readCategoryPaths(['cat1/sub0', 'cat1/sub1', 'cat2/sub0', 'cat2/sub4'])?.('cat1/sub1')).toHaveLength(2)
  })

  it('are none where a mark is part of a name', () => {
    expect(readCategoryPaths(['FRUIT - SHELF STABLE', 'ICE - CRUSHED/CUBED', 'BREAD', 'EGGS'])).toBeNull()
    expect(readCategoryPaths(['Shoes/Boots', 'Hats/Caps', 'Pots/Pans', 'Tents/Bags'])).toBeNull()
    expect(readCategoryPaths(['Dr. Martens', 'St. Ives', 'Mr. Clean'])).toBeNull()
    expect(readCategoryPaths([''])).toBeNull()
  })
})
