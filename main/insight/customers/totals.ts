import type { Ledger } from '../ledger/types.ts'

/** What purchases come to by customer, as columns in the order of the ledger's users; those without any are not here. */
export interface CustomerTotals {
  count: number
  /** Position in the ledger. */
  user: Int32Array
  spend: Float64Array
  units: Float64Array
  /** Days on which something was bought. */
  days: Int32Array
  firstDay: Int32Array
  lastDay: Int32Array
  /** Units that were bought below their price. */
  discountedUnits: Float64Array
}

/** Adds up a selection of purchases, sorted by user and day as all selections are. */
export function addUp({ lines, users }: Ledger, selection: Int32Array): CustomerTotals {
  const most = Math.min(users.count, selection.length)
  const totals = emptyTotals(most)
  let at = -1
  for (let k = 0; k < selection.length; k++) {
    const i = selection[k]
    const day = lines.day[i]
    if (at < 0 || totals.user[at] !== lines.user[i]) {
      at++
      totals.user[at] = lines.user[i]
      totals.firstDay[at] = day
      totals.days[at] = 1
    } else if (day !== totals.lastDay[at]) totals.days[at]++
    totals.lastDay[at] = day
    totals.spend[at] += lines.money[i]
    totals.units[at] += lines.units[i]
    if (lines.discount[i] > 0) totals.discountedUnits[at] += lines.units[i]
  }
  return cut(totals, at + 1)
}

const emptyTotals = (count: number): CustomerTotals => ({
  count,
  user: new Int32Array(count),
  spend: new Float64Array(count),
  units: new Float64Array(count),
  days: new Int32Array(count),
  firstDay: new Int32Array(count),
  lastDay: new Int32Array(count),
  discountedUnits: new Float64Array(count),
})

const cut = (totals: CustomerTotals, count: number): CustomerTotals => ({
  count,
  user: totals.user.subarray(0, count),
  spend: totals.spend.subarray(0, count),
  units: totals.units.subarray(0, count),
  days: totals.days.subarray(0, count),
  firstDay: totals.firstDay.subarray(0, count),
  lastDay: totals.lastDay.subarray(0, count),
  discountedUnits: totals.discountedUnits.subarray(0, count),
})

/** A column of totals by the user's position in the ledger; 0 for those who bought nothing. */
export function byPosition(totals: CustomerTotals, column: ArrayLike<number>, users: number): Float64Array {
  const spread = new Float64Array(users)
  for (let k = 0; k < totals.count; k++) spread[totals.user[k]] = column[k]
  return spread
}
