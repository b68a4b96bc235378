import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import { liftOf, logLikelihoodRatio } from '../../../main/insight/products/lift.ts'
import { countBaskets, tiesOf } from '../../../main/insight/products/ties.ts'
import { ledgerOf, type LineInput } from '../ledgerOf.ts'

describe('a lift', () => {
  it('has the ratio of Dunning’s own table', () => {
    // "the swiss" in Dunning (1993), table 2: 110, 2442, 111, 29114 give 270.72.
    expect(logLikelihoodRatio({ both: 110, one: 110 + 2442, other: 110 + 111, all: 110 + 2442 + 111 + 29114 })).toBeCloseTo(270.72, 1) // prettier-ignore
  })

  it('is one, and its ratio nothing, between independent things', () => {
    const table = { both: 20, one: 100, other: 200, all: 1000 }
    expect(liftOf(table).value).toBe(1)
    expect(logLikelihoodRatio(table)).toBeCloseTo(0, 9)
  })

  it('has an interval that holds the truth about 95 times in 100', () => {
    const random = createRandom(7)
    const [p, q, joint] = [0.3, 0.2, 0.09]
    let held = 0
    for (let trial = 0; trial < 1000; trial++) {
      let [both, one, other] = [0, 0, 0]
      for (let i = 0; i < 400; i++) {
        const x = random.uniform()
        if (x < joint) [both, one, other] = [both + 1, one + 1, other + 1]
        else if (x < p) one++
        else if (x < p + q - joint) other++
      }
      const { low, high } = liftOf({ both, one, other, all: 400 })
      if (low !== null && high !== null && low <= joint / (p * q) && high >= joint / (p * q)) held++
    }
    expect(held / 1000).toBeGreaterThan(0.93)
    expect(held / 1000).toBeLessThan(0.97)
  })
})

describe('ties of a product', () => {
  const random = createRandom(3)
  const lines: LineInput[] = []
  // Two categories of four; 0 goes with 5, and customers go to and fro between 0 and 1.
  for (let user = 0; user < 150; user++) {
    for (let visit = 0; visit < 6; visit++) {
      const day = visit * 7 + Math.floor(random.uniform() * 5)
      const favourite = user % 3 === 0 ? (visit % 2 === 0 ? 0 : 1) : 2 + Math.floor(random.uniform() * 2)
      lines.push({ user, product: favourite, day })
      if (favourite === 0 && random.uniform() < 0.7) lines.push({ user, product: 5, day })
      if (random.uniform() < 0.2) lines.push({ user, product: 4 + Math.floor(random.uniform() * 4), day })
    }
  }
  const ledger = ledgerOf(lines, { products: [1, 1, 1, 1, 2, 2, 2, 2].map((category) => ({ category })) })
  const all = Int32Array.from({ length: ledger.lines.count }, (_, i) => i)
  const counts = countBaskets(ledger, all)

  /** Baskets by customer, in the order of their days. */
  const customers = Array.from({ length: 150 }, (_, user) => {
    const days = new Map<number, Set<number>>()
    for (const line of lines.filter((one) => one.user === user).sort((a, b) => a.day - b.day)) {
      days.set(line.day, (days.get(line.day) ?? new Set()).add(line.product))
    }
    return [...days.values()]
  })
  const baskets = customers.flat()
  const holding = (...wanted: number[]) => baskets.filter((one) => wanted.every((product) => one.has(product))).length

  it('count baskets as going through them does', () => {
    expect(counts.all).toBe(baskets.length)
    expect([...counts.ofProduct]).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((product) => holding(product)))
    const inFirst = baskets.filter((basket) => [...basket].some((product) => product < 4)).length
    expect(counts.ofCategory[1]).toBe(inFirst)
  })

  it('find what is bought along, with the figures that going through all pairs gives', () => {
    const { complements } = tiesOf(ledger, all, counts, 0)
    expect(complements.map(({ product }) => product)).toEqual([5])
    expect(complements[0].support).toBe(holding(0, 5))
    expect(complements[0].lift.value).toBeCloseTo((holding(0, 5) * baskets.length) / (holding(0) * holding(5)), 12)
    expect(complements[0].lift.low).toBeGreaterThan(1)
  })

  it('find what customers turn to instead, with the figures that following every customer gives', () => {
    const { substitutes } = tiesOf(ledger, all, counts, 0)
    expect(substitutes.map(({ product }) => product)).toEqual([1])
    const first = customers.map((own) => own.filter((basket) => [...basket].some((product) => product < 4)))
    const without = first.flatMap((own) =>
      own
        .map((basket, at) => ({ basket, isNext: Boolean(own[at - 1]?.has(0) || own[at + 1]?.has(0)) }))
        .filter(({ basket }) => !basket.has(0)),
    )
    const next = without.filter(({ isNext }) => isNext)
    const shareOf1 = (days: typeof without) => days.filter(({ basket }) => basket.has(1)).length / days.length
    expect(substitutes[0].lift.value).toBeCloseTo(shareOf1(next) / shareOf1(without), 12)
    expect(substitutes[0].support).toBe(next.filter(({ basket }) => basket.has(1)).length)
  })

  it('need a category for substitutes, and five meetings for any', () => {
    const bare = ledgerOf(lines)
    expect(tiesOf(bare, all, countBaskets(bare, all), 0).substitutes).toEqual([])
    const few = all.subarray(0, 6)
    expect(tiesOf(ledger, few, countBaskets(ledger, few), 0)).toEqual({ complements: [], substitutes: [] })
  })
})
