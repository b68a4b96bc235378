import type { OpenProject } from '../storage/operation.ts'
import type { Acts } from './acts.ts'
import { createKeys, type Keys } from './keys.ts'
import type { KnownColumns } from './known.ts'
import { iterateProducts, readNamed } from './store.ts'

/** The day of what has no date, later than any cutoff. */
export const never = 2 ** 31 - 1

/** What is known of products, by position. Title, brand, category and price count as known at any time. */
export interface Catalogue {
  brands: Keys
  brandNames: string[]
  /** Position 0 is "no category"; the category at position p of its table stands at p + 1. */
  categoryNames: string[]
  /** −1 where unknown. */
  brand: Int32Array
  category: Int32Array
  /** NaN where unknown; rating and reviews are NaN also where their source does not declare them known. */
  price: Float64Array
  cost: Float64Array
  rating: Float64Array
  reviews: Float64Array
  /** Day the catalogue names; `never` where it names none. */
  launchedDay: Int32Array
  /** Day of the first act; `never` without one. */
  firstDay: Int32Array
  /** Empty where there is none. */
  titles: string[]
  descriptions: string[]
}

export function loadCatalogue(project: OpenProject, products: Keys, known: KnownColumns): Catalogue {
  const { database, calendar } = project
  const brandTable = readNamed(database, 'brand')
  const brands = createKeys(brandTable.ids)
  const categoryTable = readNamed(database, 'category')
  const categories = createKeys(categoryTable.ids)
  const numbers = () => new Float64Array(products.count).fill(NaN)
  const catalogue: Catalogue = {
    brands,
    brandNames: brandTable.names,
    categoryNames: ['', ...categoryTable.names],
    brand: new Int32Array(products.count).fill(-1),
    category: new Int32Array(products.count),
    price: numbers(),
    cost: numbers(),
    rating: numbers(),
    reviews: numbers(),
    launchedDay: new Int32Array(products.count).fill(never),
    firstDay: new Int32Array(products.count).fill(never),
    titles: new Array<string>(products.count).fill(''),
    descriptions: new Array<string>(products.count).fill(''),
  }
  for (const row of iterateProducts(database)) {
    const p = products.at(row.id)
    catalogue.brand[p] = brands.at(row.brand)
    catalogue.category[p] = categories.at(row.category) + 1
    catalogue.price[p] = row.price ?? NaN
    catalogue.cost[p] = row.cost ?? NaN
    catalogue.titles[p] = row.title ?? ''
    catalogue.descriptions[p] = row.description ?? ''
    if (row.launchedMs !== null) catalogue.launchedDay[p] = calendar.dayNumber(row.launchedMs)
    if (known.has(row.ratingSource, 'rating')) catalogue.rating[p] = row.rating ?? NaN
    if (known.has(row.reviewsSource, 'reviews')) catalogue.reviews[p] = row.reviews ?? NaN
  }
  return catalogue
}

export function noteFirstDays(catalogue: Catalogue, acts: Acts): void {
  for (let i = 0; i < acts.count; i++) {
    const p = acts.product[i]
    if (p >= 0 && acts.day[i] < catalogue.firstDay[p]) catalogue.firstDay[p] = acts.day[i]
  }
}

/** The day a product came on sale: the catalogue's word, else its first act. */
export const launchDay = (catalogue: Catalogue, product: number): number =>
  catalogue.launchedDay[product] === never ? catalogue.firstDay[product] : catalogue.launchedDay[product]

/** All that the catalogue says of a product in words; empty where it says nothing. */
export const textOf = ({ titles, descriptions }: Catalogue, product: number): string =>
  joinText(titles[product], descriptions[product])

export const joinText = (title: string | null, description: string | null): string =>
  `${title ?? ''} ${description ?? ''}`.trim()

/** Whether a product was on sale, or acted on, before a day. */
export const isKnownBefore = ({ launchedDay, firstDay }: Catalogue, product: number, day: number): boolean =>
  launchedDay[product] < day || firstDay[product] < day

/** The categories of each brand, by the products of it that were seen before a day. */
export interface BrandCategories {
  /** The categories of brand b are categories[starts[b]] … categories[starts[b + 1] − 1]. */
  starts: Int32Array
  categories: Int32Array
}

export function brandCategories(catalogue: Catalogue, beforeDay: number): BrandCategories {
  const sets: Set<number>[] = Array.from({ length: catalogue.brands.count }, () => new Set())
  for (let p = 0; p < catalogue.brand.length; p++) {
    if (catalogue.brand[p] >= 0 && catalogue.firstDay[p] < beforeDay)
      sets[catalogue.brand[p]].add(catalogue.category[p])
  }
  const starts = new Int32Array(sets.length + 1)
  sets.forEach((set, brand) => (starts[brand + 1] = starts[brand] + set.size))
  return { starts, categories: Int32Array.from(sets.flatMap((set) => [...set].sort((a, b) => a - b))) }
}
