import type { Ledger } from '../ledger/types.ts'

/**
 * Spending power of everybody, by position of the user: the percentile (0–1, mid-rank) of the mean price per unit that a
 * customer paid within each category before a day, among the others who bought in it, weighted by the customer's spend there.
 * NaN where nobody else bought in any of the customer's categories. The same figure as a single portrait's.
 */
export function priceStandings(ledger: Ledger, toDay: number): Float64Array {
  const pairs = pricesPaid(ledger, toDay)
  const starts = startsByCategory(pairs, ledger.categories.names.length)
  const prices = new Float64Array(pairs.count)
  const next = starts.slice()
  for (let pair = 0; pair < pairs.count; pair++) prices[next[pairs.category[pair]]++] = pairs.price[pair]
  for (let c = 0; c + 1 < starts.length; c++) prices.subarray(starts[c], starts[c + 1]).sort()

  const weighted = new Float64Array(ledger.users.count)
  const weights = new Float64Array(ledger.users.count)
  for (let pair = 0; pair < pairs.count; pair++) {
    const [category, user, price] = [pairs.category[pair], pairs.user[pair], pairs.price[pair]]
    const [from, to] = [starts[category], starts[category + 1]]
    if (to - from < 2) continue
    const below = firstNotBelow(prices, from, to, price)
    const ties = firstAbove(prices, below, to, price) - below - 1
    weighted[user] += (pairs.spend[pair] * (below - from + ties / 2)) / (to - from - 1)
    weights[user] += pairs.spend[pair]
  }
  return weighted.map((sum, user) => (weights[user] > 0 ? sum / weights[user] : NaN))
}

/** One pair for every customer and category they bought in; no category is none. */
interface Pairs {
  count: number
  user: Int32Array
  category: Int32Array
  price: Float64Array
  spend: Float64Array
}

function pricesPaid({ lines, products, categories, users }: Ledger, toDay: number): Pairs {
  const pairs: Pairs = {
    count: 0,
    user: new Int32Array(lines.count),
    category: new Int32Array(lines.count),
    price: new Float64Array(lines.count),
    spend: new Float64Array(lines.count),
  }
  const [money, units] = [new Float64Array(categories.names.length), new Float64Array(categories.names.length)]
  for (let user = 0; user < users.count; user++) {
    const first = pairs.count
    for (let i = lines.starts[user]; i < lines.starts[user + 1] && lines.day[i] < toDay; i++) {
      const category = lines.product[i] < 0 ? 0 : products.category[lines.product[i]]
      if (category === 0) continue
      if (units[category] === 0) {
        pairs.user[pairs.count] = user
        pairs.category[pairs.count++] = category
      }
      money[category] += lines.money[i]
      units[category] += lines.units[i]
    }
    for (let pair = first; pair < pairs.count; pair++) {
      const category = pairs.category[pair]
      pairs.price[pair] = money[category] / units[category]
      pairs.spend[pair] = money[category]
      money[category] = units[category] = 0
    }
  }
  return pairs
}

function startsByCategory({ count, category }: Pairs, categories: number): Int32Array {
  const starts = new Int32Array(categories + 1)
  for (let pair = 0; pair < count; pair++) starts[category[pair] + 1]++
  for (let c = 0; c < categories; c++) starts[c + 1] += starts[c]
  return starts
}

/** The first place of ascending values, between two places, that is not below a value. */
export function firstNotBelow(values: Float64Array, from: number, to: number, value: number): number {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}

function firstAbove(values: Float64Array, from: number, to: number, value: number): number {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle] <= value) low = middle + 1
    else high = middle
  }
  return low
}
