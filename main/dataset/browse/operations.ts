import { harmlessText } from '../../base/csv.ts'
import { writeCsvFile } from '../../base/csvFile.ts'
import { browseOperation, type OpenProject } from '../../storage/operation.ts'
import { findColumn, type FindingIds } from './conditions.ts'
import { readDetail } from './detailStore.ts'
import { listValues, readRows } from './rowStore.ts'
import { tables, type TableColumn } from './tables.ts'
import type { BrowsePage, BrowseTable, RowQuery } from './types.ts'
import { findView, idsAt, readyView, type View } from './views.ts'

interface FindInput {
  query: RowQuery
  findings: FindingIds[]
}

export const findRowsOperation = browseOperation(
  'dataset.findRows',
  (project, { query, findings }: FindInput, work): { total: number } => {
    const { total } = findView(project, query, findings, work)
    return { total }
  },
)

export const rowsOperation = browseOperation(
  'dataset.rows',
  (project, { query, offset, limit }: { query: RowQuery; offset: number; limit: number }): BrowsePage | null => {
    const view = readyView(project, query)
    if (!view) return null
    const { table } = query.filter
    const rows = readRows(project.database, table, tables[table].columns, idsAt(view, offset, limit))
    return { rows, total: view.total }
  },
)

const mostChoices = 200

export const rowChoicesOperation = browseOperation(
  'dataset.rowChoices',
  ({ database }, { table, column, search }: { table: BrowseTable; column: string; search: string }) =>
    listValues(database, table, findColumn(table, column), search, mostChoices),
)

export const rowDetailOperation = browseOperation(
  'dataset.rowDetail',
  ({ database }, { table, id }: { table: BrowseTable; id: number }) => readDetail(database, table, id),
)

interface ExportInput extends FindInput {
  /** In the order of the file. */
  columns: string[]
  path: string
}

export const exportRowsOperation = browseOperation(
  'dataset.exportRows',
  async (project, { query, findings, columns, path }: ExportInput, work) => {
    const chosen = columns.map((name) => findColumn(query.filter.table, name))
    const view = findView(project, query, findings, work)
    return { path, rows: await writeCsvFile(path, columns, allRows(project, query, chosen, view), work) }
  },
)

const rowsPerRead = 1000

/** Times in ISO 8601 with UTC's own sign, so that a file can be imported again without a thought of zones. */
function* allRows(
  { database }: OpenProject,
  { filter }: RowQuery,
  columns: TableColumn[],
  view: View,
): Generator<unknown[]> {
  for (let offset = 0; offset < view.total; offset += rowsPerRead) {
    for (const { cells } of readRows(database, filter.table, columns, idsAt(view, offset, rowsPerRead))) {
      yield cells.map((cell, i) => exported(cell, columns[i]))
    }
  }
}

function exported(cell: string | number | null, { type }: TableColumn): string | number | null {
  if (typeof cell === 'string') return harmlessText(cell)
  return cell !== null && type === 'time' ? new Date(cell).toISOString() : cell
}

export const browseOperations = [
  findRowsOperation,
  rowsOperation,
  rowChoicesOperation,
  rowDetailOperation,
  exportRowsOperation,
]
