import { rememberLatest } from '../ledger/rememberLatest.ts'
import type { Coded, Ledger } from '../ledger/types.ts'
import { spanOf, type Span } from './span.ts'
import type { ShopFilter } from './types.ts'

type People = Pick<ShopFilter, 'regions' | 'genders' | 'channels' | 'acts'>
type Goods = Pick<ShopFilter, 'brands' | 'categories'>

/** 1 for every customer whom a filter means, by position; null: all of them. */
export function selectUsers(ledger: Ledger, { regions, genders, channels, acts }: People): Uint8Array | null {
  const { users } = ledger
  const tests: [Coded, string[]][] = [
    [users.region, regions],
    [users.gender, genders],
    [users.channel, channels],
  ]
  const asked = tests.filter(([, words]) => words.length > 0)
  if (asked.length + acts.length === 0) return null
  const wanted = new Uint8Array(users.count).fill(1)
  for (const [{ words, codes }, chosen] of asked) {
    const isChosen = words.map((word) => chosen.includes(word))
    for (let user = 0; user < wanted.length; user++) {
      if (codes[user] < 0 || !isChosen[codes[user]]) wanted[user] = 0
    }
  }
  for (const condition of acts) {
    const did = ledger.whoDid(condition)
    const expected = condition.done ? 1 : 0
    for (let user = 0; user < wanted.length; user++) if (did[user] !== expected) wanted[user] = 0
  }
  return wanted
}

/** 1 for every product of the brands and categories that a filter means, by position; null: all of them, and what has none. */
export function selectProducts({ products, brands, categories }: Ledger, filter: Goods): Uint8Array | null {
  if (filter.brands.length + filter.categories.length === 0) return null
  const isBrand = marks(brands.ids, filter.brands)
  const isCategory = marks(categories.ids, filter.categories)
  const wanted = new Uint8Array(products.count)
  for (let product = 0; product < wanted.length; product++) {
    const brand = products.brand[product]
    const fits =
      (isBrand === null || (brand >= 0 && isBrand[brand] === 1)) &&
      (isCategory === null || isCategory[products.category[product]] === 1)
    wanted[product] = fits ? 1 : 0
  }
  return wanted
}

function marks(ids: Int32Array, chosen: number[]): Uint8Array | null {
  if (chosen.length === 0) return null
  const wanted = new Set(chosen)
  return Uint8Array.from(ids, (id) => (wanted.has(id) ? 1 : 0))
}

const remember = rememberLatest<Int32Array>(8)

/** The purchases of a span that a filter means, by their place in the ledger: sorted by user, then day. */
export function selectLines(ledger: Ledger, filter: People & Goods, { fromDay, toDay }: Span): Int32Array {
  const { regions, genders, channels, acts, brands, categories } = filter
  const key = JSON.stringify([regions, genders, channels, acts, brands, categories, fromDay, toDay])
  return remember(ledger, key, () => findLines(ledger, filter, { fromDay, toDay }))
}

function findLines(ledger: Ledger, filter: People & Goods, { fromDay, toDay }: Span): Int32Array {
  const { user, product, day, count } = ledger.lines
  const isUser = selectUsers(ledger, filter)
  const isProduct = selectProducts(ledger, filter)
  const found = new Int32Array(count)
  let size = 0
  for (let i = 0; i < count; i++) {
    if (day[i] < fromDay || day[i] >= toDay) continue
    if (isUser !== null && isUser[user[i]] === 0) continue
    if (isProduct !== null && (product[i] < 0 || isProduct[product[i]] === 0)) continue
    found[size++] = i
  }
  return found.slice(0, size)
}

/**
 * 1 for every customer whom a filter means altogether, by position: people as it says and, where it names goods, those who
 * bought such within its period; null: all of them.
 */
export function selectCustomers(ledger: Ledger, filter: ShopFilter): Uint8Array | null {
  if (filter.brands.length + filter.categories.length === 0) return selectUsers(ledger, filter)
  const wanted = new Uint8Array(ledger.users.count)
  for (const i of selectLines(ledger, filter, spanOf(ledger, filter.period))) wanted[ledger.lines.user[i]] = 1
  return wanted
}

/** Splits places among purchases, sorted by user, into one run per user. */
export function* byCustomer({ user }: { user: Int32Array }, selection: Int32Array): Generator<Int32Array> {
  for (let from = 0; from < selection.length;) {
    let to = from + 1
    while (to < selection.length && user[selection[to]] === user[selection[from]]) to++
    yield selection.subarray(from, to)
    from = to
  }
}
