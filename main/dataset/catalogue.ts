import { batchRows, type Batch, type ColumnData } from './batch.ts'
import type { CodedText } from './codes.ts'
import { detach, type Dictionary } from './dictionary.ts'
import type { CatalogueField } from './fields.ts'
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
}

export function createCatalogue(brands: Dictionary, categories: Dictionary): Catalogue {
  const titles: string[] = []
  const keys = { brand: createNumbers(-1), category: createNumbers(-1) }
  const lines = createNumbers(0) // from 1: 0 where nothing was told yet
  const products: number[] = []

  function createTeller(take: (product: number, source: CodedText, start: number, end: number) => void): FactTeller {
    const told = createNumbers(-Infinity) // by product: when the fact in force was told
    return {
      tell(product, timeMs, line, source, start, end) {
        if (told.at(product) > timeMs) return
        if (lines.at(product) === 0) products.push(product)
        told.set(product, timeMs)
        lines.set(product, line)
        take(product, source, start, end)
      },
    }
  }

  function batchOf(part: number[]): Pick<Batch, 'rows' | 'lines' | 'columns'> {
    const keysOf = (fact: 'brand' | 'category') => Int32Array.from(part, keys[fact].at)
    const titlesOf = part.map((product) => titles[product] ?? '')
    const columns: ColumnData[] = [
      { field: 'product_id', kind: 'key', dictionary: 'product', keys: Int32Array.from(part) },
      textColumn('title', titlesOf),
      { field: 'brand', kind: 'key', dictionary: 'brand', keys: keysOf('brand') },
      { field: 'category', kind: 'key', dictionary: 'category', keys: keysOf('category') },
    ]
    return { rows: part.length, lines: Int32Array.from(part, lines.at), columns }
  }

  return {
    title: createTeller((product, { text }, start, end) => {
      if (!isSame(titles[product], text, start, end)) titles[product] = detach(text.slice(start, end))
    }),
    brand: createTeller(keeper(keys.brand, brands)),
    category: createTeller(keeper(keys.category, categories)),
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
  (keys: Numbers, dictionary: Dictionary) => (product: number, source: CodedText, start: number, end: number) => {
    const known = keys.at(product)
    if (known < 0 || !dictionary.is(known, source, start, end)) keys.set(product, dictionary.key(source, start, end))
  }

/** Numbers by index, as many as are set; `none` where none was. */
interface Numbers {
  at(index: number): number
  set(index: number, value: number): void
}

function createNumbers(none: number): Numbers {
  let values = new Float64Array(1 << 12).fill(none)
  return {
    at: (index) => (index < values.length ? values[index] : none),
    set(index, value) {
      if (index >= values.length) {
        const larger = new Float64Array(Math.max(index + 1, values.length * 2)).fill(none)
        larger.set(values)
        values = larger
      }
      values[index] = value
    },
  }
}

const isSame = (known: string | undefined, text: string, start: number, end: number) =>
  known !== undefined && known.length === end - start && text.startsWith(known, start)
