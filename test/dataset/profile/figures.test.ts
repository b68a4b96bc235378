import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberFigures } from '../../../main/dataset/profile/numberFigures.ts'
import { createTextTally } from '../../../main/dataset/profile/textTally.ts'

/** Type 7 of Hyndman and Fan by its definition. */
function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const place = share * (sorted.length - 1)
  const low = Math.floor(place)
  return sorted[low] + (place - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low])
}

describe('figures of numbers', () => {
  it('are what counting by hand gives', () => {
    const value = fc.oneof(
      fc.integer({ min: -5, max: 5 }),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.constant(NaN),
    )
    fc.assert(
      fc.property(fc.array(value, { maxLength: 300 }), (values) => {
        const figures = numberFigures(Float64Array.from(values))
        const known = values.filter((each) => !Number.isNaN(each)).map((each) => each + 0)
        expect(figures.missing).toBe(values.length - known.length)
        expect(figures.distinct).toBe(new Set(known).size)
        expect(figures.numbers === null).toBe(known.length === 0)
        if (known.length === 0) return
        expect(figures.numbers?.min).toBeCloseTo(Math.min(...known), 9)
        expect(figures.numbers?.max).toBeCloseTo(Math.max(...known), 9)
        expect(figures.numbers?.mean).toBeCloseTo(known.reduce((a, b) => a + b, 0) / known.length, 3)
        for (const [name, share] of [
          ['p5', 0.05],
          ['median', 0.5],
          ['p99', 0.99],
        ] as const) {
          // prettier-ignore
          expect(figures.numbers?.[name]).toBeCloseTo(quantile(known, share), 3)
        }
        const counts = new Map<number, number>()
        for (const each of known) counts.set(each, (counts.get(each) ?? 0) + 1)
        const most = [...counts.values()].filter((rows) => rows > 1).sort((a, b) => b - a).slice(0, 10) // prettier-ignore
        expect(figures.top.map(({ rows }) => rows)).toEqual(most)
        for (const { value, rows } of figures.top) expect(counts.get(value)).toBe(rows)
        if (figures.histogram) expect(figures.histogram.rows.reduce((a, b) => a + b, 0)).toBe(known.length)
      }),
    )
  })

  it('tell how much the largest hundredth holds', () => {
    const values = Float64Array.from({ length: 200 }, (_, i) => (i < 2 ? 99 : 1))
    expect(numberFigures(values).topPercentShare).toBeCloseTo(198 / 396, 12)
    expect(numberFigures(Float64Array.of(1, 2)).topPercentShare).toBeNull()
    expect(numberFigures(values.map((each) => each - 50)).topPercentShare).toBeNull()
  })
})

describe('a tally of texts', () => {
  it('counts few texts one by one', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.constantFrom('', 'a', 'b', '客', 'aa')), { maxLength: 80 }), (texts) => {
        const tally = createTextTally()
        const hashes = texts.map(tally.add)
        const { missing, distinct, distinctIsEstimate, top } = tally.figures()
        const known = texts.filter((text) => text !== null)
        expect([missing, distinct, distinctIsEstimate]).toEqual([
          texts.length - known.length,
          new Set(known).size,
          false,
        ])
        for (const { value, rows } of top) expect(known.filter((text) => text === value).length).toBe(rows)
        texts.forEach((text, i) => expect(hashes[i] === 0).toBe(text === null))
        expect(new Set(hashes).size).toBe(new Set(texts).size)
      }),
    )
  })

  it.each([30_000, 400_000, 3_000_000])('estimates %i different texts within half a percent, and says so', (count) => {
    const tally = createTextTally()
    for (let i = 0; i < count; i++) tally.add(`s${i.toString(36)}`)
    const { distinct, distinctIsEstimate } = tally.figures()
    expect(distinctIsEstimate).toBe(true)
    expect(Math.abs(distinct / count - 1)).toBeLessThan(0.005)
  })
})
