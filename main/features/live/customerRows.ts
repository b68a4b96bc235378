import type { Calendar } from '../../base/calendar.ts'
import { groupReturns } from '../../dataset/clean/netting.ts'
import { logActs } from '../actLog.ts'
import type { AsOf } from '../asOf.ts'
import { fillRow } from '../columns.ts'
import { createTable } from '../exampleTable.ts'
import { createPairReader, inPairWindow } from '../pairHistory.ts'
import { fillPairRow } from '../pairRows.ts'
import { profileSpend } from '../spendProfiles.ts'
import type { ExampleTable } from '../types.ts'
import { createHistoryReader } from '../userHistory.ts'
import { createPastFiller, fillUserRow } from '../userRows.ts'
import { netAsOf } from '../world.ts'
import type { LiveDay, LiveShop } from './liveShop.ts'
import { actsOfUser, type SessionAct } from './sessionActs.ts'

/** One customer as a model sees it: a row of its own, and one for each brand that it was asked about and has bought. */
export interface CustomerRows {
  user: ExampleTable
  pairs: ExampleTable
  /** Positions of the brands of the pairs' rows. */
  brands: number[]
}

/**
 * The rows of one customer as of a day, from its stored acts and those of a session, by the code that fills the rows of a
 * training. `user` is its position. What others did is as stored: what the session itself adds to a product's demand, or
 * to what friends see, is not in it. Null without a net purchase.
 */
export function customerRows(
  shop: LiveShop,
  day: LiveDay,
  user: number,
  session: SessionAct[],
  brands: number[],
  calendar: Calendar,
): CustomerRows | null {
  const own = lookAtOne(day.asOf, actsOfUser(shop.world.acts, user, session, calendar))
  const table = fillUser(own, day, user)
  if (!table) return null
  const bought = brands.filter((brand) => hasBought(own, brand))
  return { user: table, pairs: fillPairs(own, day, user, table, bought), brands: bought }
}

/** The shop with the acts of one user alone, at position 0. */
function lookAtOne({ world, ...asOf }: AsOf, acts: AsOf['world']['acts']): AsOf {
  const alone = { ...world, acts, returns: groupReturns(acts) }
  const net = netAsOf(alone, asOf.cutoffDay)
  return { ...asOf, world: alone, net, worth: net.money }
}

function fillUser(own: AsOf, day: LiveDay, user: number): ExampleTable | null {
  const { world, features, net, cutoffDay, horizonDays } = own
  const history = createHistoryReader(world.acts, world.catalogue, net, cutoffDay, horizonDays)(0)
  if (!history) return null
  // Its acts stand at position 0, what else is known of it where it has always stood.
  history.user = user
  const table = createTable('user', 1, features, false)
  fillUserRow(own, day.vectors, table, 0, 0, history)
  createPastFiller(own)(table, 0, 0)
  const circle = day.circleOf(user)
  if (circle.ownProfile.length > 0) circle.ownProfile.set(profileOf(own))
  fillRow(table.inputs.social, 0, features.social, circle)
  return { ...table, log: logActs(world.acts, world.catalogue, features.acts) }
}

/** The customer's own spend on ranked markets, the session's included. */
const profileOf = (own: AsOf): Float32Array =>
  profileSpend({ ...own, world: { ...own.world, users: { ids: new Int32Array(1), count: 1, at: () => 0 } } }).values

function hasBought({ world, net, cutoffDay }: AsOf, brand: number): boolean {
  const { acts, catalogue } = world
  for (let i = 0; i < acts.count; i++) {
    if (inPairWindow(acts, net, i, cutoffDay) && catalogue.brand[acts.product[i]] === brand) return true
  }
  return false
}

function fillPairs(own: AsOf, day: LiveDay, user: number, userTable: ExampleTable, brands: number[]): ExampleTable {
  const { world, features, net, cutoffDay } = own
  const table = createTable('pair', brands.length, features, false)
  if (brands.length === 0) return table
  const around = day.around()
  const read = createPairReader(world.acts, world.catalogue, net, cutoffDay, around.categories, around.market)
  brands.forEach((brand, row) => {
    fillPairRow(own, around, table, row, { user, brand, history: read(0, brand) }, userTable, 0)
  })
  return { ...table, log: userTable.log }
}
