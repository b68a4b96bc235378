import { saleCalendar } from '../../features/saleCalendar.ts'
import type { Ledger } from '../ledger/types.ts'
import { priceStandings } from './priceStanding.ts'
import { figureTraits, type Trait } from './types.ts'

/** Reads the portrait of a customer, by position in the ledger, as numbers: each in its own measure, NaN where unknown. */
export interface TraitReader {
  specs: Trait[]
  read(user: number, cells: Float64Array): void
}

/** The categories and brands that most of the shop's money goes to have a trait each. */
const mostNamed = 20

const place = Object.fromEntries(figureTraits.map((name, at) => [name, at])) as Record<
  (typeof figureTraits)[number],
  number
>
const measures: Record<(typeof figureTraits)[number], Trait['measure']> = {
  ...{ recencyDays: 'days', tenureDays: 'days', purchaseDays: 'number', spend: 'money', spendPerDay: 'money' },
  ...{ unitsPerDay: 'number', spendingPower: 'share', discounted: 'share', discountRate: 'share' },
  ...{ saleSpend: 'share', weekendSpend: 'share', links: 'number' },
}

/**
 * What all purchases before a day say of customers, as in the portrait of one: how recent, how often, how much, at what
 * prices, with what discounts, in which sale seasons, on which days, and the shares of spend on the shop's largest categories
 * and brands. `links`: people linked with, by position; null where the project has none. Who customers are (region, gender,
 * age) is not in it.
 */
export function traitReader(ledger: Ledger, toDay: number, links: Float64Array | null): TraitReader {
  const named = namedTraits(ledger, toDay)
  const power = priceStandings(ledger, toDay)
  return {
    specs: [...figureTraits.map((name): Trait => ({ name, of: null, measure: measures[name] })), ...named.specs],
    read(user, cells) {
      cells.fill(0)
      fillRow(ledger, user, toDay, named, cells)
      cells[place.spendingPower] = power[user]
      cells[place.links] = links?.[user] ?? NaN
    },
  }
}

interface NamedTraits {
  specs: Trait[]
  /** The column of a category's and of a brand's trait, −1 without one. */
  category: Int32Array
  brand: Int32Array
}

function namedTraits({ lines, products, categories, brands }: Ledger, toDay: number): NamedTraits {
  const ofCategory = new Float64Array(categories.names.length)
  const ofBrand = new Float64Array(brands.names.length)
  for (let i = 0; i < lines.count; i++) {
    const product = lines.product[i]
    if (product < 0 || lines.day[i] >= toDay) continue
    ofCategory[products.category[product]] += lines.money[i]
    if (products.brand[product] >= 0) ofBrand[products.brand[product]] += lines.money[i]
  }
  ofCategory[0] = 0
  const specs: Trait[] = []
  const columnsOf = (name: 'category' | 'brand', money: Float64Array, names: string[]) => {
    const columns = new Int32Array(names.length).fill(-1)
    const largest = Array.from(money.keys())
      .filter((at) => money[at] > 0)
      .sort((a, b) => money[b] - money[a] || a - b)
    for (const at of largest.slice(0, mostNamed)) {
      columns[at] = figureTraits.length + specs.length
      specs.push({ name, of: names[at], measure: 'share' })
    }
    return columns
  }
  const category = columnsOf('category', ofCategory, categories.names)
  return { specs, category, brand: columnsOf('brand', ofBrand, brands.names) }
}

const isWeekend = (day: number): boolean => (day + 4) % 7 === 0 || (day + 4) % 7 === 6

/** All traits of one customer but those that others have a say in. */
function fillRow({ lines, products }: Ledger, user: number, toDay: number, named: NamedTraits, cells: Float64Array) {
  const isSale = saleCalendar().isSale
  const sums = { spend: 0, units: 0, discountedUnits: 0, discount: 0, saleSpend: 0, weekendSpend: 0 }
  let [days, last] = [0, -1]
  const first = lines.starts[user]
  for (let i = first; i < lines.starts[user + 1] && lines.day[i] < toDay; i++) {
    const [money, units, product, day] = [lines.money[i], lines.units[i], lines.product[i], lines.day[i]]
    if (day !== last || i === first) days++
    last = day
    sums.spend += money
    sums.units += units
    if (lines.discount[i] > 0) {
      sums.discountedUnits += units
      sums.discount += lines.discount[i]
    }
    if (isSale(day)) sums.saleSpend += money
    if (isWeekend(day)) sums.weekendSpend += money
    if (product < 0) continue
    const [category, brand] = [named.category[products.category[product]], products.brand[product]]
    if (category >= 0) cells[category] += money
    if (brand >= 0 && named.brand[brand] >= 0) cells[named.brand[brand]] += money
  }
  const part = (of: number, whole: number) => (whole > 0 ? of / whole : NaN)
  for (let column = figureTraits.length; column < cells.length; column++)
    cells[column] = part(cells[column], sums.spend)
  cells[place.recencyDays] = days > 0 ? toDay - last : NaN
  cells[place.tenureDays] = days > 0 ? toDay - lines.day[first] : NaN
  cells[place.purchaseDays] = days
  cells[place.spend] = sums.spend
  cells[place.spendPerDay] = part(sums.spend, days)
  cells[place.unitsPerDay] = part(sums.units, days)
  cells[place.discounted] = part(sums.discountedUnits, sums.units)
  cells[place.discountRate] = part(sums.discount, sums.spend + sums.discount)
  cells[place.saleSpend] = part(sums.saleSpend, sums.spend)
  cells[place.weekendSpend] = part(sums.weekendSpend, sums.spend)
}

/** Amounts and counts are compared as ratios: by their logarithm. Shares as they are. */
const leveled = ({ measure }: Trait, value: number): number => (measure === 'share' ? value : Math.log1p(value))

/** The way back, for means. */
export const unleveled = ({ measure }: Trait, value: number): number =>
  measure === 'share' ? value : Math.expm1(value)

/** Traits as vectors: each of mean 0 and deviation 1 over the rows (money and counts as log(1 + x)), the unknown at the mean. */
export interface TraitVectors {
  rows: number
  specs: Trait[]
  /** Row by row. */
  values: Float32Array
  /** By trait, of what the vectors stand for. A trait that does not vary has deviation 0 and stays 0. */
  means: Float64Array
  deviations: Float64Array
  /** How many rows know it. */
  known: Float64Array
}

/** Of customers by position in the ledger, in their order. */
export function traitVectors({ specs, read }: TraitReader, users: Int32Array): TraitVectors {
  const width = specs.length
  const values = new Float32Array(users.length * width)
  const [means, squares, known] = [new Float64Array(width), new Float64Array(width), new Float64Array(width)]
  const cells = new Float64Array(width)
  for (let row = 0; row < users.length; row++) {
    read(users[row], cells)
    for (let column = 0; column < width; column++) {
      const value = leveled(specs[column], cells[column])
      values[row * width + column] = value
      if (Number.isNaN(value)) continue
      // Welford (1962): exact where the spread is small beside the mean.
      const step = value - means[column]
      means[column] += step / ++known[column]
      squares[column] += step * (value - means[column])
    }
  }
  const deviations = squares.map((sum, column) => Math.sqrt(sum / Math.max(1, known[column] - 1)))
  for (let column = 0; column < width; column++) if (deviations[column] < leastDeviation) deviations[column] = 0
  for (let at = 0; at < values.length; at++) {
    const column = at % width
    const isShown = deviations[column] > 0 && !Number.isNaN(values[at])
    values[at] = isShown ? (values[at] - means[column]) / deviations[column] : 0
  }
  return { rows: users.length, specs, values, means, deviations, known }
}

/** What float32 cannot tell from no spread at all. */
const leastDeviation = 1e-6
