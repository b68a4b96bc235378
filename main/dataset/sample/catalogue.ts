import type { Random } from '../../base/random.ts'
import type { Brand, Product, Trend } from './types.ts'
import { type CategoryWords, categoryName, type Vocabulary } from './vocabulary.ts'

export interface Category {
  name: string
  words: CategoryWords
  /** Share of the shop's demand. */
  share: number
  /** Indices into the shop's brands. */
  brands: number[]
}

/** Brands with more or fewer faithful buyers than their size predicts, by category and rank in it. −1 is the smallest. */
export const plantedLoyalty = {
  usual: 1,
  loyal: {
    concentration: 0.15,
    brands: [
      [1, -1],
      [4, -1],
      [7, -1],
    ],
  },
  deficit: { concentration: 8, brands: [[2, 1]] },
} as const

/** The first category, where the planted switch of brands happens, is the shop's main one. */
const mainCategoryShare = 3

const trendShares: { trend: Trend; share: number; slope: number }[] = [
  { trend: 'rising', share: 0.25, slope: 0.3 },
  { trend: 'steady', share: 0.5, slope: 0 },
  { trend: 'fading', share: 0.25, slope: -0.3 },
]

/** A trend lasts this long from its onset, then the product stays where it got. */
export const trendDays = 180

export function createBrands(
  vocabulary: Vocabulary,
  counts: { brands: number; categories: number },
  random: Random,
): { categories: Category[]; brands: Brand[] } {
  const brands: Brand[] = []
  const categories = vocabulary.categories.slice(0, counts.categories).map((words, index): Category => {
    const members = Math.floor(counts.brands / counts.categories) + (index < counts.brands % counts.categories ? 1 : 0)
    const sizes = words.brands.slice(0, members).map((_, rank) => Math.exp(0.1 * random.normal()) / (rank + 1) ** 0.9)
    const total = sizes.reduce((sum, size) => sum + size, 0)
    const own = sizes.map((size, rank) => {
      const concentration = concentrationOf(index, rank, members)
      return brands.push({ name: words.brands[rank], category: index, share: size / total, concentration }) - 1
    })
    return {
      name: categoryName(words),
      words,
      share: (index === 0 ? mainCategoryShare : 1) * Math.exp(0.3 * random.normal()),
      brands: own,
    }
  })
  return { categories, brands }
}

function concentrationOf(category: number, rank: number, members: number): number {
  const isHere = ([plantedCategory, plantedRank]: readonly [number, number]) =>
    plantedCategory === category && (plantedRank + members) % members === rank
  if (plantedLoyalty.loyal.brands.some(isHere)) return plantedLoyalty.loyal.concentration
  if (plantedLoyalty.deficit.brands.some(isHere)) return plantedLoyalty.deficit.concentration
  return plantedLoyalty.usual
}

export function createProducts(
  shop: { categories: Category[]; brands: Brand[] },
  count: number,
  days: number,
  random: Random,
): Product[] {
  return Array.from({ length: count }, (_, index) => {
    const brandIndex = index % shop.brands.length
    // The first product of each brand is always on sale, so that every brand can be bought on every day.
    const established = index < shop.brands.length || random.uniform() < 0.8
    return createProduct(index, brandIndex, shop, established, days, random)
  })
}

function createProduct(
  index: number,
  brandIndex: number,
  shop: { categories: Category[]; brands: Brand[] },
  established: boolean,
  days: number,
  random: Random,
): Product {
  const brand = shop.brands[brandIndex]
  const { words } = shop.categories[brand.category]
  const pricePosition = 0.55 * random.normal()
  const price = roundPrice(words.medianPrice * Math.exp(pricePosition))
  const quality = random.normal()
  const { trend, slope } = trendShares[random.weighted(trendShares.map((entry) => entry.share))]
  const noun = words.nouns[random.integer(words.nouns.length)]
  const trait = words.traits[random.integer(words.traits.length)]
  const variant = words.variants[random.integer(words.variants.length)]
  const launchDay = established ? -30 - random.integer(700) : random.integer(days - 60)
  return {
    id: `P${String(index + 1).padStart(5, '0')}`,
    title: `${brand.name} ${trait.english} ${noun.english} ${trait.chinese}${noun.chinese} ${variant}`,
    description: `${trait.english} ${noun.english}, ${variant}. ${brand.name}出品，${trait.chinese}${noun.chinese}。`,
    brand: brandIndex,
    category: brand.category,
    price,
    cost: Math.round(price * (0.45 + 0.25 * random.uniform()) * 100) / 100,
    pricePosition,
    quality,
    rating: Math.round(Math.min(5, Math.max(1, 4 + 0.45 * quality + 0.2 * random.normal())) * 10) / 10,
    reviews: random.poisson(20 * random.gamma(1)),
    launchDay,
    trend,
    slope: slope * (0.7 + 0.6 * random.uniform()),
    // Onsets spread over the whole span, so that at any cutoff some trends are young and some are old.
    onsetDay: launchDay < 0 ? random.integer(days) - 60 : launchDay,
    appeal: 0.8 * random.normal(),
    saleDiscount: 0.1 + 0.05 * random.integer(5),
  }
}

/** Prices end in .90 below a hundred and in 9 above it, as price tags do. */
function roundPrice(price: number): number {
  return price < 100 ? Math.max(1, Math.floor(price)) + 0.9 : Math.floor(price / 10) * 10 + 9
}

/** Log attention on a day; −Infinity before the launch. */
export function attention(product: Product, day: number): number {
  if (day < product.launchDay) return -Infinity
  const elapsed = Math.min(trendDays, Math.max(0, day - product.onsetDay))
  return product.appeal + (product.slope * elapsed) / 30
}
