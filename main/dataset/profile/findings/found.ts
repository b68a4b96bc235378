import type { Calendar } from '../../../base/calendar.ts'
import type { Database } from 'better-sqlite3'
import type { FindingIds } from '../../browse/conditions.ts'
import type { BrowseTable, RowFilter } from '../../browse/types.ts'
import { actKind, type ActColumns, type ByUser } from '../actColumns.ts'
import type { Days } from '../days.ts'
import type { Finding, FindingCode, Severity } from '../types.ts'

/** What the search for oddities looks at. */
export interface Evidence {
  database: Database
  calendar: Calendar
  nowMs: number
  acts: ActColumns
  byUser: ByUser
  days: Days
}

/** A finding with the rows, users or products it names. */
export interface Found {
  finding: Finding
  ids: FindingIds | null
}

export interface Reach {
  rows: number
  users: number
  products: number
  money: number
}

/** How much of the data some acts are. */
export function reachOf({ acts }: Evidence, isMeant: (row: number) => boolean): Reach {
  const users = new Set<number>()
  const products = new Set<number>()
  let [rows, money] = [0, 0]
  for (let row = 0; row < acts.count; row++) {
    if (!isMeant(row)) continue
    rows++
    users.add(acts.user[row])
    if (acts.product[row] !== 0) products.add(acts.product[row])
    if (acts.kind[row] === actKind.purchase) money += acts.money[row]
  }
  return { rows, users: users.size, products: products.size, money: Math.round(money * 100) / 100 }
}

/** Marks ids, so that rows can be asked whether they are of one of them. */
export function marked(ids: Iterable<number>, highest: number): Uint8Array {
  const marks = new Uint8Array(highest + 1)
  for (const id of ids) marks[id] = 1
  return marks
}

export const mostExamples = 5

/** The rows that a finding's ids stand for. */
export const rowsOfFinding = (table: BrowseTable, finding: FindingCode): RowFilter => ({
  table,
  search: '',
  conditions: [{ kind: 'finding', finding }],
})

interface Told extends Partial<Finding> {
  severity: Severity
  reach: Reach
}

/** A finding about some users, products or rows, and the way to their acts. */
export function tellOf(
  code: FindingCode,
  of: FindingIds['of'],
  ids: Iterable<number>,
  { reach, ...told }: Told,
): Found {
  return {
    ids: { finding: code, of, ids: Uint32Array.from(ids) },
    finding: {
      ...{ code, ...reach, params: {}, examples: [], rule: null },
      filter: rowsOfFinding('acts', code),
      ...told,
    },
  }
}

/** A finding about a share of the data is graver than one about a few rows. */
export const gravity = (share: number): Severity => (share >= 0.05 ? 'high' : share >= 0.005 ? 'medium' : 'low')
