import { selectLines, selectProducts } from '../filter/select.ts'
import { comparedSpan, spanOf, type Span } from '../filter/span.ts'
import type { ShopFilter } from '../filter/types.ts'
import { rememberLatest } from '../ledger/rememberLatest.ts'
import { unknownDay, type Ledger } from '../ledger/types.ts'
import { categorySums, changeOfShare, pricePositions, shareInCategory, type CategorySums } from './categoryShare.ts'
import { lifeCycles, slopeSpan, type LifeCycles } from './lifeCycle.ts'
import { dispersionOf } from './noise.ts'
import { tallyProducts, type ProductTally } from './tally.ts'

/** What is known of every product under a filter, by position; what a run predicts comes on top. */
export interface ProductFigures extends MarketFigures {
  /** 1 for products of the brands and categories meant; null: all. */
  isMeant: Uint8Array | null
}

/** What is the same whichever goods are meant: they are held against all. */
interface MarketFigures {
  span: Span
  compared: Span | null
  now: ProductTally
  before: ProductTally | null
  /** Of everybody, whoever the filter means: what predictions, which are of everybody, are held against. */
  everybody: ProductTally
  dispersion: number
  sums: CategorySums
  sumsBefore: CategorySums | null
  /** Each product's share of its category's spend, and its change; NaN where there is none. */
  share: Float64Array
  shareChange: Float64Array
  pricePosition: Float64Array
  cycles: LifeCycles
}

const remember = rememberLatest<MarketFigures>(4)

/** The figures of a filter; those of the latest periods and people are kept. */
export function productFigures(ledger: Ledger, filter: ShopFilter): ProductFigures {
  const market = allGoods(filter)
  const figures = remember(ledger, JSON.stringify(market), () => computeFigures(ledger, market))
  return { ...figures, isMeant: selectProducts(ledger, filter) }
}

/** Categories and their prices are those of all goods: a brand competes with those that the filter leaves out. */
export const allGoods = (filter: ShopFilter): ShopFilter => ({ ...filter, brands: [], categories: [] })

const allPeople = (filter: ShopFilter): ShopFilter => ({ ...filter, regions: [], genders: [], channels: [], acts: [] })

function computeFigures(ledger: Ledger, market: ShopFilter): MarketFigures {
  const span = spanOf(ledger, market.period)
  const compared = comparedSpan(ledger, span, market.comparison)
  const selection = selectLines(ledger, market, span)
  const before = compared && selectLines(ledger, market, compared)
  const everybody = selectLines(ledger, allPeople(market), span)
  const now = tallyProducts(ledger, selection)
  const sums = categorySums(ledger, selection)
  const sumsBefore = before && categorySums(ledger, before)
  const dispersion = dispersionOf(ledger, selection, span)
  const weeks = slopeSpan(ledger, span.toDay)
  const { share, shareChange } = shares(ledger, sums, sumsBefore)
  return {
    ...{ span, compared, now, sums, sumsBefore, dispersion, share, shareChange },
    before: before && tallyProducts(ledger, before),
    // The same places where no people are left out.
    everybody: everybody === selection ? now : tallyProducts(ledger, everybody),
    pricePosition: pricePositions(ledger, now),
    cycles: lifeCycles(ledger, selectLines(ledger, market, weeks), weeks, dispersion),
  }
}

function shares(ledger: Ledger, sums: CategorySums, sumsBefore: CategorySums | null) {
  const share = new Float64Array(ledger.products.count)
  const shareChange = new Float64Array(ledger.products.count)
  for (let at = 0; at < share.length; at++) {
    const now = shareInCategory(ledger, sums, at)
    share[at] = now.value ?? NaN
    shareChange[at] = sumsBefore ? (changeOfShare(now, shareInCategory(ledger, sumsBefore, at)).value ?? NaN) : NaN
  }
  return { share, shareChange }
}

/** Days of a span that a product was on sale; one of unknown launch for none of it. */
export function daysOnSale({ products }: Ledger, { fromDay, toDay }: Span, product: number): number {
  const launched = products.launchedDay[product]
  return launched === unknownDay ? 0 : Math.max(0, toDay - Math.max(fromDay, launched))
}
