import type { Column } from './columns.ts'
import { pairWindowDays, type PairHistory } from './pairHistory.ts'
import type { FeatureSpec } from './types.ts'

const column = (
  name: string,
  transform: FeatureSpec['transform'],
  value: (history: PairHistory) => number,
): Column<PairHistory> => ({ name: `pair ${name}`, group: 'product', source: 'behaviour', transform, value })

const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : 0)
const gapDays = (h: PairHistory) => ratio(h.brandAge - h.brandRecency, h.brandDays - 1)
/** Pulled towards the brand's market share by the weight of two purchase days. */
const smoothedShare = (h: PairHistory) => (h.brandDays + 2 * h.marketShare) / (h.categoryDays + 2)

/** What stands beside the brand's own vector in a pair's product group; 0 in the rows of users and products. */
export const pairColumns: Column<PairHistory>[] = [
  column('brandSpend', 'log1p', (h) => h.brandSpend),
  column('brandUnits', 'log1p', (h) => h.brandUnits),
  column('brandDays', 'log1p', (h) => h.brandDays),
  column('brandDays30', 'log1p', (h) => h.brandDays30),
  column('brandDays90', 'log1p', (h) => h.brandDays90),
  column('brandSpend90', 'log1p', (h) => h.brandSpend90),
  column('categorySpend', 'log1p', (h) => h.categorySpend),
  column('categoryDays', 'log1p', (h) => h.categoryDays),
  column('categorySpend90', 'log1p', (h) => h.categorySpend90),
  column('categoryDays90', 'log1p', (h) => h.categoryDays90),
  column('spendShare', 'none', (h) => ratio(h.brandSpend, h.categorySpend)),
  column('spendShare90', 'none', (h) => ratio(h.brandSpend90, h.categorySpend90)),
  column('dayShare', 'none', (h) => ratio(h.brandDays, h.categoryDays)),
  column('smoothedShare', 'none', smoothedShare),
  column('brandRecency', 'log1p', (h) => h.brandRecency),
  column('categoryRecency', 'log1p', (h) => h.categoryRecency),
  column('recencyLag', 'log1p', (h) => h.brandRecency - h.categoryRecency),
  column('brandAge', 'log1p', (h) => h.brandAge),
  column('gapDays', 'log1p', gapDays),
  column('overdueRatio', 'log1p', (h) => ratio(h.brandRecency, gapDays(h))),
  column('dayRate', 'none', (h) => (30 * h.brandDays) / pairWindowDays),
  column('run', 'log1p', (h) => h.run),
  column('rivals', 'log1p', (h) => h.rivals),
  column('marketShare', 'none', (h) => h.marketShare),
  column('penetration', 'none', (h) => h.penetration),
]

/** The same beside the user's links. */
export const pairSocialColumns: Column<PairHistory>[] = [
  {
    name: 'pair neighbourShare',
    group: 'social',
    source: 'social',
    transform: 'none',
    value: (history) => history.neighbourShare,
  },
  {
    name: 'pair secondShare',
    group: 'social',
    source: 'social',
    transform: 'none',
    value: (history) => history.secondShare,
  },
]
