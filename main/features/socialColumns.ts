import type { Circle } from './circles.ts'
import type { Column } from './columns.ts'
import type { Links } from './links.ts'
import type { RankedMarkets } from './spendProfiles.ts'
import type { FeatureSpec } from './types.ts'

/** What every user was worth as of a cutoff, by position; 0 without a net purchase. */
export interface Standing {
  spend: Float64Array
  spend90: Float64Array
  purchaseDays: Float64Array
  recencyDays: Float64Array
}

export const createStanding = (users: number): Standing => ({
  spend: new Float64Array(users),
  spend90: new Float64Array(users),
  purchaseDays: new Float64Array(users),
  recencyDays: new Float64Array(users),
})

/** Calls `visit` once per peer whom a link made before the cutoff joins to the user, either way. */
export function visitNeighbours(
  links: Links,
  user: number,
  cutoffDay: number,
  visit: (peer: number, outward: boolean, inward: boolean) => void,
): void {
  const end = links.starts[user + 1]
  for (let i = links.starts[user]; i < end;) {
    const peer = links.peer[i]
    let outward = false
    let inward = false
    for (; i < end && links.peer[i] === peer; i++) {
      if (links.day[i] >= cutoffDay) continue
      if (links.outward[i] === 1) outward = true
      else inward = true
    }
    if (outward || inward) visit(peer, outward, inward)
  }
}

const column = (
  name: string,
  transform: FeatureSpec['transform'],
  value: (circle: Circle) => number,
): Column<Circle> => ({ name, group: 'social', source: 'social', transform, value })
const mean = (sum: number, count: number) => (count > 0 ? sum / count : 0)

const firstStep: Column<Circle>[] = [
  column('hasLinks', 'none', (c) => Number(c.neighbours > 0)),
  column('neighbours', 'log1p', (c) => c.neighbours),
  column('linksOutward', 'log1p', (c) => c.outward),
  column('linksInward', 'log1p', (c) => c.inward),
  column('mutualShare', 'none', (c) => mean(c.mutual, c.neighbours)),
  column('neighboursWhoBuy', 'log1p', (c) => c.buyers),
  column('neighboursWhoBuyShare', 'none', (c) => mean(c.buyers, c.neighbours)),
  column('neighbourSpend', 'log1p', (c) => c.spend),
  column('neighbourMeanSpend', 'log1p', (c) => mean(c.spend, c.buyers)),
  column('neighbourMostSpend', 'log1p', (c) => c.mostSpend),
  column('neighbourMeanSpend90', 'log1p', (c) => mean(c.spend90, c.buyers)),
  column('neighbourPurchaseDays', 'log1p', (c) => c.purchaseDays),
  column('neighbourMeanPurchaseDays', 'log1p', (c) => mean(c.purchaseDays, c.buyers)),
  column('neighbourMeanRecencyDays', 'log1p', (c) => mean(c.recencyDays, c.buyers)),
]

/** What is farther away, or one of many, weighs less. */
const lighter = (light: Column<Circle>): Column<Circle> => ({ ...light, weight: 0.4 })

const secondStep: Column<Circle>[] = [
  column('secondWays', 'log1p', ({ second }) => second.ways),
  column('secondBuyerShare', 'none', ({ second }) => mean(second.buyers, second.ways)),
  column('secondSpend', 'log1p', ({ second }) => second.spend),
  column('secondMeanSpend', 'log1p', ({ second }) => mean(second.spend, second.buyers)),
  column('secondMeanSpend90', 'log1p', ({ second }) => mean(second.spend90, second.buyers)),
  column('secondMeanPurchaseDays', 'log1p', ({ second }) => mean(second.purchaseDays, second.buyers)),
  column('secondMeanRecencyDays', 'log1p', ({ second }) => mean(second.recencyDays, second.buyers)),
].map(lighter)

/** So many of the ranked categories and brands show in columns of their own. */
const mostShown = 12

/**
 * Columns of the social group. What neighbours buy is compared over the ranked categories and brands; those have columns
 * only where there are links to be seen.
 */
export function socialColumns(
  ranked: RankedMarkets,
  names: { categories: string[]; brands: string[] },
  hasLinks: boolean,
): Column<Circle>[] {
  const simple = [...firstStep, ...secondStep]
  if (!hasLinks) return simple
  const categories: Range = [0, ranked.categories.length]
  const brands: Range = [categories[1], categories[1] + ranked.brands.length]
  const shown = (label: string, [from]: Range, labels: string[]) =>
    labels
      .slice(0, mostShown)
      .map((name, i) =>
        column(`${label} = ${name}`, 'none', (c) =>
          mean(c.profile[from + i], total(c.profile, from, from + labels.length)),
        ),
      )
  return [
    ...simple,
    ...[
      column('neighbourCategories', 'log1p', (c) => positives(c.profile, categories)),
      column('neighbourBrands', 'log1p', (c) => positives(c.profile, brands)),
      column('neighbourCategoryOverlap', 'none', (c) => overlap(c.ownProfile, c.profile, categories)),
      column('neighbourBrandOverlap', 'none', (c) => overlap(c.ownProfile, c.profile, brands)),
      column('secondCategoryOverlap', 'none', (c) => overlap(c.ownProfile, c.secondProfile, categories)),
      column('secondBrandOverlap', 'none', (c) => overlap(c.ownProfile, c.secondProfile, brands)),
      ...shown(
        'neighbourCategory',
        categories,
        ranked.categories.map((position) => names.categories[position]),
      ),
      ...shown(
        'neighbourBrand',
        brands,
        ranked.brands.map((position) => names.brands[position]),
      ),
    ].map(lighter),
  ]
}

/** From a first place up to, not including, a last one. */
type Range = [number, number]
type Profile = Float32Array | Float64Array

function total(profile: Profile, from: number, to: number): number {
  let sum = 0
  for (let j = from; j < to; j++) sum += profile[j]
  return sum
}

function positives(profile: Profile, [from, to]: Range): number {
  let count = 0
  for (let j = from; j < to; j++) if (profile[j] > 0) count++
  return count
}

/** How much two mixes of spend have in common: the sum over places of the smaller share, from 0 to 1. */
function overlap(own: Profile, other: Profile, [from, to]: Range): number {
  const [ownTotal, otherTotal] = [total(own, from, to), total(other, from, to)]
  if (ownTotal <= 0 || otherTotal <= 0) return 0
  let common = 0
  for (let j = from; j < to; j++) common += Math.min(own[j] / ownTotal, other[j] / otherTotal)
  return common
}
