import type { AsOf } from './asOf.ts'
import { encodeWords, fitVocabulary, sizeOf, type Vocabulary } from './vocabulary.ts'
import type { World } from './world.ts'

/** What acts are told apart by, beside their type. */
export interface ActVocabularies {
  product: Vocabulary
  category: Vocabulary
  brand: Vocabulary
}

/** How many words have a code of their own; and how many buckets all others share. */
const limits = {
  product: { most: 8192, buckets: 512 },
  category: { most: 1024, buckets: 64 },
  brand: { most: 2048, buckets: 128 },
} as const

/** The codes of categories and brands of products, by their position, and of brands by theirs. */
export interface ProductCodes {
  category: Int32Array
  brand: Int32Array
  ofBrand: Int32Array
}

/** Of what there are more names than codes of their own. */
export interface HashedNames {
  of: 'product' | 'category' | 'brand'
  /** How many names were seen, how many of those have a code of their own, and how many places the others share. */
  names: number
  own: number
  places: number
}

/** How acts become codes, fitted once for all cutoffs of a training. */
export interface ActEncoding {
  vocabularies: ActVocabularies
  codes: ProductCodes
  /** What is hashed, since there is too much of it. */
  hashed: HashedNames[]
  /** Null where rows have no sequences. */
  log: ActLog | null
  /** Null where rows have no sequences. */
  productWords: ProductWords | null
  sequenceLength: number
}

/** What the codes of products mean: their ids in the user's files, and beside each its title, empty where it has none. */
export interface ProductWords {
  vocabulary: Vocabulary
  titles: string[]
}

/** All acts, by user, then time, as flat columns: what the sequences of rows are cut from. */
export interface ActLog {
  /** How many codes each vocabulary has. */
  sizes: { type: number; product: number; category: number; brand: number }
  type: Uint8Array
  product: Int32Array
  category: Int32Array
  brand: Int32Array
  day: Int32Array
  /** log(1 + price of one), log(1 + units). */
  price: Float32Array
  units: Float32Array
}

/** Which acts of the log belong to a row: `from` up to and without `to`. Empty where rows have none. */
export interface Sequences {
  from: Int32Array
  to: Int32Array
  cutoffDays: Int32Array
}

export const createSequences = (rows: number): Sequences => ({
  from: new Int32Array(rows),
  to: new Int32Array(rows),
  cutoffDays: new Int32Array(rows),
})

/** As many as there are of Assay's own act types, all others being one. */
const actTypes = 6

/**
 * Fits the vocabularies on acts before a day, by users for whom `fitted` holds, and writes all acts down in their codes;
 * a row sees of them only those before its own cutoff.
 */
export function fitActEncoding(
  world: World,
  limitDay: number,
  fitted: (user: number) => boolean,
  sequenceLength: number,
): ActEncoding {
  const { catalogue, productNames } = world
  const counts = countActs(world, limitDay, fitted)
  const fit = (name: keyof typeof limits, words: string[]) =>
    fitVocabulary(words, counts[name], limits[name].most, limits[name].buckets)
  const vocabularies = {
    product: fit('product', productNames),
    category: fit('category', catalogue.categoryNames),
    brand: fit('brand', catalogue.brandNames),
  }
  const codes = encodeProducts(world, vocabularies)
  const hashed = (['product', 'category', 'brand'] as const).flatMap((of): HashedNames[] => {
    const { words, buckets } = vocabularies[of]
    return buckets > 0
      ? [{ of, names: counts[of].filter((count) => count > 0).length, own: words.length, places: buckets }]
      : []
  })
  const hasSequences = sequenceLength > 0
  return {
    ...{ vocabularies, codes, hashed, sequenceLength },
    log: hasSequences ? createLog(world, codes, vocabularies) : null,
    productWords: hasSequences ? productWordsOf(world, vocabularies.product) : null,
  }
}

function productWordsOf({ catalogue, productNames }: World, vocabulary: Vocabulary): ProductWords {
  const titles = new Map(productNames.map((name, product) => [name, catalogue.titles[product]]))
  return { vocabulary, titles: vocabulary.words.map((name) => titles.get(name) ?? '') }
}

function countActs({ acts, catalogue, productNames }: World, limitDay: number, fitted: (user: number) => boolean) {
  const counts = {
    product: new Float64Array(productNames.length),
    category: new Float64Array(catalogue.categoryNames.length),
    brand: new Float64Array(catalogue.brandNames.length),
  }
  for (let i = 0; i < acts.count; i++) {
    const product = acts.product[i]
    if (product < 0 || acts.day[i] >= limitDay || !fitted(acts.user[i])) continue
    counts.product[product]++
    if (catalogue.category[product] > 0) counts.category[catalogue.category[product]]++
    if (catalogue.brand[product] >= 0) counts.brand[catalogue.brand[product]]++
  }
  return counts
}

function encodeProducts({ catalogue }: World, vocabularies: ActVocabularies): ProductCodes {
  const categories = encodeWords(catalogue.categoryNames, vocabularies.category)
  categories[0] = 0
  const brands = encodeWords(catalogue.brandNames, vocabularies.brand)
  return {
    category: catalogue.category.map((category) => categories[category]),
    brand: catalogue.brand.map((brand) => (brand < 0 ? 0 : brands[brand])),
    ofBrand: brands,
  }
}

function createLog(
  { acts, catalogue, productNames }: World,
  codes: ProductCodes,
  vocabularies: ActVocabularies,
): ActLog {
  const ofProducts = encodeWords(productNames, vocabularies.product)
  const codeOf = (column: Int32Array) => acts.product.map((product) => (product < 0 ? 0 : column[product]))
  const priceOf = (i: number) => {
    if (acts.money[i] > 0 && acts.units[i] > 0) return acts.money[i] / acts.units[i]
    const listed = acts.product[i] < 0 ? NaN : catalogue.price[acts.product[i]]
    return Number.isNaN(listed) ? 0 : Math.max(0, listed)
  }
  const { product, category, brand } = vocabularies
  return {
    sizes: { type: actTypes, product: sizeOf(product), category: sizeOf(category), brand: sizeOf(brand) },
    type: acts.type.slice(),
    product: codeOf(ofProducts),
    category: codeOf(codes.category),
    brand: codeOf(codes.brand),
    day: acts.day.slice(),
    price: Float32Array.from(acts.type, (_, i) => Math.log1p(priceOf(i))),
    units: Float32Array.from(acts.units, (units) => Math.log1p(Math.max(0, units))),
  }
}

/** The last acts of a user before the cutoff, at most as many as sequences are long, as a row's sequence. */
export function noteLastActs({ world, features, cutoffDay }: AsOf, sequences: Sequences, row: number, user: number) {
  const { acts } = world
  let [low, high] = [acts.starts[user], acts.starts[user + 1]]
  while (low < high) {
    const middle = (low + high) >> 1
    if (acts.day[middle] < cutoffDay) low = middle + 1
    else high = middle
  }
  sequences.from[row] = Math.max(acts.starts[user], low - features.acts.sequenceLength)
  sequences.to[row] = low
  sequences.cutoffDays[row] = cutoffDay
}

export function copySequence(source: Sequences, sourceRow: number, target: Sequences, row: number): void {
  target.from[row] = source.from[sourceRow]
  target.to[row] = source.to[sourceRow]
  target.cutoffDays[row] = source.cutoffDays[sourceRow]
}
