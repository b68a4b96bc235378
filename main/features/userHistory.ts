import { actType, type Acts } from './acts.ts'
import type { Catalogue } from './catalogue.ts'
import type { NetPurchases } from '../dataset/clean/netting.ts'
import { saleCalendar } from './saleCalendar.ts'
import { createTally } from './tally.ts'

/** Windows before the cutoff in which acts are counted, in days. */
export const windowDays = [7, 30, 90, 180, 365] as const
/** Days over which half of a purchase's weight decays. */
const halfLifeDays = 60

/** What one user did before a cutoff. One object serves all users: it holds until the next one is read. */
export interface UserHistory {
  user: number
  cutoffDay: number
  horizonDays: number
  /** Purchase days, oldest first, and their net spend; valid up to `dayCount`. */
  days: Int32Array
  spends: Float64Array
  dayCount: number
  /** Net purchase acts and their units and money. */
  purchases: number
  units: number
  spend: number
  /** Units before returns. */
  grossUnits: number
  returns: number
  discount: number
  freePurchases: number
  /** Of the spend, and of that of the last 365 days, what was spent on days of sale events. */
  saleSpend: number
  saleSpend365: number
  salePurchases: number
  firstDay: number
  lastDay: number
  products: number
  brands: number
  categories: number
  brandEntropy: number
  categoryEntropy: number
  /** By window. */
  purchaseDaysIn: Float64Array
  spendIn: Float64Array
  viewsIn: Float64Array
  cartsIn: Float64Array
  favouritesIn: Float64Array
  activeDaysIn: Float64Array
  views: number
  carts: number
  favourites: number
  otherActs: number
  /** Purchase acts from Monday to Sunday, and by six hours of the day. */
  weekdays: Float64Array
  dayParts: Float64Array
  decayedDays: number
  decayedSpend: number
}

const perWindow = () => new Float64Array(windowDays.length)

/** A history without acts, with room for so many. */
export function createHistory(mostActs: number, cutoffDay: number, horizonDays: number): UserHistory {
  return {
    ...emptyFigures,
    cutoffDay,
    horizonDays,
    days: new Int32Array(mostActs),
    spends: new Float64Array(mostActs),
    purchaseDaysIn: perWindow(),
    spendIn: perWindow(),
    viewsIn: perWindow(),
    cartsIn: perWindow(),
    favouritesIn: perWindow(),
    activeDaysIn: perWindow(),
    weekdays: new Float64Array(7),
    dayParts: new Float64Array(4),
  }
}

const emptyFigures = {
  user: 0,
  dayCount: 0,
  purchases: 0,
  units: 0,
  spend: 0,
  grossUnits: 0,
  returns: 0,
  discount: 0,
  freePurchases: 0,
  saleSpend: 0,
  saleSpend365: 0,
  salePurchases: 0,
  firstDay: 0,
  lastDay: 0,
  products: 0,
  brands: 0,
  categories: 0,
  brandEntropy: 0,
  categoryEntropy: 0,
  views: 0,
  carts: 0,
  favourites: 0,
  otherActs: 0,
  decayedDays: 0,
  decayedSpend: 0,
}

function clear(history: UserHistory, user: number): void {
  Object.assign(history, emptyFigures)
  history.user = user
  history.purchaseDaysIn.fill(0)
  history.spendIn.fill(0)
  history.viewsIn.fill(0)
  history.cartsIn.fill(0)
  history.favouritesIn.fill(0)
  history.activeDaysIn.fill(0)
  history.weekdays.fill(0)
  history.dayParts.fill(0)
}

/** Counts an act of a given age, in days before the cutoff, in every window that reaches back to it. */
function countIn(windows: Float64Array, age: number, amount: number): void {
  for (let w = windowDays.length - 1; w >= 0 && age <= windowDays[w]; w--) windows[w] += amount
}

/** Returns a reader that gives a user's history before the cutoff, or null without a net purchase. */
export function createHistoryReader(
  acts: Acts,
  catalogue: Catalogue,
  net: NetPurchases,
  cutoffDay: number,
  horizonDays: number,
) {
  let mostActs = 0
  for (let u = 0; u + 1 < acts.starts.length; u++) mostActs = Math.max(mostActs, acts.starts[u + 1] - acts.starts[u])
  const history = createHistory(mostActs, cutoffDay, horizonDays)
  const sales = saleCalendar()
  const products = createTally(catalogue.brand.length)
  const brands = createTally(catalogue.brands.count)
  const categories = createTally(catalogue.categoryNames.length)

  const readPurchase = (i: number, age: number) => {
    const h = history
    h.grossUnits += acts.units[i]
    if (!(net.units[i] > 0)) return
    const [money, product] = [net.money[i], acts.product[i]]
    h.purchases++
    h.units += net.units[i]
    h.spend += money
    h.discount += acts.discount[i]
    if (money === 0) h.freePurchases++
    if (sales.isSale(acts.day[i])) {
      h.salePurchases++
      h.saleSpend += money
      if (age <= 365) h.saleSpend365 += money
    }
    if (h.dayCount === 0 || h.days[h.dayCount - 1] !== acts.day[i]) {
      h.days[h.dayCount] = acts.day[i]
      h.spends[h.dayCount++] = 0
      countIn(h.purchaseDaysIn, age, 1)
      h.decayedDays += 2 ** (-age / halfLifeDays)
    }
    h.spends[h.dayCount - 1] += money
    countIn(h.spendIn, age, money)
    h.decayedSpend += money * 2 ** (-age / halfLifeDays)
    h.weekdays[(((acts.day[i] + 3) % 7) + 7) % 7]++
    h.dayParts[Math.floor(acts.hour[i] / 6)]++
    if (product < 0) return
    products.add(product, 1)
    categories.add(catalogue.category[product], money)
    if (catalogue.brand[product] >= 0) brands.add(catalogue.brand[product], money)
  }

  const readAct = (i: number) => {
    const h = history
    const age = cutoffDay - acts.day[i]
    if (i === acts.starts[h.user] || acts.day[i] !== acts.day[i - 1]) countIn(h.activeDaysIn, age, 1)
    switch (acts.type[i]) {
      case actType.purchase:
        return readPurchase(i, age)
      case actType.return:
        return h.returns++
      case actType.view:
        h.views++
        return countIn(h.viewsIn, age, 1)
      case actType.cart:
        h.carts++
        return countIn(h.cartsIn, age, 1)
      case actType.favourite:
        h.favourites++
        return countIn(h.favouritesIn, age, 1)
      default:
        return h.otherActs++
    }
  }

  return (user: number): UserHistory | null => {
    clear(history, user)
    let i = acts.starts[user]
    for (; i < acts.starts[user + 1] && acts.day[i] < cutoffDay; i++) readAct(i)
    if (history.purchases > 0) {
      history.firstDay = acts.day[acts.starts[user]]
      history.lastDay = acts.day[i - 1]
      history.products = products.count
      history.brands = brands.count
      history.categories = categories.count
      history.brandEntropy = brands.entropy()
      history.categoryEntropy = categories.entropy()
    }
    products.clear()
    brands.clear()
    categories.clear()
    return history.purchases > 0 ? history : null
  }
}
