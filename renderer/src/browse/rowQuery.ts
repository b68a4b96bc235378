import type { RouteLocationRaw } from 'vue-router'
import type { BrowseTable, Condition, RowFilter, RowQuery, RowSort } from '../../../main/dataset/browse/types.ts'

/** The order in which the page offers them. */
export const browseTables: readonly BrowseTable[] = ['acts', 'products', 'users', 'links', 'contacts', 'leftOut']

export const everyRow = (table: BrowseTable): RowQuery => ({
  filter: { table, search: '', conditions: [] },
  sort: null,
})

/** The way to rows from any page: a finding, a figure, a customer. */
export const rowsRoute = (filter: RowFilter, sort: RowSort | null = null): RouteLocationRaw => ({
  name: 'browse',
  query: { rows: JSON.stringify({ filter, sort }) },
})

/** The query that a link carries; every act where it carries none that can be read. The core checks its columns. */
export function queryFromRoute(text: unknown): RowQuery {
  if (typeof text !== 'string') return everyRow('acts')
  try {
    const { filter, sort } = JSON.parse(text) as Partial<RowQuery>
    const table = browseTables.find((name) => name === filter?.table) ?? 'acts'
    const conditions = Array.isArray(filter?.conditions) ? (filter.conditions as Condition[]) : []
    const search = typeof filter?.search === 'string' ? filter.search : ''
    return { filter: { table, search, conditions }, sort: isSort(sort) ? sort : null }
  } catch {
    return everyRow('acts')
  }
}

const isSort = (sort: unknown): sort is RowSort =>
  typeof sort === 'object' && sort !== null && 'column' in sort && 'descending' in sort

/** Ascending, then descending, then as imported. */
export function nextSort(sort: RowSort | null, column: string): RowSort | null {
  if (sort?.column !== column) return { column, descending: false }
  return sort.descending ? null : { column, descending: true }
}
