import { logBeta, logGamma } from '../model/baselines/special.ts'

/** What is seen of a category in one period: shares of the customers who could buy, and purchases of those who did. */
export interface CategoryBuying {
  /** Share of the customers who bought the category at all. */
  penetration: number
  /** Purchases of the category per buyer of it. */
  frequency: number
  /** By brand: its share of the category's purchases, and the share of the customers who bought it. */
  brands: { share: number; penetration: number }[]
}

/** What the model is made of: purchases per customer, how they differ between customers, and how choice does. */
export interface DirichletFit {
  /** Mean purchases of the category per customer. */
  m: number
  /** Shape of the gamma distribution of customers' rates: small where few customers buy most. */
  k: number
  /** Sum of the Dirichlet distribution's parameters: small where each customer keeps to one brand. */
  s: number
}

/** What a brand of its share is to be expected to show, were it like any other. */
export interface ExpectedBrand {
  penetration: number
  /** Purchases of the brand per buyer of it. */
  frequency: number
  /** The brand's share of its buyers' purchases of the category. */
  shareOfRequirements: number
  /** Share of its buyers who bought it twice or more. */
  repeatRate: number
  /** Share of its buyers who bought no other brand of the category. */
  onlyThis: number
}

/** Beyond this many purchases of the category in a period, what is left is less than a millionth of all customers. */
const mostPurchases = 2000
const negligible = 1e-9

/**
 * Fits the NBD-Dirichlet model (Goodhardt, Ehrenberg & Chatfield 1984) to what is seen of a category: M and K from its
 * penetration and frequency ("means and zeros"), S as the mean of the values that give each brand its own penetration,
 * weighted by the brands' shares. Null where the model can't be fitted: nobody or everybody buys, purchases per buyer are
 * not above what chance alone gives, or no brand's penetration lies between the two that the model allows.
 */
export function fitDirichlet({ penetration, frequency, brands }: CategoryBuying): DirichletFit | null {
  if (!(penetration > 0 && penetration < 1 && frequency > 1)) return null
  const m = penetration * frequency
  const k = shapeOf(m, penetration)
  if (k === null) return null
  const purchases = purchaseShares(m, k)
  let [sum, weight] = [0, 0]
  for (const brand of brands) {
    const s = concentrationOf(purchases, brand)
    if (s === null) continue
    sum += brand.share * s
    weight += brand.share
  }
  return weight > 0 ? { m, k, s: sum / weight } : null
}

/** What the fit expects of a brand with this share of the category's purchases, between 0 and 1. */
export function expectedBrand({ m, k, s }: DirichletFit, share: number): ExpectedBrand {
  const purchases = purchaseShares(m, k)
  const [own, others] = [s * share, s * (1 - share)]
  let [buyers, category, once, only] = [0, 0, 0, 0]
  for (let n = 1; n < purchases.length; n++) {
    const bought = 1 - none(own, others, n)
    buyers += purchases[n] * bought
    category += n * purchases[n] * bought
    once += purchases[n] * n * Math.exp(logBeta(own + 1, others + n - 1) - logBeta(own, others))
    only += purchases[n] * none(others, own, n)
  }
  return {
    penetration: buyers,
    frequency: (m * share) / buyers,
    shareOfRequirements: (m * share) / category,
    repeatRate: 1 - once / buyers,
    onlyThis: only / buyers,
  }
}

/** The K of (1 + M/K)^−K = 1 − penetration, by bisection on its logarithm; null where purchases are no more than chance. */
function shapeOf(m: number, penetration: number): number | null {
  const distance = (k: number) => k * Math.log1p(m / k) + Math.log1p(-penetration)
  // K without bound is the Poisson distribution: k·ln(1 + m/k) rises to m.
  if (m + Math.log1p(-penetration) <= 0) return null
  return root(distance, 1e-6, 1e6)
}

/** The shares of customers with 0, 1, 2 … purchases of the category: negative binomial, until what is left is negligible. */
function purchaseShares(m: number, k: number): number[] {
  const shares: number[] = []
  let left = 1
  for (let n = 0; n <= mostPurchases && left > negligible; n++) {
    const log = logGamma(k + n) - logGamma(k) - logGamma(n + 1) - k * Math.log1p(m / k) + n * Math.log(m / (m + k))
    shares.push(Math.exp(log))
    left -= shares[n]
  }
  return shares
}

/** The S that gives a brand its penetration; null where none does. */
function concentrationOf(purchases: number[], { share, penetration }: CategoryBuying['brands'][number]): number | null {
  if (!(share > 0 && share < 1)) return null
  const distance = (s: number) => {
    let buyers = 0
    for (let n = 1; n < purchases.length; n++) buyers += purchases[n] * (1 - none(s * share, s * (1 - share), n))
    return buyers - penetration
  }
  const [least, most] = [1e-3, 1e3]
  return distance(least) < 0 && distance(most) > 0 ? root(distance, least, most) : null
}

/** The beta-binomial chance that none of n purchases falls to the brand with parameter `own`. */
const none = (own: number, others: number, n: number): number =>
  Math.exp(logBeta(own, others + n) - logBeta(own, others))

/** Where a rising function crosses 0, between two positive bounds that it crosses between. */
function root(rising: (x: number) => number, low: number, high: number): number {
  let [from, to] = [Math.log(low), Math.log(high)]
  for (let step = 0; step < 100; step++) {
    const middle = (from + to) / 2
    if (rising(Math.exp(middle)) > 0) to = middle
    else from = middle
  }
  return Math.exp((from + to) / 2)
}
