import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import { dueDays, fitGaps, nextGap, type Gaps } from '../../../main/insight/customers/gaps.ts'

function gapsFrom(customers: number[][], lastDay = 0): Gaps {
  const starts = [0]
  for (const own of customers) starts.push((starts.at(-1) ?? 0) + own.length)
  return {
    user: Int32Array.from(customers.keys()),
    starts: Int32Array.from(starts),
    logs: Float64Array.from(customers.flat()),
    lastDay: new Int32Array(customers.length).fill(lastDay),
  }
}

describe('the model of gaps', () => {
  it('has the moments worked out by hand', () => {
    // Means 1, 3, 5; squares within 2 + 2 + 2 of 3 degrees; between: 2·(4 + 0 + 4) = 16 less 2·2, over 6 − 12/6.
    const model = fitGaps(gapsFrom([[0, 2], [2, 4], [4, 6]])) // prettier-ignore
    expect(model).toMatchObject({ customers: 3, within: 2, between: 3, mean: 3 })
    if (!model) throw new Error('no model')
    // B = 2·3 / (2·3 + 2) = 0.75 for a customer of mean 1: 0.75·1 + 0.25·3 = 1.5; variance 2 + 3·2/8 = 2.75.
    const gap = nextGap(model, 2, 1)
    expect(Math.log(gap.median)).toBeCloseTo(1.5, 12)
    expect(Math.log(gap.high) - 1.5).toBeCloseTo(1.281552 * Math.sqrt(2.75), 9)
  })

  it('is none of fewer than two customers, and says nothing of whoever bought twice', () => {
    expect(fitGaps(gapsFrom([[1, 2]]))).toBeNull()
    const due = dueDays(gapsFrom([[1, 2], [1, 3], [2]], 100), 3) // prettier-ignore
    expect(Number.isNaN(due.median[2])).toBe(true)
    expect(due.median[0]).toBeGreaterThan(100)
  })

  it('stands where all gaps are the same', () => {
    const model = fitGaps(gapsFrom([[2, 2], [2, 2, 2]])) // prettier-ignore
    expect(model).toMatchObject({ within: 0, between: 0, mean: 2 })
    if (model) expect(nextGap(model, 3, 2)).toMatchObject({ median: Math.exp(2), low: Math.exp(2), high: Math.exp(2) })
  })

  it('finds the parameters of simulated customers, and covers 80% of their next gaps', () => {
    const random = createRandom(11)
    const truth = { mean: 3.2, within: 0.5, between: 0.3 }
    const next: number[] = []
    const customers = Array.from({ length: 6000 }, () => {
      const own = truth.mean + Math.sqrt(truth.between) * random.normal()
      const draw = () => own + Math.sqrt(truth.within) * random.normal()
      next.push(Math.exp(draw()))
      return Array.from({ length: 2 + Math.floor(6 * random.uniform()) }, draw)
    })
    const model = fitGaps(gapsFrom(customers))
    if (!model) throw new Error('no model')
    expect(model.mean).toBeCloseTo(truth.mean, 1)
    expect(model.within).toBeCloseTo(truth.within, 1)
    expect(model.between).toBeCloseTo(truth.between, 1)
    const ranges = customers.map((own) => nextGap(model, own.length, own.reduce((sum, x) => sum + x, 0) / own.length))
    const covered = ranges.filter(({ low, high }, i) => next[i] >= low && next[i] <= high).length / customers.length
    const below = ranges.filter(({ median }, i) => next[i] < median).length / customers.length
    expect(Math.abs(covered - 0.8)).toBeLessThan(0.02)
    expect(Math.abs(below - 0.5)).toBeLessThan(0.02)
  })
})
