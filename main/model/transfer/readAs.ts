import { createMatrix, type Matrix } from '../../base/table.ts'
import type { ActLog } from '../../features/actLog.ts'
import { specsOf, untransformed } from '../../features/scaling.ts'
import { inputGroups, type ExampleTable, type InputGroup, type ScoringData } from '../../features/types.ts'
import { translateCodes } from '../../features/vocabulary.ts'
import type { Ensemble } from '../runningModel.ts'

type Rows = Pick<ScoringData, 'specs' | 'vocabularies' | 'log' | 'productWords' | 'users' | 'products' | 'pairs'>
type Reader = Pick<Ensemble, 'specs' | 'scales' | 'vocabularies' | 'actSizes' | 'productWords'>

/**
 * Rows of today as a model reads them that learned from the shop as it was: its columns, of which those that are gone stand
 * at what was usual (in rows that have anything of that encoder's), and its codes, of which words that it never saw are
 * "none". Rows that are its own already come back as they are.
 */
export function readAs<Data extends Rows>(model: Reader, data: Data): Data {
  const categories = translateCodes(data.vocabularies.category, model.vocabularies.category)
  const brands = translateCodes(data.vocabularies.brand, model.vocabularies.brand)
  const read = (table: ExampleTable): ExampleTable => ({
    ...table,
    inputs: {
      behaviour: columnsFor(model, table, 'behaviour'),
      product: columnsFor(model, table, 'product'),
      social: columnsFor(model, table, 'social'),
    },
    codes: {
      category: table.codes.category.map((code) => categories[code]),
      brand: table.codes.brand.map((code) => brands[code]),
    },
  })
  if (isOwn(model, data)) return data
  return {
    ...data,
    specs: model.specs,
    vocabularies: model.vocabularies,
    productWords: model.productWords,
    log: data.log && logFor(model, data.log, data, { categories, brands }),
    users: read(data.users),
    products: data.products && read(data.products),
    pairs: data.pairs && read(data.pairs),
  }
}

const isOwn = (model: Reader, data: Rows): boolean =>
  sameNames(model, data) &&
  JSON.stringify([model.vocabularies, model.productWords?.vocabulary]) ===
    JSON.stringify([data.vocabularies, data.productWords?.vocabulary])

const sameNames = (model: Reader, data: Rows): boolean =>
  inputGroups.every((group) => {
    const [own, other] = [model, data].map(({ specs }) => specsOf(specs, group).map(({ name }) => name))
    return own.length === other.length && own.every((name, i) => name === other[i])
  })

function columnsFor({ specs, scales }: Reader, { entity, inputs, rows }: ExampleTable, group: InputGroup): Matrix {
  const wanted = specsOf(specs, group)
  const given = inputs[group]
  const places = wanted.map(({ name }) => given.names.indexOf(name))
  const usual = wanted.map((spec) => {
    const scale = scales[entity]?.[specs.indexOf(spec)]
    return scale ? untransformed(scale.mean, spec.transform) : 0
  })
  const read = createMatrix(
    wanted.map(({ name }) => name),
    rows,
  )
  const [width, theirWidth] = [wanted.length, given.names.length]
  for (let row = 0; row < rows; row++) {
    const own = given.values.subarray(row * theirWidth, (row + 1) * theirWidth)
    const isPresent = group === 'behaviour' || own.some((value) => value !== 0)
    for (let column = 0; column < width; column++) {
      const missing = isPresent ? usual[column] : 0
      read.values[row * width + column] = places[column] >= 0 ? own[places[column]] : missing
    }
  }
  return read
}

function logFor(
  model: Reader,
  log: ActLog,
  { productWords }: Rows,
  { categories, brands }: { categories: Int32Array; brands: Int32Array },
): ActLog {
  const known = productWords && model.productWords
  const products = known ? translateCodes(productWords.vocabulary, known.vocabulary) : new Int32Array(log.sizes.product)
  return {
    ...log,
    sizes: model.actSizes ?? log.sizes,
    product: log.product.map((code) => products[code]),
    category: log.category.map((code) => categories[code]),
    brand: log.brand.map((code) => brands[code]),
  }
}
