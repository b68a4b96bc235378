import { actType } from './acts.ts'
import { brandCategories } from './catalogue.ts'
import type { PairRows } from './pairRows.ts'
import type { ProductRows } from './productRows.ts'
import type { NetPurchases } from '../dataset/clean/netting.ts'
import type { UserRows } from './userRows.ts'
import type { World } from './world.ts'

/** The days whose acts make the labels, cutoff ≤ day < end, and how far returns of their purchases were observed. */
export interface LabelWindow {
  cutoffDay: number
  endDay: number
  observedDay: number
  /** Net of the returns seen before `observedDay`. */
  net: NetPurchases
  /** Per act, what it is worth in the measure of customer value. */
  worth: Float64Array
}

const inWindow = (day: number, { cutoffDay, endDay }: LabelWindow) => day >= cutoffDay && day < endDay

/** ltv: net spend (or margin) within the horizon; repurchase: 1 where there is any net purchase in it (which may be free); both masked where the horizon is not wholly observed. */
export function labelUsers(
  { acts }: World,
  { table, users }: Pick<UserRows, 'table' | 'users'>,
  window: LabelWindow,
): void {
  const { ltv, repurchase } = table.labels
  if (window.endDay > window.observedDay) {
    ltv.fill(NaN)
    repurchase.fill(NaN)
    return
  }
  for (let row = 0; row < table.rows; row++) {
    for (let i = acts.starts[users[row]]; i < acts.starts[users[row] + 1]; i++) {
      if (!inWindow(acts.day[i], window) || !(window.net.units[i] > 0)) continue
      ltv[row] += window.worth[i]
      repurchase[row] = 1
    }
    // Sold below cost on the whole: no less than nothing, so that every label is at least 0.
    ltv[row] = Math.max(0, ltv[row])
  }
}

/** Net units of every product within the horizon, over the users that count. */
export function unitsInWindow(world: World, window: LabelWindow, counts: (user: number) => boolean): Float64Array {
  const { acts, products } = world
  const units = new Float64Array(products.count)
  for (let i = 0; i < acts.count; i++) {
    if (acts.product[i] < 0 || acts.type[i] !== actType.purchase || !inWindow(acts.day[i], window)) continue
    if (counts(acts.user[i])) units[acts.product[i]] += window.net.units[i]
  }
  return units
}

/** Net units of every product within so many days from its own first day; none where that is `never`. */
export function unitsFrom(
  { acts, products }: World,
  net: NetPurchases,
  firstDay: Int32Array,
  days: number,
  counts: (user: number) => boolean,
): Float64Array {
  const units = new Float64Array(products.count)
  for (let i = 0; i < acts.count; i++) {
    const product = acts.product[i]
    if (product < 0 || acts.type[i] !== actType.purchase) continue
    const age = acts.day[i] - firstDay[product]
    if (age >= 0 && age < days && counts(acts.user[i])) units[product] += net.units[i]
  }
  return units
}

/**
 * units: `unitsOf` a product of the row's part within the horizon;
 * growth: log((units + 1) / (units of as many days before the cutoff + 1)).
 */
export function labelProducts({ table, products }: ProductRows, unitsOf: (product: number, part: number) => number) {
  const { units, growth } = table.labels
  for (let row = 0; row < table.rows; row++) {
    units[row] = unitsOf(products[row], table.parts[row])
    growth[row] = Math.log((units[row] + 1) / (table.baseline.lastPeriodUnits[row] + 1))
  }
}

/**
 * bought: 1 where the user buys the brand within the horizon; share: spend on the brand ÷ spend in the brand's
 * categories, NaN (masked) where the latter is 0. The categories are those of the brand's products seen by
 * `observedDay`, so that the share never passes 1.
 */
export function labelPairs({ acts, catalogue }: World, { table, pairs }: PairRows, window: LabelWindow): void {
  const { bought, share } = table.labels
  const { starts, categories } = brandCategories(catalogue, window.observedDay)
  const member = new Int32Array(catalogue.categoryNames.length).fill(-1)
  for (let row = 0; row < table.rows; row++) {
    const [user, brand] = [pairs.users[row], pairs.brands[row]]
    for (let k = starts[brand]; k < starts[brand + 1]; k++) member[categories[k]] = row
    let brandSpend = 0
    let categorySpend = 0
    for (let i = acts.starts[user]; i < acts.starts[user + 1]; i++) {
      const product = acts.product[i]
      if (product < 0 || !inWindow(acts.day[i], window) || !(window.net.units[i] > 0)) continue
      if (member[catalogue.category[product]] === row) categorySpend += window.net.money[i]
      if (catalogue.brand[product] !== brand) continue
      bought[row] = 1
      brandSpend += window.net.money[i]
    }
    share[row] = categorySpend > 0 ? brandSpend / categorySpend : NaN
  }
}

/** Share of the horizon's net revenue from users whose first act comes after the cutoff; null without revenue. */
export function newcomerRevenueShare({ acts }: World, window: LabelWindow): number | null {
  let total = 0
  let newcomers = 0
  for (let i = 0; i < acts.count; i++) {
    if (!inWindow(acts.day[i], window)) continue
    total += window.net.money[i]
    if (acts.day[acts.starts[acts.user[i]]] >= window.cutoffDay) newcomers += window.net.money[i]
  }
  return total > 0 ? newcomers / total : null
}
