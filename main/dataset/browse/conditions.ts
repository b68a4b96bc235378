import type { Calendar } from '../../base/calendar.ts'
import { AssayError } from '../../base/errors.ts'
import { tables, type TableColumn } from './tables.ts'
import type { BrowseTable, Condition, RowFilter } from './types.ts'

/** The rows, users or products that a finding names. */
export interface FindingIds {
  finding: string
  of: 'row' | 'user' | 'product'
  ids: Uint32Array
}

/** A condition in SQL, with what fills its question marks in order. */
export interface Demand {
  sql: string
  params: (string | number)[]
}

/** What a filter asks of the rows of its table, whose alias is `a`. Throws `input.invalid` for what does not fit it. */
export function demandOf(filter: RowFilter, calendar: Calendar, findings: FindingIds[]): Demand {
  const parts = filter.conditions.map((condition) =>
    condition.kind === 'finding'
      ? ofFinding(filter.table, condition.finding, findings)
      : ofColumn(findColumn(filter.table, condition.column), condition, calendar),
  )
  const search = filter.search.trim()
  return allOf(search === '' ? parts : [...parts, ofSearch(filter.table, search)])
}

/** Throws `input.invalid`. */
export function findColumn(table: BrowseTable, name: string): TableColumn {
  const found = tables[table].columns.find((column) => column.name === name)
  if (!found) throw new AssayError('input.invalid', { field: name, problem: `a column of ${table}` })
  return found
}

const allOf = (parts: Demand[]): Demand => joined(parts, ' AND ', 'TRUE')
const joined = (parts: Demand[], word: string, none: string): Demand => ({
  sql: parts.length === 0 ? none : parts.map(({ sql }) => `(${sql})`).join(word),
  params: parts.flatMap(({ params }) => params),
})

function ofFinding(table: BrowseTable, finding: string, findings: FindingIds[]): Demand {
  const found = findings.find((each) => each.finding === finding)
  const id = found && tables[table].ids[found.of]
  if (!found || !id) throw new AssayError('input.invalid', { field: 'finding', problem: `a finding about ${table}` })
  return { sql: `${id} IN (SELECT value FROM json_each(?))`, params: [JSON.stringify([...found.ids])] }
}

const ofSearch = (table: BrowseTable, text: string): Demand =>
  joined(
    tables[table].columns
      .filter(({ isSearched }) => isSearched)
      .map((column) => demandOn(column, 'LIKE ? ESCAPE ?', [`%${escapeLike(text)}%`, '\\'])),
    ' OR ',
    'FALSE',
  )

const numbers = ['number', 'money', 'count', 'year']
const texts = ['text', 'kind']

function ofColumn(column: TableColumn, condition: Exclude<Condition, { kind: 'finding' }>, calendar: Calendar): Demand {
  const types = { text: texts, oneOf: texts, range: numbers, dates: ['time'], missing: null }[condition.kind]
  if (types && !types.includes(column.type)) {
    throw new AssayError('input.invalid', { field: column.name, problem: `a condition for ${column.type}` })
  }
  switch (condition.kind) {
    case 'text':
      return ofText(column, condition)
    case 'oneOf':
      return demandOn(column, 'IN (SELECT value FROM json_each(?))', [JSON.stringify(condition.values)])
    case 'range':
      return between(column, condition.from, condition.to)
    case 'dates':
      return between(column, dayStart(calendar, condition.from, 0), lastOf(dayStart(calendar, condition.to, 1)))
    case 'missing':
      return ofMissing(column, condition.missing)
  }
}

function ofText(column: TableColumn, { how, text }: Extract<Condition, { kind: 'text' }>): Demand {
  if (how === 'equals') return demandOn(column, '= ?', [text])
  const pattern = `${how === 'contains' ? '%' : ''}${escapeLike(text)}%`
  return demandOn(column, 'LIKE ? ESCAPE ?', [pattern, '\\'])
}

function between(column: TableColumn, from: number | null, to: number | null): Demand {
  const parts: Demand[] = []
  if (from !== null) parts.push(demandOn(column, '>= ?', [from]))
  if (to !== null) parts.push(demandOn(column, '<= ?', [to]))
  return allOf(parts.length > 0 ? parts : [ofMissing(column, false)])
}

/** A demand on the column's value; where that stands elsewhere, on the key by which the row knows it. */
function demandOn({ source }: TableColumn, test: string, params: (string | number)[]): Demand {
  const sql =
    'own' in source
      ? `${source.own} ${test}`
      : `${source.key} IN (SELECT id FROM (${source.values}) WHERE value ${test})`
  return { sql, params }
}

function ofMissing(column: TableColumn, missing: boolean): Demand {
  const { source } = column
  if (!missing) return demandOn(column, 'IS NOT NULL', [])
  if ('own' in source) return { sql: `${source.own} IS NULL`, params: [] }
  const known = `SELECT id FROM (${source.values}) WHERE value IS NOT NULL`
  return { sql: `${source.key} IS NULL OR ${source.key} NOT IN (${known})`, params: [] }
}

/** The midnight that begins a day, or the one `later` days after it. Throws `input.invalid` for no such day. */
function dayStart(calendar: Calendar, day: string | null, later: number): number | null {
  if (day === null) return null
  const start = calendar.parseIsoDate(day)
  if (start === null) throw new AssayError('input.invalid', { field: 'dates', problem: `a day, not ${day}` })
  return calendar.dayStart(calendar.dayNumber(start) + later)
}

/** Times are whole milliseconds. */
const lastOf = (end: number | null) => (end === null ? null : end - 1)

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&')
