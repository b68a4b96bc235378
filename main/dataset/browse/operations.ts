import { harmlessText } from '../../base/csv.ts'
import { writeCsvFile } from '../../base/csvFile.ts'
import type { Work } from '../../base/job.ts'
import { writeXlsxFile } from '../../base/xlsxFile.ts'
import { browseOperation, type OpenProject } from '../../storage/operation.ts'
import type { AsOf } from '../clean/asOf.ts'
import { lookAt } from '../clean/lookAt.ts'
import { findColumn, type FindingIds } from './conditions.ts'
import { readDetail } from './detailStore.ts'
import { listValues, readRows } from './rowStore.ts'
import { tables, type TableColumn } from './tables.ts'
import type { BrowsePage, BrowseTable, RowFormat, RowQuery } from './types.ts'
import { findView, idsAt, readyView, type View } from './views.ts'

interface FindInput extends AsOf {
  query: RowQuery
  findings: FindingIds[]
}

export const findRowsOperation = browseOperation(
  'dataset.findRows',
  (project, { findings, ...wanted }: FindInput, work): { total: number } => {
    const { total } = findView(project, wanted, findings, work)
    return { total }
  },
)

interface PageInput extends AsOf {
  query: RowQuery
  offset: number
  limit: number
}

export const rowsOperation = browseOperation(
  'dataset.rows',
  (project, { query, asOf, offset, limit }: PageInput): BrowsePage | null => {
    const view = readyView(project, query, asOf)
    if (!view) return null
    const { table } = query.filter
    const rows = readRows(project.database, table, tables[table].columns, idsAt(view, offset, limit))
    return { rows, total: view.total }
  },
)

const mostChoices = 200

interface ChoicesInput extends AsOf {
  table: BrowseTable
  column: string
  search: string
}

export const rowChoicesOperation = browseOperation(
  'dataset.rowChoices',
  ({ database }, { table, column, search, asOf }: ChoicesInput, work) => {
    lookAt(database, asOf, work)
    return listValues(database, table, findColumn(table, column), search, mostChoices)
  },
)

export const rowDetailOperation = browseOperation(
  'dataset.rowDetail',
  ({ database }, { table, id, asOf }: AsOf & { table: BrowseTable; id: number }, work) => {
    lookAt(database, asOf, work)
    return readDetail(database, table, id)
  },
)

interface ExportInput extends FindInput {
  /** In the order of the file. */
  columns: string[]
  format: RowFormat
  path: string
}

export const exportRowsOperation = browseOperation(
  'dataset.exportRows',
  async (project, { query, asOf, findings, columns, format, path }: ExportInput, work) => {
    const chosen = columns.map((name) => findColumn(query.filter.table, name))
    const view = findView(project, { query, asOf }, findings, work)
    const rows = allRows(project, query, chosen, view)
    return { path, rows: await writers[format](path, project, { columns: chosen, count: view.total, rows }, work) }
  },
)

interface ChosenRows {
  columns: TableColumn[]
  count: number
  rows: Iterable<Cell[]>
}

type Cell = string | number | null

/** Either file can be imported again: CSV has times in ISO 8601 with UTC's own sign, a workbook has them as the shop's clock said. */
const writers: Record<
  RowFormat,
  (path: string, project: OpenProject, chosen: ChosenRows, work: Work) => Promise<number>
> = {
  csv: (path, _project, { columns, rows }, work) =>
    writeCsvFile(
      path,
      columns.map(({ name }) => name),
      mapRows(rows, columns, forCsv),
      work,
    ),
  xlsx(path, { calendar }, { columns, count, rows }, work) {
    const shown = columns.map(({ name, type }) => ({ label: name, kind: type === 'kind' ? ('text' as const) : type }))
    const local = (cell: Cell, { type }: TableColumn) =>
      typeof cell === 'number' && type === 'time' ? cell + calendar.offset(cell) : cell
    return writeXlsxFile(path, shown, { count, rows: mapRows(rows, columns, local) }, work)
  },
}

const rowsPerRead = 1000

function* allRows(
  { database }: OpenProject,
  { filter }: RowQuery,
  columns: TableColumn[],
  view: View,
): Generator<Cell[]> {
  for (let offset = 0; offset < view.total; offset += rowsPerRead) {
    for (const { cells } of readRows(database, filter.table, columns, idsAt(view, offset, rowsPerRead))) {
      yield cells
    }
  }
}

function* mapRows(rows: Iterable<Cell[]>, columns: TableColumn[], exported: (cell: Cell, column: TableColumn) => Cell) {
  for (const cells of rows) yield cells.map((cell, i) => exported(cell, columns[i]))
}

function forCsv(cell: Cell, { type }: TableColumn): Cell {
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
