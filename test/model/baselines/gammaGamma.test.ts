import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import { expectedSpend, fitGammaGamma } from '../../../main/model/baselines/gammaGamma.ts'

const cdnow = '../shared/data/cdnow/CDNOW_sample.txt'

/** Repeat purchase days and mean repeat spend per customer up to 30 September 1997. */
function readCdnow(): { frequency: Float64Array; meanSpend: Float64Array } {
  const byCustomer = new Map<string, Map<string, number>>()
  for (const line of readFileSync(cdnow, 'utf8').trim().split(/\r?\n/)) {
    const [, customer, day, , dollars] = line.trim().split(/\s+/)
    if (day > '19970930') continue
    const days = byCustomer.get(customer) ?? new Map<string, number>()
    days.set(day, (days.get(day) ?? 0) + Number(dollars))
    byCustomer.set(customer, days)
  }
  const repeats = [...byCustomer.values()].map((days) => [...days.values()].slice(1))
  return {
    frequency: Float64Array.from(repeats, (spends) => spends.length),
    meanSpend: Float64Array.from(
      repeats,
      (spends) => spends.reduce((sum, spend) => sum + spend, 0) / (spends.length || 1),
    ),
  }
}

describe('Gamma-Gamma', () => {
  it('finds the parameters that spends were drawn from, in any currency', () => {
    const random = createRandom(2)
    const [p, q, v] = [4, 3.5, 20]
    const frequency = new Float64Array(15_000)
    const meanSpend = frequency.map((_, i) => {
      const rate = random.gamma(q) / v
      frequency[i] = 1 + random.poisson(2)
      return random.gamma(p * frequency[i]) / rate / frequency[i]
    })
    const fitted = fitGammaGamma(frequency, meanSpend)
    expect(fitted).not.toBeNull()
    expect(Math.abs((fitted?.p ?? 0) / p - 1)).toBeLessThan(0.1)
    expect(Math.abs((fitted?.q ?? 0) / q - 1)).toBeLessThan(0.1)
    expect(Math.abs((fitted?.populationMean ?? 0) / ((p * v) / (q - 1)) - 1)).toBeLessThan(0.05)
    const inYen = fitGammaGamma(
      frequency,
      meanSpend.map((spend) => spend * 150),
    )
    expect((inYen?.v ?? 0) / (fitted?.v ?? 1)).toBeCloseTo(150, 1)
  })
  it('draws a customer towards the population, less so the more is known', () => {
    const model = { p: 6.25, q: 3.74, v: 15.44, populationMean: (6.25 * 15.44) / 2.74 }
    expect(expectedSpend(model, 0, 0)).toBe(model.populationMean)
    const [few, many] = [expectedSpend(model, 1, 100), expectedSpend(model, 50, 100)]
    expect(few).toBeGreaterThan(model.populationMean)
    expect(many).toBeGreaterThan(few)
    expect(many).toBeLessThan(100)
  })
  it('falls back to observed means where the model has none', () => {
    const heavy = { p: 0.2, q: 0.5, v: 3, populationMean: 12 }
    expect(expectedSpend(heavy, 1, 40)).toBe(40)
    expect(expectedSpend(heavy, 10, 40)).toBeCloseTo((0.2 * (3 + 400)) / 1.5, 12)
    // Spends spread over a hundred orders of magnitude have no mean.
    const random = createRandom(4)
    const meanSpend = Float64Array.from({ length: 500 }, () => Math.exp(8 * random.normal()))
    const fitted = fitGammaGamma(new Float64Array(500).fill(1), meanSpend)
    expect(fitted?.q).toBeLessThanOrEqual(1)
    expect(fitted?.populationMean).toBeCloseTo(meanSpend.reduce((sum, spend) => sum + spend, 0) / 500, 6)
  })
  it('is not fitted on fewer than ten repeat buyers', () => {
    expect(fitGammaGamma(Float64Array.of(1, 2, 0), Float64Array.of(5, 6, 0))).toBeNull()
  })
})

describe.skipIf(!existsSync(cdnow))(`Gamma-Gamma on CDNOW (skipped without ${cdnow})`, () => {
  it('reproduces the published fit of 946 repeat buyers (p 6.25, q 3.74, v 15.44)', () => {
    const { frequency, meanSpend } = readCdnow()
    expect(meanSpend.filter((spend) => spend > 0)).toHaveLength(946)
    const fitted = fitGammaGamma(frequency, meanSpend)
    expect(fitted?.p).toBeCloseTo(6.25, 1)
    expect(fitted?.q).toBeCloseTo(3.74, 1)
    expect(Math.abs((fitted?.v ?? 0) - 15.44)).toBeLessThan(0.1)
  })
})
