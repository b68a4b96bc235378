import type { Work } from '../base/job.ts'
import { hasPurchases } from '../features/store.ts'
import { loadWorld, netAsOf } from '../features/world.ts'
import type { OpenProject } from '../storage/operation.ts'
import { stateText } from '../storage/state.ts'

/** Every net purchase, as of the end of the data, sorted by user, then day. */
export interface NetPurchaseRows {
  count: number
  /** Ids as in the table `user`. */
  userId: Int32Array
  /** Position of the product, −1 without one, and of its brand, −1 without one. */
  product: Int32Array
  brand: Int32Array
  /** Days since 1970-01-01 in the project's zone. */
  day: Int32Array
  money: Float64Array
}

/** The last table made: a page asks several questions about the same data. */
let kept: { key: string; rows: NetPurchaseRows } | null = null

/** Empty where no act is a purchase. */
export function loadNetPurchases(project: OpenProject, work: Work): NetPurchaseRows {
  const key = `${project.path}\n${stateText(project.database)}`
  if (kept?.key !== key) kept = { key, rows: readRows(project, work) }
  return kept.rows
}

function readRows(project: OpenProject, work: Work): NetPurchaseRows {
  if (!hasPurchases(project.database)) return emptyRows
  const world = loadWorld(project, work)
  const { acts, catalogue, users } = world
  const net = netAsOf(world, acts.endDay)
  const rows: number[] = []
  for (let i = 0; i < acts.count; i++) if (net.units[i] > 0) rows.push(i)
  const chosen = Int32Array.from(rows)
  return {
    count: chosen.length,
    userId: chosen.map((i) => users.ids[acts.user[i]]),
    product: chosen.map((i) => acts.product[i]),
    brand: chosen.map((i) => (acts.product[i] < 0 ? -1 : catalogue.brand[acts.product[i]])),
    day: chosen.map((i) => acts.day[i]),
    money: Float64Array.from(chosen, (i) => net.money[i]),
  }
}

const none = new Int32Array(0)
const emptyRows: NetPurchaseRows = {
  count: 0,
  ...{ userId: none, product: none, brand: none, day: none },
  money: new Float64Array(0),
}
