import { mean } from '../intervals.ts'
import { isOverdue, type CustomerTable } from './customerTable.ts'
import { quadrantNames, segmentNames, type Quadrants, type SegmentRow } from './types.ts'

/** What each segment comes to; `values` are predicted, NaN where there is none. */
export function segmentRows({ segments, spend, ever }: CustomerTable, values: Float64Array): SegmentRow[] {
  const rows = segmentNames.map((segment) => ({ segment, customers: 0, spend: 0, scored: 0, sum: 0, squares: 0 }))
  for (let k = 0; k < ever.count; k++) {
    const row = rows[segments[k]]
    row.customers++
    row.spend += spend[k]
    if (Number.isNaN(values[k])) continue
    row.scored++
    row.sum += values[k]
    row.squares += values[k] ** 2
  }
  return rows.map(({ segment, customers, spend, scored, sum, squares }) => ({
    ...{ segment, customers, spend, scored },
    value: mean(sum, squares, scored),
  }))
}

/** Customers overdue, and what they spent in the year before. */
export function overdueOf(table: CustomerTable): { customers: number; known: number; yearSpend: number } {
  let [customers, known, yearSpend] = [0, 0, 0]
  for (let k = 0; k < table.ever.count; k++) {
    if (Number.isNaN(table.due.high[table.ever.user[k]])) continue
    known++
    if (!isOverdue(table, k)) continue
    customers++
    yearSpend += table.yearSpend[k]
  }
  return { customers, known, yearSpend }
}

export interface Cuts {
  valueAt: number
  repurchaseAt: number
}

/** Where value and repurchase are cut in two: as asked, else at their medians. Null where nobody has both. */
export function cutsOf(values: Float64Array, again: Float64Array, given: Partial<Cuts>): Cuts | null {
  const places: number[] = []
  for (let k = 0; k < values.length; k++) if (!Number.isNaN(values[k]) && !Number.isNaN(again[k])) places.push(k)
  if (places.length === 0) return null
  const middle = (of: Float64Array) => Float64Array.from(places, (k) => of[k]).sort()[places.length >> 1]
  return { valueAt: given.valueAt ?? middle(values), repurchaseAt: given.repurchaseAt ?? middle(again) }
}

/** The place of a customer's quadrant in `quadrantNames`, −1 without both predictions. */
export function quadrantOf(value: number, again: number, { valueAt, repurchaseAt }: Cuts): number {
  if (Number.isNaN(value) || Number.isNaN(again)) return -1
  return (value >= valueAt ? 0 : 2) + (again >= repurchaseAt ? 0 : 1)
}

export function quadrants(
  { spend, ever }: CustomerTable,
  values: Float64Array,
  again: Float64Array,
  cuts: Cuts,
): Quadrants {
  const cells = quadrantNames.map((quadrant) => ({ quadrant, customers: 0, spend: 0, sum: 0, squares: 0 }))
  for (let k = 0; k < ever.count; k++) {
    const place = quadrantOf(values[k], again[k], cuts)
    if (place < 0) continue
    const cell = cells[place]
    cell.customers++
    cell.spend += spend[k]
    cell.sum += values[k]
    cell.squares += values[k] ** 2
  }
  return {
    ...cuts,
    cells: cells.map(({ quadrant, customers, spend, sum, squares }) => ({
      ...{ quadrant, customers, spend },
      value: mean(sum, squares, customers),
    })),
  }
}
