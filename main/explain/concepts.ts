import type { FeatureSpec } from '../features/types.ts'
import type { Concept } from './types.ts'

/** The first that fits counts. Names are those of columns without the days of their window. */
const words: [Concept, RegExp][] = [
  ['sales', /^sale/],
  ['timing', /^share(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Night|Morning|Afternoon|Evening)$/],
  ['rhythm', /gap|overdue|regular/i],
  ['recency', /^(recencyDays|lastActDays)$/],
  ['browsing', /^(views|carts|favourites|activeDays|otherActs|activityTrend|purchasesPerView)$/],
  ['returns', /^return/],
  ['prices', /^(discountShare|freeShare|meanUnitPrice)$/],
  ['money', /spend/i],
  ['frequency', /^(purchase|repeat|boughtOnce|units|decayedDays)/],
  ['variety', /^(products|brands|categories|brandEntropy|categoryEntropy)$/],
  ['contacts', /contact/i],
  ['tenure', /^(ageDays|activeSpan|tenureDays|registered)/],
  ['person', /^(user |age)/],
]

/**
 * What a column of a customer is about. Columns that tell of one thing by several windows lean on each other, so that what
 * one of them adds says little; together they do (groups as players: Jullum, Redelmeier & Aas 2021).
 */
export function conceptOf({ name, group }: Pick<FeatureSpec, 'name' | 'group'>): Concept {
  if (group === 'product') return 'goods'
  if (group === 'social') return 'people'
  const plain = name.replace(/\d+$/, '')
  return words.find(([, fits]) => fits.test(plain))?.[0] ?? 'other'
}

/** The column that says most plainly where a customer stands in a concept; those of the others are too many for one. */
export const leadColumns: Partial<Record<Concept, string>> = {
  recency: 'recencyDays',
  frequency: 'purchaseDays',
  money: 'spend',
  rhythm: 'meanGapDays',
  browsing: 'views',
  prices: 'discountShare',
  sales: 'saleSpendShare',
  variety: 'categories',
  returns: 'returns',
  contacts: 'contacts',
  tenure: 'ageDays',
  people: 'neighbours',
}
