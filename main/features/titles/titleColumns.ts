import { textOf, type Catalogue } from '../catalogue.ts'
import type { Column } from '../columns.ts'
import type { ProductView } from '../productColumns.ts'
import type { FeatureSpec } from '../types.ts'
import { createTitleMiner, type TitleAttributes } from './mine.ts'
import { kinds, type Kind, type Quantity } from './vocabulary.ts'

/** A column needs at least so many of the products it is fitted on: one product's colour says nothing of others. */
const fewestProducts = 5
/** The commonest meanings of each kind get a column of their own. */
const mostMeanings: Record<Kind, number> = { colour: 8, material: 8, audience: 4, size: 6 }
/** The vocabulary is fitted on a sample beyond this many products. */
const mostFitted = 50_000

/** Some twenty columns that say little each. */
const titleWeight = 0.35

type Attributes = (product: number) => TitleAttributes

const column = (
  name: string,
  transform: FeatureSpec['transform'],
  value: (product: number) => number,
): Column<ProductView> => ({
  ...{ name, group: 'product', source: 'products', transform, weight: titleWeight },
  value: ({ product }) => value(product),
})

/**
 * Columns of what is read out of titles and the beginnings of descriptions. Which meanings get a column is
 * decided on the products named by `fitted`, each once.
 */
export function titleColumns(catalogue: Catalogue, fitted: number[]): Column<ProductView>[] {
  const attributesOf = createAttributes(catalogue)
  const step = Math.max(1, Math.ceil(fitted.length / mostFitted))
  const seen = fitted.filter((product, i) => i % step === 0 && textOf(catalogue, product) !== '')
  return [
    ...kinds.flatMap((kind) => meaningColumns(kind, attributesOf, seen)),
    ...(['packCount', 'sizeNumber'] as const).flatMap((name) =>
      numberColumns(`title${capital(name)}`, (product) => attributesOf(product)[name], seen),
    ),
    ...(['volumeMl', 'weightGrams', 'lengthCm'] as const satisfies Quantity[]).flatMap((name) =>
      numberColumns(`title${capital(name)}`, (product) => attributesOf(product).quantities[name], seen),
    ),
  ]
}

const capital = (name: string) => name[0].toUpperCase() + name.slice(1)

function meaningColumns(kind: Kind, attributesOf: Attributes, seen: number[]): Column<ProductView>[] {
  const counts = new Map<string, number>()
  for (const product of seen) {
    for (const meaning of attributesOf(product).values[kind]) counts.set(meaning, (counts.get(meaning) ?? 0) + 1)
  }
  return [...counts]
    .filter(([, count]) => count >= fewestProducts && count < seen.length)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, mostMeanings[kind])
    .map(([meaning]) =>
      column(`title${capital(kind)} = ${meaning}`, 'none', (product) =>
        Number(attributesOf(product).values[kind].includes(meaning)),
      ),
    )
}

function numberColumns(
  name: string,
  valueOf: (product: number) => number | null,
  seen: number[],
): Column<ProductView>[] {
  if (seen.filter((product) => valueOf(product) !== null).length < fewestProducts) return []
  return [
    column(name, 'log1p', (product) => valueOf(product) ?? 0),
    column(`${name} known`, 'none', (product) => Number(valueOf(product) !== null)),
  ]
}

/** Every cutoff asks again: each product is read once, and those of which the same is said share one object. */
function createAttributes(catalogue: Catalogue): Attributes {
  const mine = createTitleMiner()
  const distinct = new Map<string, TitleAttributes>()
  const byProduct = new Array<TitleAttributes | undefined>(catalogue.titles.length)
  return (product) => {
    const known = byProduct[product]
    if (known) return known
    const mined = mine(textOf(catalogue, product))
    const key = JSON.stringify(mined)
    const found = distinct.get(key) ?? mined
    distinct.set(key, found)
    byProduct[product] = found
    return found
  }
}
