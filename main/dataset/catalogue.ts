import { batchRows, type Batch, type ColumnData } from './batch.ts'
import type { CodedText } from './codes.ts'
import { detach, type Dictionary } from './dictionary.ts'
import type { CatalogueField } from './fields.ts'
import type { Oddities } from './oddities.ts'
import { textColumn } from './textColumn.ts'

/** One kind of fact about every product in a file of behaviour. */
export interface FactTeller {
  /** Remembers `source.text.slice(start, end)` unless a later act already told otherwise. */
  tell(product: number, timeMs: number, line: number, source: CodedText, start: number, end: number): void
}

/** The latest title, brand and category of every product in a file of behaviour. */
export interface Catalogue extends Record<CatalogueField, FactTeller> {
  /** All that was told, in batches of products. */
  batches(): Pick<Batch, 'rows' | 'lines' | 'columns'>[]
  /** Products of which the file tells more than one brand, or category: keys of `dataset.oddities`. */
  oddities(): Oddities
}

/**
 * Numbers per product, side by side for one trip to memory: the line that told last (from 1; 0 where none did), then of
 * each fact its key + 1 (0 where it was not told) and when that was told.
 */
const factSize = 8
const factAt = { title: 1, brand: 3, category: 5 }

export function createCatalogue(brands: Dictionary, categories: Dictionary): Catalogue {
  const titles: string[] = []
  const products: number[] = []
  const changed = { brand: new Set<number>(), category: new Set<number>() }
  let facts = new Float64Array(factSize << 10)

  function withRoom(product: number): Float64Array<ArrayBuffer> {
    const larger = new Float64Array(Math.max((product + 1) * factSize, facts.length * 2))
    larger.set(facts)
    return larger
  }

  /** `changed` collects the products of which something else was told before. */
  function createTeller(
    fact: number,
    take: (product: number, source: CodedText, start: number, end: number) => number,
    changed?: Set<number>,
  ): FactTeller {
    return {
      tell(product, timeMs, line, source, start, end) {
        const at = product * factSize
        if (at >= facts.length) facts = withRoom(product)
        const known = facts[at + fact] - 1
        const isOlder = known >= 0 && facts[at + fact + 1] > timeMs
        if (isOlder && !changed) return
        const key = take(product, source, start, end)
        if (known >= 0 && key !== known) changed?.add(product)
        if (isOlder) return
        if (facts[at] === 0) products.push(product)
        facts[at] = line
        facts[at + fact] = key + 1
        facts[at + fact + 1] = timeMs
      },
    }
  }

  function batchOf(part: number[]): Pick<Batch, 'rows' | 'lines' | 'columns'> {
    const keysOf = (fact: 'brand' | 'category') =>
      Int32Array.from(part, (product) => facts[product * factSize + factAt[fact]] - 1)
    const titlesOf = part.map((product) => titles[product] ?? '')
    const columns: ColumnData[] = [
      { field: 'product_id', kind: 'key', dictionary: 'product', keys: Int32Array.from(part) },
      textColumn('title', titlesOf),
      { field: 'brand', kind: 'key', dictionary: 'brand', keys: keysOf('brand') },
      { field: 'category', kind: 'key', dictionary: 'category', keys: keysOf('category') },
    ]
    return { rows: part.length, lines: Int32Array.from(part, (product) => facts[product * factSize]), columns }
  }

  return {
    title: createTeller(factAt.title, (product, { text }, start, end) => {
      if (!isSame(titles[product], text, start, end)) titles[product] = detach(text.slice(start, end))
      return product
    }),
    brand: createTeller(factAt.brand, (_, source, start, end) => brands.key(source, start, end), changed.brand),
    category: createTeller(
      factAt.category,
      (_, source, start, end) => categories.key(source, start, end),
      changed.category,
    ),
    oddities() {
      const { brand, category } = changed
      return {
        ...(brand.size > 0 ? { productBrands: brand.size } : {}),
        ...(category.size > 0 ? { productCategories: category.size } : {}),
      }
    },
    batches() {
      const batches = []
      for (let from = 0; from < products.length; from += batchRows) {
        batches.push(batchOf(products.slice(from, from + batchRows)))
      }
      return batches
    },
  }
}

const isSame = (known: string | undefined, text: string, start: number, end: number) =>
  known !== undefined && known.length === end - start && text.startsWith(known, start)
