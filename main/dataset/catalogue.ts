import { batchRows, type Batch, type ColumnData } from './batch.ts'
import { textColumn } from './cells.ts'
import { detach, type Dictionary } from './dictionary.ts'

/** The latest title, brand and category of every product in a file of behaviour. */
export interface Catalogue {
  /** Remembers a fact unless a later act already told otherwise. */
  tell(fact: Fact, product: number, timeMs: number, line: number, text: string): void
  /** All that was told, in batches of products. */
  batches(): Pick<Batch, 'rows' | 'lines' | 'columns'>[]
}

type Fact = 'title' | 'brand' | 'category'
type FactValues = { told: number[]; values: (string | number | undefined)[] }

export function createCatalogue(brands: Dictionary, categories: Dictionary): Catalogue {
  const facts: Record<Fact, FactValues> = {
    title: { told: [], values: [] },
    brand: { told: [], values: [] },
    category: { told: [], values: [] },
  }
  const lines: number[] = []
  const products: number[] = []
  const encode = {
    title: detach,
    brand: (text: string) => brands.key(text),
    category: (text: string) => categories.key(text),
  }
  return {
    tell(fact, product, timeMs, line, text) {
      const { told, values } = facts[fact]
      if (told[product] > timeMs) return
      if (lines[product] === undefined) products.push(product)
      told[product] = timeMs
      if (fact !== 'title' || values[product] !== text) values[product] = encode[fact](text)
      lines[product] = line
    },
    batches() {
      const batches = []
      for (let from = 0; from < products.length; from += batchRows) {
        const part = products.slice(from, from + batchRows)
        const keysOf = (fact: Fact): Int32Array<ArrayBuffer> =>
          Int32Array.from(part, (product) => Number(facts[fact].values[product] ?? -1))
        const columns: ColumnData[] = [
          { field: 'product_id', kind: 'key', dictionary: 'product', keys: Int32Array.from(part) },
          textColumn(
            'title',
            part.map((product) => String(facts.title.values[product] ?? '')),
          ),
          { field: 'brand', kind: 'key', dictionary: 'brand', keys: keysOf('brand') },
          { field: 'category', kind: 'key', dictionary: 'category', keys: keysOf('category') },
        ]
        batches.push({ rows: part.length, lines: Int32Array.from(part, (product) => lines[product]), columns })
      }
      return batches
    },
  }
}
