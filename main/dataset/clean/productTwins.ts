import { plain } from './spelling.ts'
import { sharing, type Candidate, type Twins } from './twins.ts'

export interface ProductCandidate extends Candidate {
  title: string
  /** Id of its brand; null where it has none. */
  brand: number | null
  price: number | null
}

/** Products whose codes differ in case, blanks or dashes alone, or that share title and brand. */
export function* productTwins(products: ProductCandidate[]): Generator<Twins> {
  yield* sharing(products, ({ name }) => plain(name), 'code', 0.9)
  const described = ({ title, brand }: ProductCandidate) => {
    const text = plain(title)
    return text.length < 4 || brand === null ? '' : `${text} ${brand}`
  }
  // Sizes and colours of one article share title and brand, too: only an equal price speaks for the same article.
  const byPrice = (a: ProductCandidate, b: ProductCandidate) => (a.price !== null && a.price === b.price ? 0.8 : 0.6)
  yield* sharing(products, described, 'titleAndBrand', byPrice)
}
