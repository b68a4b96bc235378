import type { Column } from './columns.ts'
import { saleCalendar } from './saleCalendar.ts'
import type { FeatureSpec } from './types.ts'
import { windowDays, type UserHistory } from './userHistory.ts'

type Value = (history: UserHistory) => number

const column = (name: string, transform: FeatureSpec['transform'], value: Value): Column<UserHistory> => ({
  name,
  group: 'behaviour',
  source: 'behaviour',
  transform,
  value,
})

/** What the user's acts say only where a catalogue names brands and categories. */
const ofCatalogue: typeof column = (...given) => ({ ...column(...given), source: 'products' })

const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : 0)
const lastOf = (h: UserHistory) => h.days[h.dayCount - 1]
const recency = (h: UserHistory) => h.cutoffDay - lastOf(h)
const age = (h: UserHistory) => h.cutoffDay - h.days[0]
const activeSpan = (h: UserHistory) => lastOf(h) - h.days[0]
const meanGap = (h: UserHistory) => ratio(activeSpan(h), h.dayCount - 1)

/** Spread of the days between purchases; 0 with fewer than two gaps. */
function gapDeviation(h: UserHistory): number {
  const gaps = h.dayCount - 1
  if (gaps < 2) return 0
  const mean = meanGap(h)
  let sum = 0
  for (let i = 1; i < h.dayCount; i++) sum += (h.days[i] - h.days[i - 1] - mean) ** 2
  return Math.sqrt(sum / (gaps - 1))
}

function maxSpend(h: UserHistory): number {
  let most = 0
  for (let i = 0; i < h.dayCount; i++) most = Math.max(most, h.spends[i])
  return most
}

function spendDeviation(h: UserHistory): number {
  if (h.dayCount < 2) return 0
  const mean = h.spend / h.dayCount
  let sum = 0
  for (let i = 0; i < h.dayCount; i++) sum += (h.spends[i] - mean) ** 2
  return Math.sqrt(sum / (h.dayCount - 1))
}

/** Mean spend of the purchase days after the first; 0 without one. */
export const meanRepeatSpend = (h: UserHistory): number => ratio(h.spend - h.spends[0], h.dayCount - 1)

/** Recency, frequency and money: what BG/NBD and its kin use, and more of the same. */
const worth: Column<UserHistory>[] = [
  column('recencyDays', 'log1p', recency),
  column('purchaseDays', 'log1p', (h) => h.dayCount),
  column('repeatDays', 'log1p', (h) => h.dayCount - 1),
  column('boughtOnce', 'none', (h) => Number(h.dayCount === 1)),
  column('purchases', 'log1p', (h) => h.purchases),
  column('units', 'log1p', (h) => h.units),
  column('spend', 'log1p', (h) => h.spend),
  column('ageDays', 'log1p', age),
  column('activeSpanDays', 'log1p', activeSpan),
  column('activeSpanShare', 'none', (h) => ratio(activeSpan(h), age(h))),
  column('repeatRate', 'none', (h) => (30 * (h.dayCount - 1)) / (age(h) + 30)),
  column('spendRate', 'log1p', (h) => (30 * h.spend) / (age(h) + 30)),
  column('meanGapDays', 'log1p', meanGap),
  column('gapDeviationDays', 'log1p', gapDeviation),
  column('lastGapDays', 'log1p', (h) => (h.dayCount > 1 ? lastOf(h) - h.days[h.dayCount - 2] : 0)),
  column('overdueRatio', 'log1p', (h) => ratio(recency(h), meanGap(h))),
  column('meanDaySpend', 'log1p', (h) => h.spend / h.dayCount),
  column('maxDaySpend', 'log1p', maxSpend),
  column('firstDaySpend', 'log1p', (h) => h.spends[0]),
  column('lastDaySpend', 'log1p', (h) => h.spends[h.dayCount - 1]),
  column('meanRepeatSpend', 'log1p', meanRepeatSpend),
  column('daySpendDeviation', 'log1p', spendDeviation),
  column('unitsPerDay', 'log1p', (h) => h.units / h.dayCount),
  column('meanUnitPrice', 'log1p', (h) => ratio(h.spend, h.units)),
  column('decayedDays', 'log1p', (h) => h.decayedDays),
  column('decayedSpend', 'log1p', (h) => h.decayedSpend),
]

const windows: Column<UserHistory>[] = windowDays.flatMap((days, w) => [
  column(`purchaseDays${days}`, 'log1p', (h) => h.purchaseDaysIn[w]),
  column(`spend${days}`, 'log1p', (h) => h.spendIn[w]),
  column(`views${days}`, 'log1p', (h) => h.viewsIn[w]),
  column(`carts${days}`, 'log1p', (h) => h.cartsIn[w]),
  column(`favourites${days}`, 'log1p', (h) => h.favouritesIn[w]),
  column(`activeDays${days}`, 'log1p', (h) => h.activeDaysIn[w]),
])

// Positions in windowDays.
const [month, quarter, halfYear, year] = [1, 2, 3, 4]

const habits: Column<UserHistory>[] = [
  column('spendTrend', 'signedLog1p', (h) => 2 * h.spendIn[quarter] - h.spendIn[halfYear]),
  column('purchaseTrend', 'signedLog1p', (h) => 2 * h.purchaseDaysIn[quarter] - h.purchaseDaysIn[halfYear]),
  column('activityTrend', 'signedLog1p', (h) => 3 * h.activeDaysIn[month] - h.activeDaysIn[quarter]),
  column('tenureDays', 'log1p', (h) => h.cutoffDay - h.firstDay),
  column('lastActDays', 'log1p', (h) => h.cutoffDay - h.lastDay),
  column('views', 'log1p', (h) => h.views),
  column('carts', 'log1p', (h) => h.carts),
  column('favourites', 'log1p', (h) => h.favourites),
  column('otherActs', 'log1p', (h) => h.otherActs),
  column('purchasesPerView', 'none', (h) => h.purchases / (h.purchases + h.views)),
  column('products', 'log1p', (h) => h.products),
  ofCatalogue('brands', 'log1p', (h) => h.brands),
  ofCatalogue('categories', 'log1p', (h) => h.categories),
  ofCatalogue('brandEntropy', 'none', (h) => h.brandEntropy),
  ofCatalogue('categoryEntropy', 'none', (h) => h.categoryEntropy),
  column('returnedShare', 'none', (h) => ratio(h.grossUnits - h.units, h.grossUnits)),
  column('returns', 'log1p', (h) => h.returns),
  column('discountShare', 'none', (h) => ratio(h.discount, h.discount + h.spend)),
  column('freeShare', 'none', (h) => h.freePurchases / h.purchases),
  ...['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map((name, weekday) =>
    column(`share${name}`, 'none', (h) => h.weekdays[weekday] / h.purchases),
  ),
  ...['Night', 'Morning', 'Afternoon', 'Evening'].map((name, part) =>
    column(`share${name}`, 'none', (h) => h.dayParts[part] / h.purchases),
  ),
]

const saleShare = (h: UserHistory) => ratio(h.saleSpend, h.spend)
const horizonSaleShare = (h: UserHistory) =>
  h.horizonDays > 0 ? saleCalendar().count(h.cutoffDay, h.horizonDays) / h.horizonDays : 0

/**
 * Sale events: what the user spent in them, and what the calendar holds around the cutoff. The latter is the same for all
 * users of a cutoff, so that a training sees a handful of values and meets another one in the test: it weighs little.
 */
const sales: Column<UserHistory>[] = [
  column('saleSpendShare', 'none', saleShare),
  column('saleSpendShare365', 'none', (h) => ratio(h.saleSpend365, h.spendIn[year])),
  column('salePurchaseShare', 'none', (h) => h.salePurchases / h.purchases),
  ...[
    column('saleSinceDays', 'log1p', (h) => saleCalendar().daysSince(h.cutoffDay)),
    column('saleUntilDays', 'log1p', (h) => saleCalendar().daysUntil(h.cutoffDay)),
    column('saleHorizonShare', 'none', horizonSaleShare),
    column('saleSpendAhead', 'none', (h) => saleShare(h) * horizonSaleShare(h)),
  ].map((calendar) => ({ ...calendar, weight: 0.2 })),
]

/** Columns of the behaviour group that come from the user's own acts. */
export const behaviourColumns: Column<UserHistory>[] = [...worth, ...windows, ...habits, ...sales]
