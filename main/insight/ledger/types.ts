import type { ActCondition } from '../filter/types.ts'

/**
 * What every dashboard counts: the net purchases of a state of the data, as flat columns sorted by user, then day. Users,
 * products, brands and categories are positions; their ids stand beside. Some 32 bytes a purchase.
 */
export interface LedgerColumns {
  /** First day of any act and the day after the last one, in days since 1970-01-01 in the project's zone. */
  startDay: number
  endDay: number
  lines: LedgerLines
  users: LedgerUsers
  products: LedgerProducts
  brands: Named
  /** Position 0 is "no category". */
  categories: Named
}

/** The purchases of a state, and who did what else in it. */
export interface Ledger extends LedgerColumns {
  /** 1 for every customer who has done such an act at least once, by position; `done` is not looked at. Read from the acts. */
  whoDid(condition: ActCondition): Uint8Array
}

/** Purchases less their returns; those of which nothing is left are not here. */
export interface LedgerLines {
  count: number
  /** The lines of user u are starts[u] … starts[u + 1] − 1. */
  starts: Int32Array
  user: Int32Array
  /** −1 for none. */
  product: Int32Array
  day: Int32Array
  units: Float64Array
  money: Float64Array
  /** What was taken off the price, of the purchase as it was made. */
  discount: Float64Array
}

export interface LedgerUsers {
  count: number
  ids: Int32Array
  /** `unknownDay` where nobody says. */
  registeredDay: Int32Array
  region: Coded
  gender: Coded
  channel: Coded
}

export interface LedgerProducts {
  count: number
  ids: Int32Array
  /** −1 for none. */
  brand: Int32Array
  category: Int32Array
  /** NaN where unknown. */
  price: Float64Array
  cost: Float64Array
  /** The day the catalogue names, else of the first sale; `unknownDay` without either. */
  launchedDay: Int32Array
}

/** Words by number; −1 where there is none. */
export interface Coded {
  words: string[]
  codes: Int32Array
}

export interface Named {
  ids: Int32Array
  names: string[]
}

export const unknownDay = 2 ** 31 - 1
