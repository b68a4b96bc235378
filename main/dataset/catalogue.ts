import { batchRows, type Batch, type ColumnData } from './batch.ts'
import { textColumn } from './cells.ts'
import { detach, type Dictionary } from './dictionary.ts'
import type { CatalogueField } from './fields.ts'
import type { Oddities } from './oddities.ts'

/** One kind of fact about every product in a file of behaviour. */
export interface FactTeller {
  /** Remembers `text.slice(start, end)` unless a later act already told otherwise. */
  tell(product: number, timeMs: number, line: number, text: string, start: number, end: number): void
}

/** The latest title, brand and category of every product in a file of behaviour. */
export interface Catalogue extends Record<CatalogueField, FactTeller> {
  /** All that was told, in batches of products. */
  batches(): Pick<Batch, 'rows' | 'lines' | 'columns'>[]
  /** Products of which the file tells more than one brand, or category: keys of `dataset.oddities`. */
  oddities(): Oddities
}

export function createCatalogue(brands: Dictionary, categories: Dictionary): Catalogue {
  const titles: string[] = []
  const keys: Record<'brand' | 'category', number[]> = { brand: [], category: [] }
  const lines: number[] = []
  const products: number[] = []
  const changed = { brand: new Set<number>(), category: new Set<number>() }

  function createTeller(
    take: (product: number, text: string, start: number, end: number) => void,
    differs?: Differs,
  ): FactTeller {
    const told: number[] = [] // by product: when the fact in force was told
    return {
      tell(product, timeMs, line, text, start, end) {
        differs?.(product, text, start, end)
        if (told[product] > timeMs) return
        if (lines[product] === undefined) products.push(product)
        told[product] = timeMs
        lines[product] = line
        take(product, text, start, end)
      },
    }
  }

  function batchOf(part: number[]): Pick<Batch, 'rows' | 'lines' | 'columns'> {
    const keysOf = (fact: 'brand' | 'category') => Int32Array.from(part, (product) => keys[fact][product] ?? -1)
    const titlesOf = part.map((product) => titles[product] ?? '')
    const columns: ColumnData[] = [
      { field: 'product_id', kind: 'key', dictionary: 'product', keys: Int32Array.from(part) },
      textColumn('title', titlesOf),
      { field: 'brand', kind: 'key', dictionary: 'brand', keys: keysOf('brand') },
      { field: 'category', kind: 'key', dictionary: 'category', keys: keysOf('category') },
    ]
    return { rows: part.length, lines: Int32Array.from(part, (product) => lines[product]), columns }
  }

  return {
    title: createTeller((product, text, start, end) => {
      if (!isSame(titles[product], text, start, end)) titles[product] = detach(text.slice(start, end))
    }),
    brand: createTeller(keeper(keys.brand, brands), watcher(keys.brand, brands, changed.brand)),
    category: createTeller(keeper(keys.category, categories), watcher(keys.category, categories, changed.category)),
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

/** Takes a fact as its key in a dictionary; most acts only repeat what the last one on the same product told. */
const keeper =
  (keys: number[], dictionary: Dictionary) => (product: number, text: string, start: number, end: number) => {
    const known = keys[product]
    if (known === undefined || !dictionary.is(known, text, start, end)) keys[product] = dictionary.key(text, start, end)
  }

type Differs = (product: number, text: string, start: number, end: number) => void

/** Notes the products of which something else was told before. */
const watcher =
  (keys: number[], dictionary: Dictionary, changed: Set<number>): Differs =>
  (product, text, start, end) => {
    const known = keys[product]
    if (known !== undefined && !dictionary.is(known, text, start, end)) changed.add(product)
  }

const isSame = (known: string | undefined, text: string, start: number, end: number) =>
  known !== undefined && known.length === end - start && text.startsWith(known, start)
