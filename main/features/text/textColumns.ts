import { textOf, type Catalogue } from '../catalogue.ts'
import type { Column } from '../columns.ts'
import type { ProductView } from '../productColumns.ts'
import type { TextEncoder } from './encoder.ts'

/** What the columns are called before their number. */
export const textColumnPrefix = 'titleText = '

/** A title weighs as much as so many columns. */
const sharedBy = 4

/** One column per dimension of the encoder's vectors; they move together where inputs are shuffled to explain a model. */
export function textColumns(catalogue: Catalogue, encoder: TextEncoder): Column<ProductView>[] {
  const { dimensions } = encoder
  const vectors = new Float32Array(catalogue.titles.length * dimensions)
  const encoded = new Uint8Array(catalogue.titles.length)
  const valueOf = (product: number, dimension: number) => {
    if (encoded[product] === 0) {
      const text = textOf(catalogue, product)
      if (text !== '') vectors.set(encoder.encode(text), product * dimensions)
      encoded[product] = 1
    }
    return vectors[product * dimensions + dimension]
  }
  const weight = Math.sqrt(sharedBy / Math.max(sharedBy, dimensions))
  return Array.from({ length: dimensions }, (_, dimension) => ({
    name: `${textColumnPrefix}${dimension + 1}`,
    group: 'product',
    source: 'products',
    transform: 'none',
    weight,
    value: ({ product }) => valueOf(product, dimension),
  }))
}
