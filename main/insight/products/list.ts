import type { Estimate } from '../../model/types.ts'
import { unknownDay } from '../ledger/types.ts'
import { changeOfShare, shareInCategory } from './categoryShare.ts'
import { isListed, type ProductScene } from './scene.ts'
import {
  lifePhases,
  potentialWords,
  type LifePhase,
  type PotentialWord,
  type ProductRow,
  type ProductSort,
} from './types.ts'

export interface ListQuestion {
  search: string
  sort: ProductSort
  descending: boolean
  word: PotentialWord | null
  phase: LifePhase | null
  /** Bounds of a part of the picture, both included. */
  expected: [number, number] | null
  ahead: [number, number] | null
}

/** Positions of the products asked for, in order; what is missing comes last, ties by the id in the file. */
export function listProducts(scene: ProductScene, question: ListQuestion): Int32Array {
  const { ledger } = scene
  const found: number[] = []
  const text = question.search.trim().toLowerCase()
  for (let at = 0; at < ledger.products.count; at++) {
    if (isListed(scene, at) && fits(scene, question, at) && (text === '' || holds(scene, at, text))) found.push(at)
  }
  const idOf = (at: number) => scene.names.get(ledger.products.ids[at])?.id ?? ''
  const byId = (a: number, b: number) => (idOf(a) < idOf(b) ? -1 : 1)
  const sign = question.descending ? -1 : 1
  if (question.sort === 'id') return Int32Array.from(found.sort((a, b) => sign * byId(a, b)))
  const keys = keysOf(scene, question.sort)
  const sorted = found.sort((a, b) => {
    const [x, y] = [keys(a), keys(b)]
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || byId(a, b)
    return sign * (x - y) || byId(a, b)
  })
  return Int32Array.from(sorted)
}

function fits({ figures, placed, ahead }: ProductScene, { word, phase, ...part }: ListQuestion, at: number): boolean {
  if (word !== null && placed.words[at] !== potentialWords.indexOf(word)) return false
  if (phase !== null && figures.cycles.phases[at] !== lifePhases.indexOf(phase)) return false
  const within = (value: number, bounds: [number, number] | null) =>
    bounds === null || (value >= bounds[0] && value <= bounds[1])
  return within(placed.expected[at], part.expected) && within(ahead[at], part.ahead)
}

function holds({ ledger, names }: ProductScene, at: number, text: string): boolean {
  const name = names.get(ledger.products.ids[at])
  return (
    name !== undefined && (name.id.toLowerCase().includes(text) || (name.title?.toLowerCase().includes(text) ?? false))
  )
}

type Keys = (at: number) => number

function keysOf(scene: ProductScene, sort: Exclude<ProductSort, 'id'>): Keys {
  const { now, before, share, shareChange, pricePosition } = scene.figures
  const keys: Record<Exclude<ProductSort, 'id'>, Keys> = {
    units: (at) => now.units[at],
    spend: (at) => now.money[at],
    buyers: (at) => now.buyers[at],
    unitsBefore: (at) => before?.units[at] ?? NaN,
    predicted: (at) => scene.predicted?.[at] ?? NaN,
    pricePosition: (at) => pricePosition[at],
    share: (at) => share[at],
    shareChange: (at) => shareChange[at],
    daysOnSale: (at) => onSale(scene, at) ?? NaN,
  }
  return keys[sort]
}

function onSale({ ledger, figures }: ProductScene, at: number): number | null {
  const launched = ledger.products.launchedDay[at]
  return launched === unknownDay || launched >= figures.span.toDay ? null : figures.span.toDay - launched
}

const known = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value)

/** One product as a row. */
export function productRow(scene: ProductScene, at: number): ProductRow {
  const { ledger, figures, names, placed, predicted } = scene
  const { products, brands, categories } = ledger
  const { now, before, sums, sumsBefore } = figures
  const share = shareInCategory(ledger, sums, at)
  const nothing: Estimate = { value: null, low: null, high: null }
  return {
    productId: products.ids[at],
    id: names.get(products.ids[at])?.id ?? '',
    title: names.get(products.ids[at])?.title ?? null,
    brand: products.brand[at] < 0 ? null : brands.names[products.brand[at]],
    category: products.category[at] === 0 ? null : categories.names[products.category[at]],
    units: now.units[at],
    spend: now.money[at],
    buyers: now.buyers[at],
    unitsBefore: before?.units[at] ?? null,
    predicted: known(predicted?.[at]),
    word: placed.words[at] < 0 ? null : potentialWords[placed.words[at]],
    price: now.units[at] > 0 ? now.money[at] / now.units[at] : null,
    pricePosition: known(figures.pricePosition[at]),
    share,
    shareChange: sumsBefore ? changeOfShare(share, shareInCategory(ledger, sumsBefore, at)) : nothing,
    phase: figures.cycles.phases[at] < 0 ? null : lifePhases[figures.cycles.phases[at]],
    daysOnSale: onSale(scene, at),
  }
}
