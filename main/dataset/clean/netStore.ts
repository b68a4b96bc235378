import type { Database } from 'better-sqlite3'
import type { Calendar } from '../../base/calendar.ts'
import { groupReturns, netPurchases, type TradedActs } from './netting.ts'

/** id, user, product, type, time, units, money, order. */
type TradedRow = [number, number, number | null, number, number, number, number, string | null]

/** Fills `row_net`: every purchase that a return touches, with what is left of it, and every return with nothing. */
export function fillNet(database: Database, calendar: Calendar): void {
  const { ids, acts } = readTraded(database, calendar)
  const groups = groupReturns(acts)
  const net = netPurchases(acts, groups, Infinity)
  const put = database.prepare('INSERT INTO row_net (behaviour_id, units, money) VALUES (?, ?, ?)')
  for (const i of groups.acts) {
    const isReturn = acts.type[i] === 5
    const isTouched = net.units[i] !== acts.units[i] || net.money[i] !== acts.money[i]
    // A free line of 0 units is no net purchase either, but no return took it away.
    if (isReturn || (isTouched && acts.units[i] > 0)) put.run(ids[i], net.units[i], net.money[i])
  }
}

/** The purchases and returns of all users who ever returned something. */
function readTraded(database: Database, calendar: Calendar): { ids: Float64Array; acts: TradedActs } {
  const rows = database
    .prepare<[], TradedRow>(
      `SELECT id, user_id, product_id, type_id, time_ms, units, money, order_id FROM act
       WHERE type_id IN (4, 5) AND user_id IN (SELECT user_id FROM act WHERE type_id = 5)
       ORDER BY user_id, time_ms, type_id, id`,
    )
    .raw()
    .all()
  const orders = new Map<string, number>()
  const orderOf = (text: string | null) => {
    if (text === null) return -1
    if (!orders.has(text)) orders.set(text, orders.size)
    return orders.get(text) ?? -1
  }
  const starts = rows.flatMap((row, i) => (i === 0 || row[1] !== rows[i - 1][1] ? [i] : []))
  return {
    ids: Float64Array.from(rows, (row) => row[0]),
    acts: {
      count: rows.length,
      starts: Int32Array.from([...starts, rows.length]),
      product: Int32Array.from(rows, (row) => row[2] ?? -1),
      type: Uint8Array.from(rows, (row) => row[3]),
      day: Int32Array.from(rows, (row) => calendar.dayNumber(row[4])),
      units: Float64Array.from(rows, (row) => row[5]),
      money: Float64Array.from(rows, (row) => row[6]),
      order: Int32Array.from(rows, (row) => orderOf(row[7])),
    },
  }
}
