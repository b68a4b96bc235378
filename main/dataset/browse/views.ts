import type { Database } from 'better-sqlite3'
import { AssayError } from '../../base/errors.ts'
import type { Work } from '../../base/job.ts'
import type { OpenProject } from '../../storage/operation.ts'
import type { AsOf } from '../clean/asOf.ts'
import { lookAt, placeOf, sees } from '../clean/lookAt.ts'
import { demandOf, findColumn, type FindingIds } from './conditions.ts'
import { orderByKeys } from './order.ts'
import { findIds, findKeys, spanOf } from './rowStore.ts'
import { makeSummaries } from './summaryStore.ts'
import { tables } from './tables.ts'
import type { RowQuery } from './types.ts'

/** The ordered ids of a query's rows. `ids` is null where they follow one another from `first` on. */
export interface View {
  total: number
  first: number
  ids: Uint32Array | null
}

/** What a connection has found for the state of the data that it last looked at. */
interface Known {
  place: string
  hasSummaries: boolean
  /** Least lately used first. */
  views: Map<string, View>
}

/** Ids kept between questions, all views of a connection together. */
const keptBytes = 256 * 1024 * 1024

const known = new WeakMap<Database, Known>()

function knownOf(database: Database, asOf: AsOf['asOf']): Known {
  const place = placeOf(database, asOf)
  const before = known.get(database)
  if (before?.place === place) return before
  const fresh: Known = { place, hasSummaries: false, views: new Map() }
  known.set(database, fresh)
  return fresh
}

/**
 * The view of a query if it is there or needs no looking for: the rows as they were imported, none left out. `asOf` names a
 * past state, null the one in force.
 */
export function readyView({ database }: OpenProject, query: RowQuery, asOf: AsOf['asOf']): View | null {
  if (!sees(database, asOf)) return null
  const own = knownOf(database, asOf)
  const key = JSON.stringify(query)
  const kept = own.views.get(key)
  if (kept) {
    own.views.delete(key)
    own.views.set(key, kept)
    return kept
  }
  if (tables[query.filter.table].isSummary && !own.hasSummaries) return null
  const plain = isPlain(query) ? plainView(database, query) : null
  if (plain) keep(own, key, plain)
  return plain
}

/** Finds and orders the rows of a query, once for each state of the data. */
export function findView(
  project: OpenProject,
  { query, asOf }: AsOf & { query: RowQuery },
  findings: FindingIds[],
  work: Work,
): View {
  const { database } = project
  lookAt(database, asOf, work)
  const own = knownOf(database, asOf)
  if (tables[query.filter.table].isSummary && !own.hasSummaries) {
    makeSummaries(database, work)
    own.hasSummaries = true
  }
  const ready = readyView(project, query, asOf)
  if (ready) return ready
  const ids = orderedIds(project, query, findings, work)
  const view = { total: ids.length, first: 0, ids }
  keep(own, JSON.stringify(query), view)
  return view
}

const isPlain = ({ filter, sort }: RowQuery) => !sort && filter.conditions.length === 0 && filter.search.trim() === ''

function plainView(database: Database, { filter }: RowQuery): View | null {
  const { rows, first, last } = spanOf(database, filter.table)
  return last - first + 1 === rows ? { total: rows, first, ids: null } : null
}

function orderedIds(project: OpenProject, { filter, sort }: RowQuery, findings: FindingIds[], work: Work) {
  const { database, calendar } = project
  const { last } = spanOf(database, filter.table)
  if (last > 0xffffffff) throw new AssayError('internal', { message: `a row id of ${last} does not fit 32 bits` })
  const demand = demandOf(filter, calendar, findings)
  if (!sort) return findIds(database, filter.table, demand, work)
  const { ids, keys } = findKeys(database, filter.table, demand, findColumn(filter.table, sort.column), work)
  work.checkpoint()
  return orderByKeys(ids, keys, sort.descending)
}

function keep(own: Known, key: string, view: View): void {
  own.views.set(key, view)
  let bytes = 0
  for (const { ids } of own.views.values()) bytes += ids?.byteLength ?? 0
  for (const [oldest, { ids }] of own.views) {
    if (bytes <= keptBytes || oldest === key) return
    own.views.delete(oldest)
    bytes -= ids?.byteLength ?? 0
  }
}

/** The ids of a part of a view. */
export function idsAt(view: View, offset: number, limit: number): ArrayLike<number> {
  const length = Math.max(0, Math.min(limit, view.total - offset))
  if (view.ids) return view.ids.subarray(offset, offset + length)
  return Array.from({ length }, (_, i) => view.first + offset + i)
}
