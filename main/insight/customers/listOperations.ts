import { readFileSync } from 'node:fs'
import { csvCell, harmlessText } from '../../base/csv.ts'
import { writeCsvFile } from '../../base/csvFile.ts'
import { asOfOperation } from '../../dataset/clean/asOf.ts'
import { headingOf, scoreColumns } from '../../model/scoreFigureStore.ts'
import { readOperation, writeOperation, type OpenProject } from '../../storage/operation.ts'
import type { Page } from '../../storage/types.ts'
import {
  chooseCustomers,
  customerRows,
  orderCustomers,
  type ChosenCustomers,
  type ListChoice,
  type ListOrder,
} from './list.ts'
import { deleteList, listMembers, putList, putNames, savedLists } from './listStore.ts'
import { scopeOf, type CustomerScope } from './scope.ts'
import type { Asked } from './scope.ts'
import type { CustomerRow, ListFromIds, SavedList } from './types.ts'

export type AskedList = Asked & ListChoice & ListOrder

const figuresOf = ({ database }: OpenProject, runId: number | null) =>
  runId === null ? [] : scoreColumns(database, runId)

/** The latest list in its order: every page of it asks for the same one. */
let latest: { key: string; ledger: object; chosen: ChosenCustomers; ordered: Int32Array } | null = null

function orderedList(project: OpenProject, scope: CustomerScope, asked: AskedList) {
  const { filter, runId, thresholds, search, segment, quadrant, overdue, listId, part, like, sort, descending } = asked
  // What lists hold changes without the data changing.
  const members = listId === null ? 0 : listMembers(project.database, listId).size
  const key = JSON.stringify([filter, runId, thresholds, search, segment, quadrant, overdue, listId, part, like, members, sort, descending]) // prettier-ignore
  if (latest?.key === key && latest.ledger === scope.ledger && listId === null) return latest
  const chosen = chooseCustomers(project, scope, asked)
  latest = { key, ledger: scope.ledger, chosen, ordered: orderCustomers(chosen, { sort, descending }) }
  return latest
}

export const listOperation = asOfOperation(
  'customers.list',
  (project, asked: AskedList & { offset: number; limit: number }, work): Page<CustomerRow> => {
    const scope = scopeOf(project, asked.filter, work)
    const { chosen, ordered } = orderedList(project, scope, asked)
    const places = ordered.subarray(asked.offset, asked.offset + asked.limit)
    const figures = figuresOf(project, asked.runId).map(({ key }) => key)
    return { rows: customerRows(project, scope, chosen, places, asked.runId, figures), total: ordered.length }
  },
)

const rowsPerChunk = 2000
const plain = ['id', 'segment', 'spend', 'days', 'yearSpend', 'recencyDays', 'first', 'last', 'due', 'dueFrom', 'dueTo', 'overdue'] as const // prettier-ignore
const scored = ['ltv', 'ltvLow', 'ltvHigh', 'repurchase'] as const

export const exportListOperation = asOfOperation(
  'customers.exportList',
  async (project, { path, ...asked }: AskedList & { path: string }, work): Promise<{ path: string; rows: number }> => {
    const scope = scopeOf(project, asked.filter, work)
    const { chosen, ordered } = orderedList(project, scope, asked)
    const further = figuresOf(project, asked.runId)
    const keys = [...plain, ...(asked.like ? (['likeness'] as const) : []), ...(asked.runId === null ? [] : scored)]
    const header = [...keys, ...further.map((column) => csvCell(harmlessText(headingOf(column))))]
    function* rows() {
      for (let from = 0; from < ordered.length; from += rowsPerChunk) {
        const places = ordered.subarray(from, from + rowsPerChunk)
        for (const row of customerRows(
          project,
          scope,
          chosen,
          places,
          asked.runId,
          further.map(({ key }) => key),
        )) {
          const cells = [...keys.map((key) => row[key]), ...further.map(({ key }) => row[key])]
          // Texts that a spreadsheet would reckon with are made harmless; numbers stay numbers.
          yield cells.map((cell) => (typeof cell === 'string' ? harmlessText(cell) : cell))
        }
      }
    }
    return { path, rows: await writeCsvFile(path, header, rows(), work) }
  },
)

export const listsOperation = readOperation('customers.lists', ({ database }, _: null): SavedList[] =>
  savedLists(database),
)

export type How = 'replace' | 'add' | 'remove'

export const saveListOperation = writeOperation(
  'customers.saveList',
  (project, { name, how, ...asked }: Asked & ListChoice & { name: string; how: How }, work): SavedList => {
    const scope = scopeOf(project, asked.filter, work)
    const { table, places } = chooseCustomers(project, scope, asked)
    const ids = Array.from(places, (k) => scope.ledger.users.ids[table.ever.user[k]])
    return putList(project.database, name, ids, how)
  },
)

export const saveIdsOperation = writeOperation(
  'customers.saveIds',
  (
    { database },
    { name, how, ids, path }: { name: string; how: How; ids: string[]; path: string | null },
  ): ListFromIds => putNames(database, name, path === null ? ids : idsInFile(path), how),
)

/** The first cell of every line, without quotes and blanks; empty lines are skipped. */
function idsInFile(path: string): string[] {
  const lines = readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
  const first = (line: string) =>
    (/^\s*"((?:[^"]|"")*)"/.exec(line)?.[1].replaceAll('""', '"') ?? line.split(/[,;\t]/)[0]).trim()
  return lines.map(first).filter((id) => id !== '')
}

export const combineListsOperation = writeOperation(
  'customers.combineLists',
  (
    { database },
    { name, listId, otherId, how }: { name: string; listId: number; otherId: number; how: 'union' | 'without' },
  ): SavedList => {
    // prettier-ignore
    const [own, other] = [listMembers(database, listId), listMembers(database, otherId)]
    const ids = how === 'union' ? new Set([...own, ...other]) : [...own].filter((id) => !other.has(id))
    return putList(database, name, ids, 'replace')
  },
)

export const deleteListOperation = writeOperation(
  'customers.deleteList',
  ({ database }, { listId }: { listId: number }): SavedList[] => {
    // prettier-ignore
    deleteList(database, listId)
    return savedLists(database)
  },
)

export const listOperations = [
  ...[listOperation, exportListOperation, listsOperation, saveListOperation],
  ...[saveIdsOperation, combineListsOperation, deleteListOperation],
]
