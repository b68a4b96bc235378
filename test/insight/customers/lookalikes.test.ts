import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import { findLookalikes, traitDifferences } from '../../../main/insight/customers/lookalikes.ts'
import { separation, shareBelow } from '../../../main/insight/customers/separation.ts'
import { traitReader, traitVectors } from '../../../main/insight/customers/traits.ts'
import { ledgerOf, type LineInput } from '../ledgerOf.ts'

describe('separation', () => {
  it('is the share of pairs in the right order, with the interval of DeLong, by brute force', () => {
    const random = createRandom(7)
    const draw = (count: number, above: number) =>
      Float64Array.from({ length: count }, () => random.integer(12) + above).sort()
    const [members, others] = [draw(40, 2), draw(60, 0)]
    const wins = (a: number, b: number) => (a > b ? 1 : a === b ? 0.5 : 0)
    const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = (values: number[]) => meanOf(values.map((value) => (value - meanOf(values)) ** 2)) * (values.length / (values.length - 1)) // prettier-ignore
    const ofMembers = [...members].map((a) => meanOf([...others].map((b) => wins(a, b))))
    const ofOthers = [...others].map((b) => meanOf([...members].map((a) => wins(a, b))))
    const half = 1.959964 * Math.sqrt(variance(ofMembers) / 40 + variance(ofOthers) / 60)
    const { value, low, high } = separation(members, others)
    expect(value).toBeCloseTo(meanOf(ofMembers), 12)
    expect(low).toBeCloseTo(meanOf(ofMembers) - half, 12)
    expect(high).toBeCloseTo(Math.min(1, meanOf(ofMembers) + half), 12)
  })

  it('is 1 of what lies apart, and tells the share below', () => {
    const low = Float64Array.of(1, 2, 2, 3)
    expect(separation(Float64Array.of(4, 5), low)).toEqual({ value: 1, low: 1, high: 1 })
    expect([0, 2, 2.5, 9].map((value) => shareBelow(low, value))).toEqual([0, 0.25, 0.75, 1])
  })
})

/** Customers 0 … 119 buy dear things of category 1 often, the others cheap things of category 2 now and then. */
function twoKinds() {
  const random = createRandom(11)
  const lines: LineInput[] = []
  for (let user = 0; user < 600; user++) {
    const isKind = user < 120
    const count = 4 + random.poisson(isKind ? 5 : 3)
    for (let i = 0; i < count; i++) {
      const usual = random.uniform() < 0.85
      const product = usual === isKind ? random.integer(5) : 5 + random.integer(5)
      const money = (isKind ? 20 : 15) * random.gamma(3)
      lines.push({ user, product, day: 19_700 + random.integer(300), money })
    }
  }
  const products = Array.from({ length: 10 }, (_, at) => ({ category: at < 5 ? 1 : 2, brand: at % 3 }))
  const ledger = ledgerOf(lines, { products })
  const users = Int32Array.from({ length: 600 }, (_, user) => user)
  return traitVectors(traitReader(ledger, ledger.endDay, null), users)
}

describe('lookalikes', () => {
  const vectors = twoKinds()

  it('finds the planted twins of a list', () => {
    // Every other one of their kind is on the list; the 60 others are their twins.
    const isMember = Uint8Array.from({ length: 600 }, (_, user) => (user < 120 && user % 2 === 0 ? 1 : 0))
    const found = findLookalikes(vectors, isMember)
    if (!found) throw new Error('nothing found')
    const others = [...isMember.keys()].filter((row) => isMember[row] === 0)
    const top = others.sort((a, b) => found.scores[b] - found.scores[a]).slice(0, 60)
    expect(top.filter((row) => row < 120).length).toBeGreaterThanOrEqual(54)
    // Twins cannot be told from members, so the best there is: they tie, and all others lie below.
    const best = 1 - 60 / 540 / 2
    expect(found.auc.value).toBeGreaterThan(best - 0.05)
    expect(found.auc.low).toBeGreaterThan(0.5)
    expect(found.memberScores).toEqual(
      Float64Array.from(
        [...isMember.keys()].filter((row) => isMember[row] === 1),
        (row) => found.scores[row],
      ).sort(),
    )
  })

  it('says so of a list drawn by lot, and refuses one that is too small', () => {
    const random = createRandom(5)
    const lot = Uint8Array.from({ length: 600 }, () => (random.uniform() < 0.3 ? 1 : 0))
    const found = findLookalikes(vectors, lot)
    expect(found?.auc.low).toBeLessThan(0.5)
    expect(found?.auc.high).toBeGreaterThan(0.5)
    expect(
      findLookalikes(
        vectors,
        Uint8Array.from(lot, (_, row) => (row < 19 ? 1 : 0)),
      ),
    ).toBeNull()
    expect(
      findLookalikes(
        vectors,
        Uint8Array.from(lot, (_, row) => (row < 581 ? 1 : 0)),
      ),
    ).toBeNull()
  })

  it('names the traits that mark a list, worked out one by one', () => {
    const isMember = Uint8Array.from({ length: 600 }, (_, user) => (user < 120 ? 1 : 0))
    const differences = traitDifferences(vectors, isMember)
    expect(differences.slice(0, 2).map(({ of }) => of).sort()).toEqual(['category 1', 'category 2']) // prettier-ignore
    const width = vectors.specs.length
    for (const { name, of, difference } of differences) {
      const column = vectors.specs.findIndex((spec) => spec.name === name && spec.of === of)
      const side = (wanted: number) => [...isMember.keys()].filter((row) => isMember[row] === wanted).map((row) => vectors.values[row * width + column]) // prettier-ignore
      const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
      const spread = (values: number[]) => values.reduce((sum, value) => sum + (value - meanOf(values)) ** 2, 0) / (values.length - 1) / values.length // prettier-ignore
      const [members, others] = [side(1), side(0)]
      const value = meanOf(members) - meanOf(others)
      expect(difference.value).toBeCloseTo(value, 6)
      expect(difference.low).toBeCloseTo(value - 1.959964 * Math.sqrt(spread(members) + spread(others)), 6)
    }
  })
})
