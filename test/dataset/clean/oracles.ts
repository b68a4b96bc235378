import { actOf, type WrittenAct } from './acts.ts'

/** A row under a rule's hands: where it stands in the project, and what it says by now. */
export interface Row {
  id: number
  act: WrittenAct
}

/** What a rule, done by hand and slowly, makes of each row: itself, another, or null for left out. */
export type Oracle = (rows: Row[]) => (WrittenAct | null)[]

const excluding =
  (isOut: (row: Row, rows: Row[]) => boolean): Oracle =>
  (rows) =>
    rows.map((row) => (isOut(row, rows) ? null : row.act))

const withoutPlace = (act: WrittenAct) => JSON.stringify({ ...act, file: null })
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

/** How often a key stood in the row's own file up to the row, and the most of it that an earlier file holds. */
function inFiles(row: Row, rows: Row[], key: (act: WrittenAct) => string): { place: number; earlier: number } {
  const same = rows.filter((other) => key(other.act) === key(row.act))
  const count = (file: number) => same.filter((other) => other.act.file === file).length
  return {
    place: same.filter((other) => other.act.file === row.act.file && other.id <= row.id).length,
    earlier: Math.max(
      0,
      ...same.filter((other) => other.act.file < row.act.file).map((other) => count(other.act.file)),
    ),
  }
}

export const exactDuplicates = excluding((row, rows) =>
  rows.some((other) => other.id < row.id && withoutPlace(other.act) === withoutPlace(row.act)),
)

export const duplicatesBetweenFiles = excluding((row, rows) => {
  const { place, earlier } = inFiles(row, rows, withoutPlace)
  return place <= earlier
})

const lineKey = (act: WrittenAct) => {
  const { type, units, money } = actOf(act)
  return JSON.stringify([act.order, act.user, act.product, type, units, money])
}

export const repeatedOrders = excluding((row, rows) => {
  const { place, earlier } = inFiles(row, rows, lineKey)
  return row.act.order !== null && place <= earlier
})

export const nearDuplicates = (withinSeconds: number, types: string[] | null): Oracle => {
  const isMeant = (act: WrittenAct) => types === null || types.includes(actOf(act).type)
  return excluding(
    (row, rows) =>
      isMeant(row.act) &&
      rows.some(
        (other) =>
          lineKey(other.act) === lineKey(row.act) &&
          (other.act.time < row.act.time || (other.act.time === row.act.time && other.id < row.id)) &&
          row.act.time - other.act.time <= withinSeconds * 1000,
      ),
  )
}

export const excludedProducts = (matches: RegExp) => excluding(({ act }) => matches.test(act.product ?? ''))

export const excludedUsers =
  (matches: RegExp, actsPerHourAbove: number, unitsPerOrderAbove: number): Oracle =>
  (rows) => {
    const unitsOf = (those: Row[]) =>
      sum(those.filter(({ act }) => actOf(act).type === 'purchase').map(({ act }) => actOf(act).units))
    const isOut = (user: string) => {
      const own = rows.filter(({ act }) => act.user === user)
      const hours = Object.values(Object.groupBy(own, ({ act }) => Math.floor(act.time / 3_600_000)))
      const orders = Object.entries(Object.groupBy(own, ({ act }) => act.order ?? '')).filter(([order]) => order !== '')
      return (
        matches.test(user) ||
        hours.some((acts) => (acts ?? []).length > actsPerHourAbove) ||
        orders.some(([, acts]) => unitsOf(acts ?? []) > unitsPerOrderAbove)
      )
    }
    return rows.map(({ act }) => (isOut(act.user) ? null : act))
  }

export const dateWindow = (startMs: number, endMs: number) =>
  excluding(({ act }) => act.time < startMs || act.time >= endMs)

export const changedTypes =
  (changes: Record<string, string | null>): Oracle =>
  (rows) =>
    rows.map(({ act }) => {
      const to = changes[act.type]
      return to === undefined ? act : to === null ? null : { ...act, type: to }
    })

export const winsorise =
  (quantile: number, types: string[]): Oracle =>
  (rows) =>
    rows.map(({ act }) => {
      const { type, money } = actOf(act)
      if (!types.includes(type)) return act
      const cap = quantileOf(
        rows
          .map((row) => actOf(row.act))
          .filter((each) => each.type === type && each.money > 0)
          .map((each) => each.money),
        quantile,
      )
      if (!(money > cap)) return act
      const written = act.amount ?? (act.quantity ?? 1) * (act.price ?? 0) - (act.discount ?? 0)
      return { ...act, amount: written < 0 ? -cap : cap }
    })

/** Type 7 of Hyndman and Fan (1996). */
function quantileOf(values: number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const h = (sorted.length - 1) * p
  const [low, high] = [sorted[Math.floor(h)], sorted[Math.ceil(h)]]
  return low + (high - low) * (h - Math.floor(h))
}

export const convertedCurrencies =
  (rateOf: (currency: string, timeMs: number) => number | null, excludesUnknown: boolean): Oracle =>
  (rows) =>
    rows.map(({ act }) => {
      const currency = (act.currency ?? '').toUpperCase()
      if (currency === '' || currency === 'CNY') return act
      const rate = rateOf(currency, act.time)
      if (rate === null) return excludesUnknown ? null : act
      const times = (value: number | null) => (value === null ? null : value * rate)
      return { ...act, price: times(act.price), amount: times(act.amount), discount: times(act.discount) }
    })
