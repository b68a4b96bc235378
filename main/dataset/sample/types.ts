import type { StoredKind } from '../types.ts'

/** What to generate. The same options give the same files, byte for byte. */
export interface SampleOptions {
  seed: number
  customers: number
  products: number
  brands: number
  categories: number
  months: number
  /** The day after the last one, `2026-04-01`. */
  end: string
}

export interface Brand {
  name: string
  category: number
  /** Share of its category's demand. */
  share: number
  /**
   * The Dirichlet's S as this brand's buyers live it: small means that few people hold most of its demand. Equal for
   * all brands but the planted ones.
   */
  concentration: number
}

export interface Product {
  id: string
  title: string
  description: string
  brand: number
  category: number
  price: number
  cost: number
  /** log(price ÷ its category's median price). */
  pricePosition: number
  /** Standard normal; lifts conversion and ratings, lowers returns. */
  quality: number
  rating: number
  reviews: number
  /** Days from the first day of the data; negative before it. */
  launchDay: number
  trend: Trend
  /** Log attention that the trend adds or takes per 30 days, from `onsetDay` on and for 180 days. */
  slope: number
  onsetDay: number
  /** Log attention without the trend. */
  appeal: number
  /** Discount in sale events, as a share of the price. */
  saleDiscount: number
}

export type Trend = 'rising' | 'steady' | 'fading'

export interface Customer {
  id: string
  /** Days from the first day of the data; negative before it. */
  registeredDay: number
  /** From this day on nothing more is heard of the customer. */
  lostDay: number
  birthYear: number
  gender: 'female' | 'male' | ''
  region: string
  channel: string
  newsletter: boolean
  community: number
  /** Orders per week while alive, before engagement, friends, season and campaigns. */
  orderRate: number
  /** Visits without an order per week. */
  browseRate: number
  /** Log of the price tier the customer shops at, relative to the category's median. */
  priceTier: number
  /** 0 ignores discounts, 1 lives for them. */
  priceAffinity: number
  returnRate: number
  returnProne: boolean
  /** Weight per category. */
  tastes: Float64Array
  /** Per category, the probability of each of its brands. */
  preferences: Float64Array[]
  /** The day the planted switch of brands happens; Infinity for nearly everyone. */
  switchDay: number
}

export interface Link {
  user: number
  peer: number
  relation: 'friend' | 'follow'
  weight: number
  /** Day of the data it began. */
  day: number
  dated: boolean
}

/** One campaign: who was asked is random, who was treated is random, whom it moves is planted. */
export interface Campaign {
  name: string
  day: number
  /** Factor on the order rate of treated customers of `responsiveChannel` for `campaignDays`. */
  factor: number
}

export interface Contact {
  user: number
  campaign: number
  treated: boolean
  /** What the customer ordered within `campaignDays`. */
  outcome: number
}

export type ActType = 'view' | 'cart' | 'favourite' | 'purchase' | 'return' | 'review' | 'comment' | 'share' | 'search'

export interface Act {
  /** Index of the customer. */
  user: number
  /** Milliseconds of the shop's wall clock, read as if it were UTC. */
  clock: number
  type: ActType
  /** Index of the product; −1 for a search. */
  product: number
  /** 0 where a quantity makes no sense. */
  quantity: number
  /** List price per unit. */
  price: number
  /** Off the whole line. */
  discount: number
  order: string
  session: string
  query: string
}

export interface SampleFile {
  kind: StoredKind
  path: string
  /** Data rows, without the header. */
  rows: number
}
