import { describe, expect, it } from 'vitest'
import { minimize } from '../../../main/model/baselines/minimize.ts'

describe('minimize', () => {
  it('follows the curved valley of Rosenbrock to (1, 1)', () => {
    const { point } = minimize(([x, y]) => 100 * (y - x * x) ** 2 + (1 - x) ** 2, [[-1.2, 1]])
    expect(point[0]).toBeCloseTo(1, 4)
    expect(point[1]).toBeCloseTo(1, 4)
  })
  it('takes the lowest of several valleys', () => {
    const twoValleys = ([x]: number[]) => Math.min((x + 3) ** 2 + 1, (x - 4) ** 2)
    expect(minimize(twoValleys, [[-3.4], [3]]).point[0]).toBeCloseTo(4, 4)
  })
  it('stays within walls of Infinity', () => {
    const { point } = minimize(([x]) => (x < 1 ? Infinity : x), [[2]])
    expect(point[0]).toBeGreaterThanOrEqual(1)
    expect(point[0]).toBeCloseTo(1, 6)
  })
  it('says when it has nowhere to start', () => {
    expect(() => minimize(() => NaN, [[1]])).toThrow('not finite')
  })
})
