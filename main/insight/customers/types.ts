import type { FormerStep, PredictedGroup } from '../loyalty/types.ts'
import type { LadderStep } from '../types.ts'
import type { Estimate } from '../../model/types.ts'

/** First and last day, `2024-05-01`. */
export interface Days {
  from: string
  to: string
}

export interface ShopFigures {
  /** Who bought. */
  customers: number
  revenue: number
  /** Customers times the days on which they bought. */
  purchaseDays: number
  spendPerCustomer: Estimate
  daysPerCustomer: Estimate
}

export const bridgeSteps = ['new', 'reactivated', 'more', 'less', 'lost'] as const
export type BridgeStep = (typeof bridgeSteps)[number]
/** Of those who bought in the one span or the other. */
export type BridgePart = BridgeStep | 'same'

export interface Bridge {
  before: number
  now: number
  /** The period begins where the span compared ends: nobody bought in between. */
  isNext: boolean
  /** Customers who spent as much in one as in the other. */
  same: number
  steps: { step: BridgeStep; customers: number; money: number }[]
}

export interface Lorenz {
  customers: number
  total: number
  /** Share of the total that the smallest 0, 1, … 100 hundredths of customers hold. */
  curve: number[]
  gini: Estimate
  /** What the largest shares of customers hold. */
  tops: { share: number; held: number }[]
}

export interface CustomersOverview {
  span: Days
  compared: Days | null
  figures: ShopFigures
  before: ShopFigures | null
  bridge: Bridge | null
  spend: Lorenz | null
  /** Of predicted value, over those of the selection whom the run scored. */
  predicted: Lorenz | null
}

/** What purchases earn, and when it has paid for what customers cost to win. */
export interface CustomerMargin {
  span: Days
  /** The same of the span compared; null: none is asked for, or the data do not reach back. */
  before: Pick<CustomerMargin, 'span' | 'spend' | 'margin' | 'discount' | 'marginPerCustomer'> | null
  spend: number
  /** Spend less the cost of what was bought; lines of unknown cost earn at the mean rate of the others. */
  margin: number
  /** The share of spend whose cost is known. */
  costShare: number | null
  /** Money taken off prices, and the share of spend that something was taken off. */
  discount: number
  discountedShare: number | null
  marginPerCustomer: Estimate
  /** Contacts of the period that name a cost. */
  contacts: number
  contactCost: number
  /** Whose first purchase lies in the period. */
  newCustomers: number
  /** Contact cost per new customer; null where no contact of the period names a cost, nobody was won, or the filter names goods. */
  costPerCustomer: number | null
  /** Months after the first purchase within which mean margin covers that cost: the mean, and the lower end of its interval. */
  payback: { mean: number | null; certain: number | null } | null
  /** Its value is margin. */
  cohorts: CustomerCohorts
}

export const segmentNames = [
  ...(['champions', 'loyal', 'bigSpenders', 'promising', 'new'] as const),
  ...(['occasional', 'atRisk', 'cooling', 'lost'] as const),
] as const
export type SegmentName = (typeof segmentNames)[number]

/** Where one segment ends and the next begins. */
export interface Thresholds {
  /** Days since the last purchase up to which it is recent, and beyond which a customer is lost. */
  recentDays: number
  lostDays: number
  /** Purchase days of the judged span from which on they are many. */
  manyDays: number
  /** The share of those who spent in the judged span that spent much. */
  topShare: number
}

export interface SegmentRow {
  segment: SegmentName
  customers: number
  /** Of the period. */
  spend: number
  /** How many the run scored, and their mean predicted value. */
  scored: number
  value: Estimate
}

/** High and low value, each likely and unlikely to buy again. */
export const quadrantNames = ['highLikely', 'highUnlikely', 'lowLikely', 'lowUnlikely'] as const
export type QuadrantName = (typeof quadrantNames)[number]

export interface Quadrants {
  valueAt: number
  repurchaseAt: number
  cells: { quadrant: QuadrantName; customers: number; spend: number; value: Estimate }[]
}

export interface CustomerSegments {
  span: Days
  compared: Days | null
  /** The days whose purchases say which segment a customer is in: the period, or as many before its end as it takes to be lost. */
  judged: Days
  thresholds: Thresholds
  /** Median days between purchases, from which the defaults follow; null where nobody came back. */
  gap: number | null
  defaults: Thresholds
  rows: SegmentRow[]
  /** Rows: segments at the end of the span compared, the last one no customers yet; columns: segments now. */
  movement: number[][] | null
  quadrants: Quadrants | null
  overdue: { customers: number; known: number; yearSpend: number }
}

export const cohortSteps = ['month', 'quarter'] as const
export type CohortStep = (typeof cohortSteps)[number]

export interface CustomerCohorts {
  step: CohortStep
  /** By step of first purchase; `retention` and `value` by steps since, 0 its own; null: not over yet. */
  cohorts: { from: string; customers: number; retention: (number | null)[]; value: (number | null)[] }[]
  /** Over all customers whose step is over. */
  curve: { customers: number; retention: Estimate; value: Estimate }[]
}

/** Where a customer stands at the end of the period. */
export interface CustomerStanding {
  segment: SegmentName
  recencyDays: number
  /** Last purchase. */
  last: string
  /** The day that half of such customers have bought again by, and the 80% interval; null with fewer than three purchase days. */
  due: string | null
  dueFrom: string | null
  dueTo: string | null
  overdue: boolean
}

export interface CustomerRow extends CustomerStanding {
  id: string
  spend: number
  days: number
  yearSpend: number
  /** First purchase. */
  first: string
  ltv: number | null
  ltvLow: number | null
  ltvHigh: number | null
  repurchase: number | null
  /** Of lookalikes: the share of the list's own customers who are less like it. */
  likeness?: number | null
  /** What each encoder made of the value, in runs with a gate. */
  behaviourShare?: number | null
  productShare?: number | null
  socialShare?: number | null
  /** The run's further columns. */
  [figure: `figure${number}`]: number | null
}

/** The customers behind one part of a chart. */
export type CustomerPart =
  /** Of the spans compared. */
  | { kind: 'bridge'; step: BridgePart }
  /** Who bought in the period, from one share of them to another, those who spent least first. */
  | { kind: 'rank'; from: number; to: number }
  /** Whose first purchase lies in a month or quarter (`2024-05`) of the period; `after`: and who bought so many steps later. */
  | { kind: 'cohort'; step: CohortStep; from: string; after: number | null }
  /** By segment at the end of the span compared, and now. */
  | { kind: 'moved'; from: SegmentName | 'none'; to: SegmentName }
  /** On a step of a brand's ladder, in one category or all; `then`: and who stood on that one in the span compared. */
  | { kind: 'ladder'; brandId: number; categoryId: number | null; then: FormerStep | null; step: LadderStep }
  /** By the run's probability of buying a brand again, in tenths: 0 is less than 10%. */
  | { kind: 'loyalty'; brandId: number; tenth: number }
  /** Who is contacted with a budget: so many of a brand's customers, or of a predicted group of them, most to lose first. */
  | { kind: 'contacted'; brandId: number; group: PredictedGroup | null; customers: number }
  /** By predicted value, from and up to, without; null: no such bound. Likewise by spend in as many days before the scores. */
  | { kind: 'value'; from: number | null; to: number | null; pastFrom: number | null; pastTo: number | null }

export type Part<Kind extends CustomerPart['kind']> = Extract<CustomerPart, { kind: Kind }>

/** A named set of customers. */
export interface SavedList {
  listId: number
  name: string
  customers: number
  createdAtMs: number
}

/** What came of ids that somebody brought. */
export interface ListFromIds extends SavedList {
  unknown: number
  /** The first few. */
  unknownIds: string[]
}

export interface Interest {
  name: string
  /** Of the customer's spend, and of the shop's. */
  share: number
  shopShare: number
}

/** All of it over the customer's whole history; shares are null where what they are of is 0. */
export interface Portrait {
  spend: number
  categories: Interest[]
  brands: Interest[]
  /** Percentile (0–1) of the price paid within the customer's categories. */
  spendingPower: number | null
  /** Share of units bought below their price, and of the price that was taken off. */
  discounted: number | null
  shopDiscounted: number | null
  discountRate: number | null
  shopDiscountRate: number | null
  /** Share of spend in sale seasons, and the seasons' share of the calendar. */
  saleSpend: number | null
  saleDays: number | null
  /** Products have brands or categories. */
  hasCatalogue: boolean
}

/** What a portrait says in figures; shares of spend on single categories and brands come beside. */
export const figureTraits = [
  ...(['recencyDays', 'tenureDays', 'purchaseDays', 'spend', 'spendPerDay', 'unitsPerDay', 'spendingPower'] as const),
  ...(['discounted', 'discountRate', 'saleSpend', 'weekendSpend', 'links'] as const),
] as const

export interface Trait {
  name: (typeof figureTraits)[number] | 'category' | 'brand'
  /** The category or brand. */
  of: string | null
  measure: 'days' | 'money' | 'number' | 'share'
}

export const portraitForms = ['table', 'vectors'] as const
export type PortraitForm = (typeof portraitForms)[number]

/** How a trait of a list's customers differs from that of the others. */
export interface TraitDifference extends Trait {
  /** Means; of all but shares, of the logarithm and back: what is typical. */
  members: number
  others: number
  /** In deviations over all customers, with its 95% interval. */
  difference: Estimate
}

/** How well a list can be told from the other customers, and by what. */
export interface LookalikeReport {
  members: number
  /** Customers of the list who bought nothing that the filter means. */
  withoutPurchases: number
  others: number
  /** Why nobody can be found; null where there is a ranking. */
  problem: 'fewMembers' | 'fewOthers' | null
  /** How many of each it takes. */
  least: number
  /** The chance that a member scores above another customer, by models that saw neither; .5 for a list drawn by lot. */
  auc: Estimate | null
  /** The interval lies above .5. */
  isTold: boolean
  /** The largest differences first. */
  traits: TraitDifference[]
}

export interface CustomerAct {
  id: number
  timeMs: number
  /** Name of an act type. */
  kind: string
  product: string | null
  title: string | null
  /** What was searched for. */
  query: string | null
  units: number
  money: number
}

export interface CustomerPrediction {
  ltv: number | null
  /** 80% interval of the single prediction. */
  ltvLow: number | null
  ltvHigh: number | null
  repurchase: number | null
}

/** People linked with, and of those whom the customer names and who name the customer. */
export interface CustomerLinks {
  people: number
  given: number
  received: number
}

export interface OneCustomer {
  id: string
  portrait: Portrait | null
  /** Acts by hour of the day; null where none says at what time it was done. */
  hours: number[] | null
  /** Null for whom the filter does not mean. */
  standing: CustomerStanding | null
  /** Null where the project has no links. */
  links: CustomerLinks | null
  prediction: CustomerPrediction | null
}

/** A product that goes with what a customer bought: an association, whatever brought it about. */
export interface ProductOffer {
  productId: number
  id: string
  title: string | null
  brand: string | null
  /** What the customer bought that most strongly goes with it. */
  because: { productId: number; id: string; title: string | null }
  /** Customers who bought both. */
  together: number
  /** The share of those with the one who also bought the offer, and of all customers. */
  share: Estimate
  everyone: number
  lift: Estimate
}

/** A brand with a customer's predicted chance to buy it within the horizon. */
export interface BrandOffer {
  brandId: number
  brand: string
  p: number
  /** Of the customer's spend in the brand's categories in the year before; null of a brand never bought. */
  pastShare: number | null
  /** The brand's part of all spend in its categories; null of a brand bought before. */
  marketShare: number | null
}

/** What to offer one customer, and why. */
export interface CustomerOffers {
  /** Of how many of the products bought last ties were looked for, and among how many customers. */
  lookedAt: number
  customers: number
  products: ProductOffer[]
  /** Null without a run, or where it says nothing of the customer's brands. */
  again: BrandOffer[] | null
  /** Of brands not bought yet. */
  fresh: BrandOffer[] | null
}
