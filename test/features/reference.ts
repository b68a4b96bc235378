import type { ActInput, ProductInput } from './shop.ts'

/**
 * METHODS' definitions once more, slow and plain: lists of objects, every rule a filter. Shares no code with what it
 * checks, not even the calendar.
 */
export interface Reference {
  day(time: number): number
  /** What is left of every purchase after the returns seen before a day. */
  net(observedDay: number): NetAct[]
}

export interface NetAct extends ActInput {
  day: number
  units: number
  money: number
}

const sizeOf = (act: ActInput) => Math.abs(act.quantity ?? 1)
const moneyOf = (act: ActInput) =>
  Math.abs(act.amount ?? (act.price == null ? 0 : (act.quantity ?? 1) * act.price - (act.discount ?? 0)))
const isReturn = (act: ActInput) =>
  act.type === 'return' ||
  ((act.type ?? 'purchase') === 'purchase' &&
    ((act.quantity ?? 1) < 0 || (act.quantity == null && (act.amount ?? 0) < 0)))
const isPurchase = (act: ActInput) => (act.type ?? 'purchase') === 'purchase' && !isReturn(act)

export function createReference(acts: ActInput[], timezone: string): Reference {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: timezone })
  const day = (time: number) => Date.parse(`${format.format(time)}T00:00:00Z`) / 86_400_000
  return {
    day,
    net(observedDay) {
      const purchases: NetAct[] = acts
        .filter((act) => isPurchase(act) && sizeOf(act) > 0)
        .map((act) => ({ ...act, day: day(act.time), units: sizeOf(act), money: moneyOf(act) }))
      const full = purchases.map((purchase) => ({ ...purchase }))
      const returns = acts.filter((act) => isReturn(act) && day(act.time) < observedDay)
      for (const returned of [...returns].sort((a, b) => a.time - b.time)) {
        const before = purchases
          .map((purchase, index) => ({ purchase, index }))
          .filter(
            ({ purchase: p }) => p.user === returned.user && p.product === returned.product && p.time <= returned.time,
          )
          .sort((a, b) => a.purchase.time - b.purchase.time)
        const ordered = before.filter(
          ({ purchase }) => returned.order !== undefined && purchase.order === returned.order,
        )
        const open = (ordered.length > 0 ? ordered : before).filter(
          ({ purchase }) => day(returned.time) - purchase.day <= 60,
        )
        let left = sizeOf(returned)
        for (const { purchase, index } of open) {
          const units = Math.min(left, purchase.units)
          const refund =
            moneyOf(returned) > 0 ? moneyOf(returned) / sizeOf(returned) : full[index].money / full[index].units
          left -= units
          purchase.units -= units
          purchase.money = purchase.units > 0 ? Math.max(0, purchase.money - units * refund) : 0
        }
      }
      return purchases.filter((purchase) => purchase.units > 0)
    },
  }
}

export const between = (acts: NetAct[], from: number, to: number) =>
  acts.filter((act) => act.day >= from && act.day < to)
export const spendOf = (acts: NetAct[]) => acts.reduce((sum, act) => sum + act.money, 0)
export const unitsOf = (acts: NetAct[]) => acts.reduce((sum, act) => sum + act.units, 0)

/** Spend per purchase day, oldest first. */
export function daySpends(acts: NetAct[]): [number, number][] {
  const days = new Map<number, number>()
  for (const act of acts) days.set(act.day, (days.get(act.day) ?? 0) + act.money)
  return [...days].sort(([a], [b]) => a - b)
}

export function userBaseline(acts: NetAct[], cutoff: number) {
  const days = daySpends(acts.filter((act) => act.day < cutoff))
  const [first, last] = [days[0], days[days.length - 1]]
  const repeats = days.slice(1).map(([, spend]) => spend)
  return {
    frequency: days.length - 1,
    recencyDays: last[0] - first[0],
    ageDays: cutoff - first[0],
    meanRepeatSpend: repeats.length > 0 ? repeats.reduce((a, b) => a + b) / repeats.length : 0,
    totalSpend: days.reduce((sum, [, spend]) => sum + spend, 0),
    lastSpend: last[1],
  }
}

/** The brand's categories: those of its products that anyone touched before a day. */
export function categoriesOf(brand: string, products: ProductInput[], touched: Set<string>): Set<string> {
  return new Set(products.filter((p) => p.brand === brand && touched.has(p.product)).map((p) => p.category ?? ''))
}
