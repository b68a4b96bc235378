import { sniffDates } from './columns.ts'
import { findField } from './fields.ts'
import { isMissing } from './missing.ts'
import { createNumberReader } from './numbers.ts'
import { sampleValues, type FileSample } from './sample.ts'
import type { FileColumn, ImportKind, Mapping } from './types.ts'
import { actOf, knownActs, normalise, reviewNames, synonymsOf } from './words.ts'

/**
 * What the values alone can tell where names do not: the one column of times; and in a file without a header the column
 * whose words are acts, before which, by custom, first the user stands and then the product, behind it what it belongs to;
 * without acts, the money and the number of pieces.
 */
export function addByContent(kind: ImportKind, mapping: Mapping, used: Set<string>, sample: FileSample): void {
  const open = () => sample.columns.filter(({ name, type }) => !used.has(name) && type !== 'empty')
  const take = (field: string, column: FileColumn | undefined) => {
    if (!column || mapping[field] || !findField(kind, field)) return
    mapping[field] = { column: column.name }
    used.add(column.name)
  }
  const isNamedAct = mapping.user_id && (mapping.product_id ?? mapping.order_id)
  if (!findField(kind, 'time') || (sample.header && (!isNamedAct || mapping.time))) return
  const times = open().filter(({ name, type }) => type === 'time' || isUnixTime(sampleValues(sample, name)))
  if (!sample.header || times.length === 1) take('time', times[0])
  if (sample.header || !mapping.time) return
  const acts = findField(kind, 'type') && open().find(({ name }) => areActs(sampleValues(sample, name)))
  if (acts) take('type', acts)
  take('user_id', open()[0])
  if (!acts) {
    take(
      'amount',
      open().find(({ type }) => type === 'number'),
    )
    take(
      'quantity',
      open().find(({ name, type }) => type === 'integer' && areCounts(sampleValues(sample, name))),
    )
    return
  }
  const [product, next] = open()
  take('product_id', product)
  if (product && next && describesProduct(sample, product.name, next.name)) take('category', next)
}

/** Seconds or milliseconds since 1970: nothing else is written in so long numbers so near each other. */
function isUnixTime(values: string[]): boolean {
  const style = sniffDates(values)?.style
  return style === 'unixSeconds' || style === 'unixMilliseconds'
}

/** Whether nearly all the different words of a column are acts. */
export function areActs(values: string[]): boolean {
  const words = differentWords(values)
  return words.filter((word) => knownActs.has(actOf(word))).length > words.length * 0.8
}

const ofOrders = new Set(['purchase', 'return', 'unpaid'])

/** Whether a column says nothing but what became of orders. */
export function areOrderStates(values: string[]): boolean {
  const acts = differentWords(values).map(actOf)
  return acts.includes('purchase') && acts.filter((act) => ofOrders.has(act)).length > acts.length * 0.8
}

/** The words of a column that Assay has no act for. */
export const unknownActs = (values: string[]): string[] =>
  differentWords(values).filter((word) => !knownActs.has(actOf(word)))

const differentWords = (values: string[]): string[] =>
  [...new Set(values)].filter((word) => !isMissing(word, 0, word.length))

/** Whole numbers as small as numbers of pieces are, of which most are one of a few. */
const areCounts = (values: string[]): boolean =>
  values.every((value) => /^\d{0,4}$/.test(value)) && new Set(values).size <= Math.max(2, values.length / 4)

/** Whether every product has one value in another column, as it has one category, and several products share it. */
function describesProduct(sample: FileSample, product: string, other: string): boolean {
  const found = new Map<string, string>()
  const values = sampleValues(sample, other)
  const products = sampleValues(sample, product)
  const agrees = products.every((id, i) => {
    const before = found.get(id)
    found.set(id, before ?? values[i])
    return before === undefined || before === values[i]
  })
  return agrees && found.size < products.length && new Set(found.values()).size < found.size
}

/** Rows that rate something and name no act are reviews; their title is not the product's. */
export function addReview(kind: ImportKind, mapping: Mapping, sample: FileSample): void {
  if (kind !== 'behaviour' || mapping.type || !mapping.user_id || !mapping.product_id) return
  if (mapping.amount || mapping.price || mapping.quantity || mapping.order_id) return
  if (!sample.columns.some(({ name }) => reviewNames.has(normalise(name)))) return
  mapping.type = { constant: 'review' }
  const { title } = mapping
  if (title && 'column' in title && ['title', 'description'].includes(normalise(title.column))) delete mapping.title
}

const amountNames = new Set(synonymsOf('orders').flatMap(({ field, names }) => (field === 'amount' ? names : [])))

/** Whether a column that is called an amount was taken for what it holds: a number of pieces. */
export const isQuantityNamedAmount = ({ quantity }: Mapping): boolean =>
  quantity !== undefined && 'column' in quantity && amountNames.has(normalise(quantity.column))

/**
 * An `amount` of whole numbers that are mostly below the price is no money of a line but its number of pieces. What is called
 * the price is then the line's money where it grows with the pieces, else a unit's.
 */
export function mendAmount(mapping: Mapping, sample: FileSample): void {
  const { amount, price, quantity, product_id: product } = mapping
  if (!amount || !price || quantity || !('column' in amount) || !('column' in price)) return
  const read = createNumberReader(sample.decimal)
  const numbers = (column: string) => sampleValues(sample, column).map((value) => read(value, 0, value.length))
  const [amounts, prices] = [numbers(amount.column), numbers(price.column)]
  const known = amounts.flatMap((value, i) => (Number.isNaN(value) || Number.isNaN(prices[i]) ? [] : [i]))
  const below = known.filter((i) => Math.abs(amounts[i]) < Math.abs(prices[i]))
  if (known.length < 2 || below.length <= known.length / 2 || known.some((i) => !Number.isInteger(amounts[i]))) return
  mapping.quantity = amount
  delete mapping.amount
  const ids = product && 'column' in product ? sampleValues(sample, product.column) : []
  if (ids.length === 0 || !growsWith(known, ids, prices, amounts)) return
  mapping.amount = price
  delete mapping.price
}

/** Whether, within products that were sold in different numbers, money per piece varies less than money per line. */
function growsWith(rows: number[], ids: string[], money: number[], pieces: number[]): boolean {
  const byProduct = new Map<string, number[]>()
  for (const i of rows) if (pieces[i] > 0) byProduct.set(ids[i], [...(byProduct.get(ids[i]) ?? []), i])
  const several = [...byProduct.values()].filter((each) => new Set(each.map((i) => pieces[i])).size > 1)
  const spread = (values: number[]) => Math.max(...values) - Math.min(...values)
  let votes = 0
  for (const each of several) {
    const perLine = each.map((i) => money[i])
    const perPiece = each.map((i) => money[i] / pieces[i])
    votes += spread(perPiece) / Math.max(...perPiece) < spread(perLine) / Math.max(...perLine) ? 1 : -1
  }
  return votes > 0
}
