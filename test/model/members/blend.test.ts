import { describe, expect, test } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import { blended, joinKinds } from '../../../main/model/members/blend.ts'
import { fitBlendWeights } from '../../../main/model/members/blendWeights.ts'

const of = (...values: number[]) => Float64Array.from(values)

test('members of a kind are averaged where single large figures do not decide: amounts by their logarithms', () => {
  const said = { network: [{ 'ltv.amount': of(1, 10) }, { 'ltv.amount': of(100, 10) }], boosted: [], linear: [] }
  const { network } = joinKinds(said)
  expect([...(network?.['ltv.amount'] ?? [])].map((value) => Number(value.toFixed(9)))).toEqual([10, 10])
})

test('kinds count by their weights, and a row of which one says nothing is left to the others', () => {
  const said = { network: { 'repurchase.p': of(0.2, 0.2) }, boosted: { 'repurchase.p': of(0.8, NaN) } }
  const half = blended(said, { 'repurchase.p': { network: 0.5, boosted: 0.5, linear: 0 } })['repurchase.p']
  expect(half[0]).toBeCloseTo(0.5, 12)
  expect(half[1]).toBeCloseTo(0.2, 12)
  const one = blended(said, { 'repurchase.p': { network: 0, boosted: 1, linear: 0 } })['repurchase.p']
  expect(one[0]).toBe(0.8)
})

describe('weights', () => {
  /** Amounts whose logarithms are known with errors of these sizes. */
  function amounts(rows: number, ...errors: number[]) {
    const random = createRandom(3)
    const labels = new Float64Array(rows)
    const said = errors.map(() => new Float64Array(rows))
    for (let row = 0; row < rows; row++) {
      const log = random.normal()
      labels[row] = Math.exp(log) * random.gamma(2)
      errors.forEach((error, i) => (said[i][row] = 50 * Math.exp(log + error * random.normal())))
    }
    return { labels, said }
  }

  test('are ≥ 0 and sum to 1; what knows nothing gets little', () => {
    const { labels, said } = amounts(4000, 0.2, 3)
    const weights = fitBlendWeights('ltv.amount', { network: said[0], boosted: said[1] }, labels)
    expect(weights.network + weights.boosted + weights.linear).toBeCloseTo(1, 12)
    expect(weights.network).toBeGreaterThanOrEqual(0.9)
    expect(weights.linear).toBe(0)
  })

  test('stay equal where validation cannot tell one from the other', () => {
    const { labels, said } = amounts(300, 0.5, 0.5)
    expect(fitBlendWeights('ltv.amount', { network: said[0], linear: said[1] }, labels)).toEqual({
      ...{ network: 0.5, boosted: 0, linear: 0.5 },
    })
    expect(fitBlendWeights('ltv.amount', { network: said[0], linear: said[1] }, labels.slice(0, 20))).toMatchObject({
      network: 0.5,
    })
  })

  test('do not depend on the currency, nor on a kind’s level', () => {
    const { labels, said } = amounts(3000, 0.3, 0.6)
    const weights = fitBlendWeights('ltv.amount', { network: said[0], boosted: said[1] }, labels)
    const cents = fitBlendWeights(
      'ltv.amount',
      { network: said[0].map((value) => 700 * value), boosted: said[1].map((value) => 100 * value) },
      labels.map((value) => 100 * value),
    )
    expect(cents).toEqual(weights)
  })

  test('find the better of two probabilities, and leave out labels that are masked', () => {
    const random = createRandom(5)
    const truth = Float64Array.from({ length: 5000 }, () => random.uniform())
    const labels = truth.map((p, row) => (row % 7 === 0 ? NaN : Number(random.uniform() < p)))
    const noise = truth.map(() => random.uniform())
    const weights = fitBlendWeights('repurchase.p', { boosted: truth, linear: noise }, labels)
    expect(weights.boosted).toBeGreaterThanOrEqual(0.8)
  })
})
