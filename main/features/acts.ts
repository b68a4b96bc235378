import type { Work } from '../base/job.ts'
import type { OpenProject } from '../storage/operation.ts'
import type { Keys } from './keys.ts'
import { countActs, iterateActs, readReturnedOrders, type ActChoice } from './store.ts'

/** Type ids of Assay's own words, as the migration numbers them; every other type is 0. */
export const actType = { other: 0, view: 1, cart: 2, favourite: 3, purchase: 4, return: 5 } as const

/**
 * Every act of the project as flat columns, sorted by user, then time (of equal times purchases stand before returns,
 * else in the order of import). Users, products are positions in their keys. Days and hours are the project's calendar's.
 */
export interface Acts {
  count: number
  /** The acts of user u are starts[u] … starts[u + 1] − 1. */
  starts: Int32Array
  user: Int32Array
  /** −1 where an act has no product. */
  product: Int32Array
  /** One of `actType`, and which of all the project's types. */
  type: Uint8Array
  typeId: Int32Array
  /** Days since 1970-01-01 in the project's zone: t < c is the same as day < day of c. */
  day: Int32Array
  hour: Uint8Array
  units: Float64Array
  money: Float64Array
  discount: Float32Array
  /** A number per order that some return names, −1 for all others. */
  order: Int32Array
  /** Day of the first act and the day after the last one; both 0 without acts. */
  startDay: number
  endDay: number
}

type Columns = Omit<Acts, 'starts' | 'startDay' | 'endDay'> & { time: Float64Array }

/** Reads all acts once, or those of a choice: some 60 bytes an act, and no object per row is kept. */
export function loadActs(
  project: OpenProject,
  users: Keys,
  products: Keys,
  work: Work,
  choice: ActChoice = 'all',
): Acts {
  const unsorted = readColumns(project, users, products, work, choice)
  const { order, starts } = sortByUserAndTime(unsorted, users.count)
  work.checkpoint()
  const acts: Acts = {
    count: unsorted.count,
    starts,
    user: take(unsorted.user, order),
    product: take(unsorted.product, order),
    type: take(unsorted.type, order),
    typeId: take(unsorted.typeId, order),
    day: take(unsorted.day, order),
    hour: take(unsorted.hour, order),
    units: take(unsorted.units, order),
    money: take(unsorted.money, order),
    discount: take(unsorted.discount, order),
    order: take(unsorted.order, order),
    startDay: 0,
    endDay: 0,
  }
  for (let i = 0; i < acts.count; i++) {
    if (i === 0 || acts.day[i] < acts.startDay) acts.startDay = acts.day[i]
    if (i === 0 || acts.day[i] >= acts.endDay) acts.endDay = acts.day[i] + 1
  }
  return acts
}

function createColumns(count: number): Columns {
  return {
    count,
    user: new Int32Array(count),
    product: new Int32Array(count),
    type: new Uint8Array(count),
    typeId: new Int32Array(count),
    day: new Int32Array(count),
    hour: new Uint8Array(count),
    units: new Float64Array(count),
    money: new Float64Array(count),
    discount: new Float32Array(count),
    order: new Int32Array(count),
    time: new Float64Array(count),
  }
}

function readColumns(
  { database, calendar }: OpenProject,
  users: Keys,
  products: Keys,
  work: Work,
  choice: ActChoice,
): Columns {
  const columns = createColumns(countActs(database, choice))
  const orders = new Map(readReturnedOrders(database).map((order, code) => [order, code]))
  let i = 0
  for (const [user, time, product, type, units, money, discount, order] of iterateActs(
    database,
    choice,
    orders.size > 0,
  )) {
    columns.user[i] = users.at(user)
    columns.time[i] = time
    columns.product[i] = products.at(product)
    columns.typeId[i] = type
    columns.type[i] = type <= actType.return ? type : actType.other
    columns.day[i] = calendar.dayNumber(time)
    columns.hour[i] = calendar.hour(time)
    columns.units[i] = units
    columns.money[i] = money
    columns.discount[i] = Math.abs(discount ?? 0)
    columns.order[i] = order === null ? -1 : (orders.get(order) ?? -1)
    if (++i % 65536 === 0) {
      work.progress('readActs', i, columns.count)
      work.checkpoint()
    }
  }
  return columns
}

/** A counting sort by user, then each user's acts by time: files mostly come in order of time already. */
function sortByUserAndTime({ count, user, time, type }: Columns, users: number) {
  const starts = new Int32Array(users + 1)
  for (let i = 0; i < count; i++) starts[user[i] + 1]++
  for (let u = 0; u < users; u++) starts[u + 1] += starts[u]
  const next = starts.slice(0, users)
  const order = new Int32Array(count)
  for (let i = 0; i < count; i++) order[next[user[i]]++] = i

  const isReturn = (i: number) => Number(type[i] === actType.return)
  const compare = (a: number, b: number) => time[a] - time[b] || isReturn(a) - isReturn(b) || a - b
  for (let u = 0; u < users; u++) {
    for (let i = starts[u] + 1; i < starts[u + 1]; i++) {
      if (compare(order[i - 1], order[i]) <= 0) continue
      order.subarray(starts[u], starts[u + 1]).sort(compare)
      break
    }
  }
  return { order, starts }
}

function take<Column extends Int32Array | Uint8Array | Float32Array | Float64Array>(column: Column, order: Int32Array) {
  const taken = column.slice() as Column
  for (let i = 0; i < order.length; i++) taken[i] = column[order[i]]
  return taken
}
