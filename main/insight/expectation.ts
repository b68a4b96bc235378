import { expectedBrand, fitDirichlet, type DirichletFit } from './dirichlet.ts'
import type { Standing } from './standing.ts'
import type { BrandLaw, ExpectedStanding } from './types.ts'

/** Fewer customers or brands make no market whose law could be read. */
const leastBuyers = 30
const leastBrands = 2

const linePoints = 40

/**
 * What every brand's size alone lets expect, in the order given. Where the customers who are active in the window do not all
 * buy the category, by the NBD-Dirichlet model (Goodhardt, Ehrenberg & Chatfield 1984); else, as over a whole shop, the
 * frequency alone, by w·(1 − b) = w₀ (Ehrenberg, Goodhardt & Barwise 1990) with w₀ the mean over brands weighted by buyers.
 * A purchase is a day on which a customer bought the brand: a day with two brands of the category counts as two.
 */
export function expectBrands(
  brands: Standing[],
  buyers: number,
  active: number,
): { law: BrandLaw | null; expected: (ExpectedStanding | null)[] } {
  const none = { law: null, expected: brands.map(() => null) }
  if (buyers < leastBuyers || brands.length < leastBrands) return none
  const purchases = brands.reduce((sum, brand) => sum + daysOf(brand), 0)
  const shares = brands.map((brand) => daysOf(brand) / purchases)
  const fit = fitDirichlet({
    penetration: buyers / active,
    frequency: purchases / buyers,
    brands: brands.map(({ buyers: own }, i) => ({ share: shares[i], penetration: own / active })),
  })
  return fit ? byDirichlet(fit, shares, buyers, active) : bySize(brands)
}

const daysOf = ({ buyers, frequency }: Standing): number => buyers * (frequency.value ?? 0)

function byDirichlet(fit: DirichletFit, shares: number[], buyers: number, active: number) {
  // The page speaks of shares of the category's buyers, the model of shares of all who were active.
  const among = (share: number): ExpectedStanding => {
    const { penetration, ...expected } = expectedBrand(fit, share)
    return { ...expected, penetration: Math.min(1, (penetration * active) / buyers) }
  }
  const largest = Math.max(...shares)
  const line = Array.from({ length: linePoints }, (_, i): [number, number] => {
    const { penetration, frequency } = among(Math.min(0.999, (1.1 * largest * (i + 1)) / linePoints))
    return [penetration ?? 0, frequency]
  })
  const law: BrandLaw = { kind: 'dirichlet', ...fit, active, line }
  return { law, expected: shares.map((share) => (share < 1 ? among(share) : null)) }
}

function bySize(brands: Standing[]): { law: BrandLaw | null; expected: (ExpectedStanding | null)[] } {
  let [sum, weight] = [0, 0]
  for (const { frequency, penetration, buyers } of brands) {
    if (frequency.value === null || penetration.value === null) continue
    sum += buyers * frequency.value * (1 - penetration.value)
    weight += buyers
  }
  const constant = weight > 0 ? sum / weight : 0
  if (constant <= 0) return { law: null, expected: brands.map(() => null) }
  const unknown = { penetration: null, shareOfRequirements: null, repeatRate: null, onlyThis: null }
  const expected = brands.map(({ penetration: { value } }) =>
    value === null || value >= 1 ? null : { ...unknown, frequency: constant / (1 - value) },
  )
  const most = Math.min(0.95, 1.05 * Math.max(...brands.map(({ penetration }) => penetration.value ?? 0)))
  const line = Array.from({ length: linePoints + 1 }, (_, i): [number, number] => {
    const penetration = (most * i) / linePoints
    return [penetration, constant / (1 - penetration)]
  })
  return { law: { kind: 'size', constant, line }, expected }
}
