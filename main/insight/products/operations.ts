import { harmlessText } from '../../base/csv.ts'
import { writeCsvFile } from '../../base/csvFile.ts'
import { AssayError } from '../../base/errors.ts'
import { asOfOperation, type AsOf } from '../../dataset/clean/asOf.ts'
import type { Page } from '../../storage/types.ts'
import { selectLines } from '../filter/select.ts'
import { spanOf } from '../filter/span.ts'
import type { ShopFilter } from '../filter/types.ts'
import { loadLedger } from '../ledger/ledger.ts'
import type { Ledger } from '../ledger/types.ts'
import { productDetails } from './details.ts'
import { allGoods } from './figures.ts'
import { listProducts, productRow, type ListQuestion } from './list.ts'
import { potentialOverview } from './overview.ts'
import { productScene, type SceneQuestion } from './scene.ts'
import { readCustomerValues, readProductNames } from './store.ts'
import { countBaskets, tiesOf, type Tie } from './ties.ts'
import type { ProductDetails, ProductPotential, ProductRow, ProductTie, ProductTies } from './types.ts'

type Question = SceneQuestion & AsOf

export const potentialOperation = asOfOperation(
  'insight.productPotential',
  (project, question: Question, work): ProductPotential => potentialOverview(productScene(project, question, work)),
)

export const productsOperation = asOfOperation(
  'insight.products',
  (project, question: Question & ListQuestion & { offset: number; limit: number }, work): Page<ProductRow> => {
    const scene = productScene(project, question, work)
    const found = listProducts(scene, question)
    const { offset, limit } = question
    const rows = Array.from(found.subarray(offset, offset + limit), (at) => productRow(scene, at))
    return { rows, total: found.length }
  },
)

const estimateCells = ({ value, low, high }: ProductRow['share']) => [value, low, high]

const exportHeader = [
  ...['id', 'title', 'brand', 'category', 'units', 'spend', 'buyers', 'units_before', 'predicted_units', 'potential'],
  ...['price', 'price_position', 'share', 'share_low', 'share_high'],
  ...['share_change', 'share_change_low', 'share_change_high', 'phase', 'days_on_sale'],
]

export const exportProductsOperation = asOfOperation(
  'insight.exportProducts',
  async (project, question: Question & ListQuestion & { path: string }, work) => {
    const scene = productScene(project, question, work)
    const rows = function* (): Generator<unknown[]> {
      for (const at of listProducts(scene, question)) {
        const row = productRow(scene, at)
        yield [
          ...[row.id, row.title, row.brand, row.category].map((text) => text && harmlessText(text)),
          ...[row.units, row.spend, row.buyers, row.unitsBefore, row.predicted],
          ...[row.word, row.price, row.pricePosition],
          ...[...estimateCells(row.share), ...estimateCells(row.shareChange), row.phase, row.daysOnSale],
        ]
      }
    }
    return { path: question.path, rows: await writeCsvFile(question.path, exportHeader, rows(), work) }
  },
)

export const productOperation = asOfOperation(
  'insight.product',
  (project, question: Question & { productId: number }, work): ProductDetails => {
    const scene = productScene(project, question, work)
    const at = positionOf(scene.ledger, question.productId)
    const values = question.runId === null ? null : readCustomerValues(project.database, question.runId)
    return productDetails(scene, question.filter, at, values)
  },
)

/** Ties shown of each kind. */
const shownTies = 20

export const productTiesOperation = asOfOperation(
  'insight.productTies',
  (project, { filter, productId }: AsOf & { filter: ShopFilter; productId: number }, work): ProductTies => {
    const ledger = loadLedger(project, work)
    const selection = selectLines(ledger, allGoods(filter), spanOf(ledger, filter.period))
    const counts = countBaskets(ledger, selection)
    const ties = tiesOf(ledger, selection, counts, positionOf(ledger, productId))
    const names = readProductNames(project.database)
    const named = ({ product, ...tie }: Tie): ProductTie => {
      const id = ledger.products.ids[product]
      return { productId: id, id: names.get(id)?.id ?? '', title: names.get(id)?.title ?? null, ...tie }
    }
    return {
      baskets: counts.all,
      complements: ties.complements.slice(0, shownTies).map(named),
      substitutes: ties.substitutes.slice(0, shownTies).map(named),
    }
  },
)

function positionOf({ products }: Ledger, productId: number): number {
  const at = products.ids.indexOf(productId)
  if (at < 0) throw new AssayError('input.invalid', { field: 'productId', problem: `there is no product ${productId}` })
  return at
}

export const productOperations = [
  potentialOperation,
  productsOperation,
  exportProductsOperation,
  productOperation,
  productTiesOperation,
]
