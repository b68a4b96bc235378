import { unknownDay, type Ledger } from '../../main/insight/ledger/types.ts'

export interface LineInput {
  user: number
  product: number
  day: number
  units?: number
  money?: number
}

export interface ProductFacts {
  brand?: number
  category?: number
  launchedDay?: number
}

/** A ledger of given lines, users, products, brands and categories by position; their ids are one more. */
export function ledgerOf(
  given: LineInput[],
  { products = [], regions = [] }: { products?: ProductFacts[]; regions?: string[] } = {},
): Ledger {
  const lines = given.toSorted((a, b) => a.user - b.user || a.day - b.day)
  const count = (of: (line: LineInput) => number) => Math.max(-1, ...lines.map(of)) + 1
  const users = Math.max(
    count((line) => line.user),
    regions.length,
  )
  const goods = Math.max(
    count((line) => line.product),
    products.length,
  )
  const ids = (size: number) => Int32Array.from({ length: size }, (_, i) => i + 1)
  const facts = Array.from({ length: goods }, (_, at) => products[at] ?? {})
  const firstSold = (product: number) => lines.filter((line) => line.product === product).map((line) => line.day)
  const starts = Int32Array.from({ length: users + 1 }, (_, user) => lines.filter((line) => line.user < user).length)
  const words = [...new Set(regions.filter((region) => region !== ''))]
  const none = () => ({ words: [], codes: new Int32Array(users).fill(-1) })
  const named = (size: number, letter: string) => ({
    ids: ids(size),
    names: Array.from({ length: size }, (_, at) => `${letter}${at}`),
  })
  return {
    whoDid: () => { throw new Error('these lines have no acts beside them') }, // prettier-ignore
    startDay: Math.min(...lines.map((line) => line.day), 0),
    endDay: count((line) => line.day),
    lines: {
      count: lines.length,
      starts,
      user: Int32Array.from(lines, (line) => line.user),
      product: Int32Array.from(lines, (line) => line.product),
      day: Int32Array.from(lines, (line) => line.day),
      units: Float64Array.from(lines, (line) => line.units ?? 1),
      money: Float64Array.from(lines, (line) => line.money ?? 10),
      discount: new Float64Array(lines.length),
    },
    users: {
      count: users,
      ids: ids(users),
      registeredDay: new Int32Array(users).fill(unknownDay),
      region: { words, codes: Int32Array.from({ length: users }, (_, user) => words.indexOf(regions[user] ?? '')) },
      gender: none(),
      channel: none(),
    },
    products: {
      count: goods,
      ids: ids(goods),
      brand: Int32Array.from(facts, ({ brand }) => brand ?? -1),
      category: Int32Array.from(facts, ({ category }) => category ?? 0),
      price: new Float64Array(goods).fill(NaN),
      cost: new Float64Array(goods).fill(NaN),
      launchedDay: Int32Array.from(
        facts,
        ({ launchedDay }, at) => launchedDay ?? Math.min(unknownDay, ...firstSold(at)),
      ),
    },
    brands: named(Math.max(-1, ...facts.map(({ brand }) => brand ?? -1)) + 1, 'brand '),
    categories: named(Math.max(0, ...facts.map(({ category }) => category ?? 0)) + 1, 'category '),
  }
}
