import { describe, expect, it } from 'vitest'
import { createRandom } from '../../main/base/random.ts'
import { expectedBrand, fitDirichlet, type DirichletFit } from '../../main/insight/dirichlet.ts'

/** Toothpaste in the United Kingdom, first quarter of 1973 (Goodhardt, Ehrenberg & Chatfield 1984, §3). */
const toothpaste = {
  penetration: 0.56,
  frequency: 2.6,
  brands: [
    { share: 0.25, penetration: 0.2 },
    { share: 0.19, penetration: 0.17 },
    { share: 0.1, penetration: 0.09 },
    { share: 0.1, penetration: 0.08 },
    { share: 0.09, penetration: 0.08 },
    { share: 0.08, penetration: 0.07 },
    { share: 0.03, penetration: 0.03 },
    { share: 0.02, penetration: 0.02 },
  ],
}

const within = (value: number | undefined, published: number, tolerance: number) =>
  expect(Math.abs((value ?? NaN) / published - 1)).toBeLessThan(tolerance)

/** Purchases of two brands and of all others, customer by customer, drawn from the model itself. */
function simulate({ m, k, s }: DirichletFit, share: number, customers: number) {
  const random = createRandom(7)
  const seen = { buyers: 0, own: 0, category: 0, twice: 0, only: 0 }
  for (let customer = 0; customer < customers; customer++) {
    const rate = (m / k) * random.gamma(k)
    const [own, others] = [random.gamma(s * share), random.gamma(s * (1 - share))]
    const choice = own / (own + others)
    let [bought, all] = [0, 0]
    for (let waited = -Math.log(1 - random.uniform()); waited < rate; waited -= Math.log(1 - random.uniform())) {
      all++
      if (random.uniform() < choice) bought++
    }
    if (bought === 0) continue
    seen.buyers++
    seen.own += bought
    seen.category += all
    if (bought > 1) seen.twice++
    if (bought === all) seen.only++
  }
  return seen
}

describe('the NBD-Dirichlet model', () => {
  it('has the published parameters of toothpaste', () => {
    const fit = fitDirichlet(toothpaste)
    within(fit?.m, 1.456, 0.01)
    within(fit?.k, 0.779, 0.01)
    within(fit?.s, 1.55, 0.01)
  })

  it('expects of a brand what customers drawn from the model do', () => {
    const fit = { m: 1.456, k: 0.779, s: 1.55 }
    for (const share of [0.25, 0.05]) {
      const customers = 200_000
      const seen = simulate(fit, share, customers)
      const expected = expectedBrand(fit, share)
      within(seen.buyers / customers, expected.penetration, 0.03)
      within(seen.own / seen.buyers, expected.frequency, 0.03)
      within(seen.own / seen.category, expected.shareOfRequirements, 0.03)
      within(seen.twice / seen.buyers, expected.repeatRate, 0.03)
      within(seen.only / seen.buyers, expected.onlyThis, 0.03)
    }
  })

  it('gives back the parameters that a market was made of', () => {
    const made = { m: 0.8, k: 0.4, s: 2.5 }
    const shares = [0.5, 0.3, 0.2]
    const penetration = 1 - (1 + made.m / made.k) ** -made.k
    const brands = shares.map((share) => ({ share, penetration: expectedBrand(made, share).penetration }))
    const fit = fitDirichlet({ penetration, frequency: made.m / penetration, brands })
    within(fit?.k, made.k, 1e-6)
    within(fit?.s, made.s, 1e-6)
  })

  it('is not fitted where everybody or nobody buys, or purchases are no more than chance', () => {
    expect(fitDirichlet({ ...toothpaste, penetration: 1 })).toBeNull()
    expect(fitDirichlet({ ...toothpaste, penetration: 0 })).toBeNull()
    expect(fitDirichlet({ ...toothpaste, frequency: 1 })).toBeNull()
    expect(fitDirichlet({ ...toothpaste, frequency: 1.3 })).toBeNull()
    expect(fitDirichlet({ ...toothpaste, brands: [] })).toBeNull()
  })
})
