import type { OpenProject } from '../../storage/operation.ts'
import { isoDay } from '../../base/calendar.ts'
import { customerTable, isOverdue, scoresOf, type CustomerTable } from './customerTable.ts'
import { encoderShares, idRanks, idsMatching, listMembers, namesOf } from './listStore.ts'
import { lookalikesOf, marksOf, mostAlike } from './likeScope.ts'
import type { Lookalikes } from './lookalikes.ts'
import { placesOfPart } from './parts.ts'
import type { CustomerScope } from './scope.ts'
import { cutsOf, quadrantOf } from './segmentReport.ts'
import { shareBelow } from './separation.ts'
import {
  quadrantNames,
  segmentNames,
  type CustomerPart,
  type CustomerRow,
  type CustomerStanding,
  type QuadrantName,
  type SegmentName,
  type Thresholds,
} from './types.ts'

/** Whom of the filter's customers a list is narrowed to. */
export interface ListChoice {
  runId: number | null
  thresholds: Partial<Thresholds>
  search: string
  segment: SegmentName | null
  quadrant: QuadrantName | null
  overdue: boolean
  listId: number | null
  part: CustomerPart | null
  /** Not these, but so many others who are most like them; `search` then looks among those. */
  like: { top: number } | null
}

export interface ListOrder {
  /** A key of `CustomerRow`. */
  sort: string
  descending: boolean
}

/** Customers who were chosen, as places in a table. */
export interface ChosenCustomers {
  table: CustomerTable
  places: Int32Array
  column(key: string): Float64Array
  /** Of a choice of lookalikes, where they could be learned. */
  lookalikes: Lookalikes | null
}

/** Throws `input.invalid` for a list that is not there. */
export function chooseCustomers(project: OpenProject, scope: CustomerScope, choice: ListChoice): ChosenCustomers {
  const table = customerTable(scope, choice.thresholds)
  const column = (key: string) => columnOf(project, scope, table, choice.runId, key)
  if (!choice.like)
    return { table, places: placesOf(project, scope, choice, { table, column }), column, lookalikes: null }
  const source = placesOf(project, scope, { ...choice, search: '' }, { table, column })
  const lookalikes = lookalikesOf(project, scope, table, source)
  const alike = lookalikes
    ? mostAlike(lookalikes, marksOf(table, source)).subarray(0, choice.like.top)
    : new Int32Array(0)
  const isNamed = narrowed(project, scope, { search: choice.search, listId: null })
  return {
    ...{ table, lookalikes },
    places: alike.filter((k) => isNamed(table.ever.user[k])),
    column: (key) => (key === 'likeness' ? (lookalikes?.scores ?? new Float64Array(table.ever.count)) : column(key)),
  }
}

function placesOf(
  project: OpenProject,
  scope: CustomerScope,
  choice: ListChoice,
  { table, column }: Pick<ChosenCustomers, 'table' | 'column'>,
): Int32Array {
  const { ever } = table
  const isWanted = narrowed(project, scope, choice)
  const segment = choice.segment === null ? -1 : segmentNames.indexOf(choice.segment)
  const inQuadrant = quadrantTest(choice.quadrant, column)
  const inPart = choice.part && placesOfPart(project, { ...scope, runId: choice.runId }, table, choice.part)
  const places = new Int32Array(ever.count)
  let count = 0
  for (let k = 0; k < ever.count; k++) {
    if (segment >= 0 && table.segments[k] !== segment) continue
    if (choice.overdue && !isOverdue(table, k)) continue
    if (inPart && inPart[k] === 0) continue
    if (!isWanted(ever.user[k]) || !inQuadrant(k)) continue
    places[count++] = k
  }
  return places.slice(0, count)
}

function narrowed(
  { database }: OpenProject,
  { ledger }: CustomerScope,
  { search, listId }: Pick<ListChoice, 'search' | 'listId'>,
) {
  const found = search === '' ? null : idsMatching(database, search)
  const members = listId === null ? null : listMembers(database, listId)
  const { ids } = ledger.users
  return (user: number) => (found?.has(ids[user]) ?? true) && (members?.has(ids[user]) ?? true)
}

function quadrantTest(
  quadrant: QuadrantName | null,
  column: (key: string) => Float64Array,
): (place: number) => boolean {
  if (quadrant === null) return () => true
  const [values, again] = [column('ltv'), column('repurchase')]
  const cuts = cutsOf(values, again, {})
  const wanted = quadrantNames.indexOf(quadrant)
  return (k) => cuts !== null && quadrantOf(values[k], again[k], cuts) === wanted
}

/** A column to sort by, by place; what is no number of the table is one of the run's. */
function columnOf(
  project: OpenProject,
  scope: CustomerScope,
  table: CustomerTable,
  runId: number | null,
  key: string,
): Float64Array {
  const { ever, toDay, due } = table
  if (key === 'spend' || key === 'days' || key === 'yearSpend') return table[key]
  if (key === 'recencyDays' || key === 'last') {
    const sign = key === 'last' ? 1 : -1
    return Float64Array.from(ever.lastDay, (day) => (key === 'last' ? 0 : toDay) + sign * day)
  }
  if (key === 'first') return Float64Array.from(ever.firstDay)
  if (key === 'segment') return Float64Array.from(table.segments)
  if (key === 'due') return Float64Array.from(ever.user, (user) => due.median[user])
  if (key === 'id') {
    const ranks = idRanks(project.database, scope.ledger)
    return Float64Array.from(ever.user, (user) => ranks[user])
  }
  return scoresOf(project, scope, table, runId, key)
}

/** In an order; missing figures come last whichever way, ties in the order of positions. */
export function orderCustomers({ places, column }: ChosenCustomers, { sort, descending }: ListOrder): Int32Array {
  const values = column(sort)
  const sign = descending ? -1 : 1
  return places.slice().sort((a, b) => {
    const [x, y] = [values[a], values[b]]
    if (x === y) return a - b
    if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) ? (Number.isNaN(y) ? a - b : 1) : -1
    return x < y ? -sign : sign
  })
}

/** Rows as they are shown; `figures` are the keys of the run's further columns. */
export function customerRows(
  { database }: OpenProject,
  { ledger }: CustomerScope,
  { table, column, lookalikes }: ChosenCustomers,
  places: Int32Array,
  runId: number | null,
  figures: `figure${number}`[],
): CustomerRow[] {
  const { ever } = table
  const names = namesOf(database, places, (k) => ledger.users.ids[ever.user[k]])
  const ids = Array.from(places, (k) => ledger.users.ids[ever.user[k]])
  const encoders = runId === null ? null : encoderShares(database, runId, ids)
  const scores = ['ltv', 'ltvLow', 'ltvHigh', 'repurchase', ...figures].map((key) => [key, column(key)] as const)
  return Array.from(places, (k, at) => {
    return {
      id: names[at],
      ...standingOf(table, k),
      ...{ spend: table.spend[k], days: table.days[k], yearSpend: table.yearSpend[k] },
      first: isoDay(ever.firstDay[k]),
      ...(lookalikes && { likeness: shareBelow(lookalikes.memberScores, lookalikes.scores[k]) }),
      ...encoders?.[at],
      ...(Object.fromEntries(scores.map(([key, values]) => [key, Number.isNaN(values[k]) ? null : values[k]])) as Pick<
        CustomerRow,
        'ltv' | 'ltvLow' | 'ltvHigh' | 'repurchase'
      >),
    }
  })
}

/** Where a customer of a table stands, by place. */
export function standingOf(table: CustomerTable, place: number): CustomerStanding {
  const { ever, due, toDay, segments } = table
  const user = ever.user[place]
  const day = (value: number) => (Number.isNaN(value) ? null : isoDay(Math.min(Math.round(value), farthestDay)))
  return {
    segment: segmentNames[segments[place]],
    recencyDays: toDay - ever.lastDay[place],
    last: isoDay(ever.lastDay[place]),
    ...{ due: day(due.median[user]), dueFrom: day(due.low[user]), dueTo: day(due.high[user]) },
    overdue: isOverdue(table, place),
  }
}

/** Nobody is awaited beyond the year 9999. */
const farthestDay = 2_932_896
