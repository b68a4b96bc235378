import { describe, expect, it } from 'vitest'
import { createRandom } from '../../main/base/random.ts'
import { stabilityOf } from '../../main/verdict/stability.ts'

const range = (from: number, to: number) => Float64Array.from({ length: to - from }, (_, i) => from + i)

describe('the population stability index', () => {
  it('is 0 of the same figures, in whatever order', () => {
    const figures = range(0, 1000)
    expect(stabilityOf(figures, figures.slice().reverse())?.psi).toBeCloseTo(0, 12)
  })

  it('equals its sum over tenths, worked out by hand', () => {
    // Of 100 figures ten stand in each tenth; today's 20 all stand in the first two, 15 and 5.
    const now = Float64Array.from([...new Array<number>(15).fill(3), ...new Array<number>(5).fill(12)])
    const expected = 10.5 / 105
    const found = [15.5, 5.5, ...new Array<number>(8).fill(0.5)].map((count) => count / 25)
    const psi = found.reduce((sum, share) => sum + (share - expected) * Math.log(share / expected), 0)
    expect(stabilityOf(range(0, 100), now)).toMatchObject({ reference: 100, now: 20 })
    expect(stabilityOf(range(0, 100), now)?.psi).toBeCloseTo(psi, 12)
  })

  it('keeps equal figures in one bin, counts what lies beyond, and leaves missing ones out', () => {
    const then = Float64Array.from([...new Array<number>(80).fill(0), ...range(1, 21), NaN])
    const same = stabilityOf(then, then)
    expect(same).toMatchObject({ psi: 0, reference: 100, now: 100 })
    // Bins: 0, up to 10 and beyond it: two degrees of freedom, χ² 5.991.
    expect((same?.chance ?? 0) / (2 / 100)).toBeCloseTo(5.991, 10)
    expect(stabilityOf(then, new Float64Array(50).fill(1e9))?.psi).toBeGreaterThan(2)
  })

  it('is not told of nothing, nor of a figure that never varied', () => {
    expect(stabilityOf(new Float64Array(0), range(0, 9))).toBeNull()
    expect(stabilityOf(range(0, 9), Float64Array.of(NaN))).toBeNull()
    expect(stabilityOf(new Float64Array(9).fill(2), range(0, 9))).toBeNull()
  })

  it('passes what chance allows about once in twenty where nothing has changed', () => {
    const random = createRandom(3)
    const draw = (n: number) => Float64Array.from({ length: n }, () => random.normal())
    let passed = 0
    for (let i = 0; i < 400; i++) {
      const found = stabilityOf(draw(600), draw(400))
      if (found && found.psi > found.chance) passed++
    }
    expect(passed).toBeGreaterThan(8)
    expect(passed).toBeLessThan(36)
  })
})
