import { describe, expect, it } from 'vitest'
import { createRandom } from '../../main/base/random.ts'
import { brandSwitching, expectSwitching } from '../../main/insight/switching.ts'
import { brandPurchases } from '../../main/insight/purchases.ts'
import { shopFilter } from '../../main/insight/filter/input.ts'
import { ledgerOf, type LineInput } from './ledgerOf.ts'

const everything = shopFilter.parse({})
const goods = [0, 1, 2].map((brand) => ({ brand, category: 0 }))

function matrixOf(lines: LineInput[], largest = 3) {
  const ledger = ledgerOf(lines, { products: goods })
  const purchases = brandPurchases(ledger, everything, ledger.endDay)
  const ranked = [1, 2, 3].map((brandId) => ({ brandId, brand: `brand ${brandId - 1}` }))
  return brandSwitching(purchases, { categoryId: null, windowDays: ledger.endDay }, ranked, largest)
}

describe('what size lets expect of switching', () => {
  it('is a share of each brand’s size and a constant for keeping, which gives as many repeats as there are', () => {
    const counts = [
      [30, 6, 4],
      [8, 12, 2],
      [2, 4, 9],
    ]
    const expected = expectSwitching(counts) ?? []
    for (const row of expected) expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
    const rows = counts.map((row) => row.reduce((sum, count) => sum + count, 0))
    const repeats = expected.reduce((sum, row, i) => sum + rows[i] * row[i], 0)
    expect(repeats).toBeCloseTo(30 + 12 + 9, 9)
    // Between brands: the same for whoever comes from elsewhere.
    expect(expected[0][2]).toBeCloseTo(expected[1][2], 9)
  })

  it('is chance alone where nobody keeps to a brand, and nothing else where everybody does', () => {
    expect(expectSwitching([[0, 10], [10, 0]])).toEqual([[0.5, 0.5], [0.5, 0.5]]) // prettier-ignore
    expect(expectSwitching([[10, 0], [0, 30]])).toEqual([[1, 0], [0, 1]]) // prettier-ignore
    expect(expectSwitching([[7]])).toEqual([[1]])
    expect(expectSwitching([[0]])).toBeNull()
  })

  it('is found again in a market that follows the Dirichlet model', () => {
    const random = createRandom(5)
    const sizes = [0.5, 0.3, 0.2]
    const s = 2
    // A Polya urn draws from a Dirichlet: each purchase adds one to its brand.
    const counts = sizes.map(() => sizes.map(() => 0))
    for (let customer = 0; customer < 60_000; customer++) {
      const urn = sizes.map((size) => s * size)
      const draw = () => {
        let left = random.uniform() * urn.reduce((sum, weight) => sum + weight, 0)
        const brand = urn.findIndex((weight) => (left -= weight) < 0)
        urn[brand]++
        return brand
      }
      const first = draw()
      counts[first][draw()]++
    }
    const expected = expectSwitching(counts) ?? []
    expected.forEach((row, i) =>
      row.forEach((share, j) => expect(share).toBeCloseTo((s * sizes[j] + (i === j ? 1 : 0)) / (s + 1), 1)),
    )
  })
})

describe('shares of next purchases', () => {
  const buy = (user: number, products: number[]): LineInput[] =>
    products.map((product, day) => ({ user, product, day }))

  it('count each pair of purchases, and hold their interval by customers', () => {
    const { counts, shares } = matrixOf([...buy(0, [0, 0, 1]), ...buy(1, [0, 1]), ...buy(2, [0, 0, 0, 0]), ...buy(3, [2])]) // prettier-ignore
    expect(counts[0]).toEqual([4, 2, 0])
    const share = shares[0][0]
    // By customers x = 2, 1, 3 next purchases after brand 0, y = 1, 0, 3 of it again.
    const residuals = [1 - (2 / 3) * 2, -2 / 3, 3 - 2].map((residual) => residual ** 2)
    const half = (1.959964 * Math.sqrt((residuals.reduce((sum, one) => sum + one, 0) * 3) / 2)) / 6
    expect(share.value).toBeCloseTo(2 / 3, 9)
    expect(share.low).toBeCloseTo(2 / 3 - half, 9)
    expect(share.high).toBeCloseTo(Math.min(1, 2 / 3 + half), 9)
  })

  it('of none and of all are not certain for it', () => {
    const { shares } = matrixOf([...buy(0, [0, 0]), ...buy(1, [0, 0])])
    expect(shares[0][0]).toMatchObject({ value: 1, high: 1 })
    expect(shares[0][0].low).toBeLessThan(0.5)
    expect(shares[0][1]).toMatchObject({ value: 0, low: 0 })
    expect(shares[0][1].high).toBeGreaterThan(0.5)
    expect(shares[1][0]).toEqual({ value: null, low: null, high: null })
  })
})
