import type { FormatChanges } from './contract.ts'
import { commonWidth } from './dialect.ts'
import { isValue, sniffHeader } from './header.ts'

/** Where the rows of a file begin, and what its columns are called. */
export interface Head {
  skipRows: number
  header: boolean
  headerRows: number
  names: string[]
  /** Names that more than one column has; the later ones are told apart by a number. */
  repeated: string[]
}

/** Titles and the like take no more records than this. */
const longestPreamble = 30

/** Judges by the first records (trimmed cells); what is said is taken as said. */
export function findHead(records: string[][], said: FormatChanges): Head {
  const skipRows = Math.min(said.skipRows ?? sniffPreamble(records, said), records.length - 1)
  const rest = records.slice(skipRows)
  if (said.columns) return { skipRows, ...namedBy(said.columns, rest[0]), headerRows: 1, repeated: [] }
  const header = said.header ?? sniffHeader(rest)
  const headerRows = header ? (said.headerRows ?? (isGroupRow(rest) ? 2 : 1)) : 1
  const body = header ? rest.slice(headerRows) : rest
  const cells = header ? joinNames(rest.slice(0, headerRows)) : null
  const names = columnNames(cells, commonWidth(body).width)
  const repeated = (cells ?? []).filter((cell, i) => cell !== '' && cells?.indexOf(cell) !== i)
  return { skipRows, header, headerRows, names, repeated: [...new Set(repeated)] }
}

/** Columns whose names are said: the first record is the header only where it says the same. */
function namedBy(names: string[], first: string[]): Pick<Head, 'header' | 'names'> {
  return { header: first.length === names.length && columnNames(first, 0).every((cell, i) => cell === names[i]), names }
}

const filled = (row: string[]): string[] => row.filter((cell) => cell !== '')
const different = (row: string[]): number => new Set(filled(row)).size

/** How many records stand above the header: they fill far fewer cells than the rows do, and what follows names columns. */
function sniffPreamble(records: string[][], said: FormatChanges): number {
  const counts = records.map(different).sort((a, b) => a - b)
  const typical = counts[counts.length >> 1]
  if (typical < 2 || said.header === false) return 0
  const isFull = (row: string[]) => different(row) >= Math.max(2, typical * 0.6)
  const first = records.slice(0, longestPreamble).findIndex(isFull)
  if (first <= 0 || first === records.length - 1 || !sniffHeader(records.slice(first))) return 0
  return !isGroupRow(records.slice(first)) && isGroupRow(records.slice(first - 1)) ? first - 1 : first
}

/** Whether the first record names groups of the columns that the second names. */
function isGroupRow([top, names, ...body]: string[][]): boolean {
  if (!names || body.length === 0 || different(top) < 2) return false
  if ([...filled(top), ...filled(names)].some(isValue)) return false
  const spans = top.some((cell, i) => i > 0 && (cell === '' || cell === top[i - 1]) && (names[i] ?? '') !== '')
  const reach = top.findLastIndex((cell) => cell !== '') + 1
  const holdsValues = body.slice(0, 20).some((row) => row.some((cell) => cell !== '' && isValue(cell)))
  return spans && holdsValues && reach >= names.length * 0.4 && filled(names).length >= different(top)
}

/** `Sales` over `Quantity` and `Amount` gives Sales Quantity and Sales Amount; merged cells name each column below them. */
function joinNames(rows: string[][]): string[] {
  if (rows.length === 1) return rows[0]
  const [top, below] = rows
  let group = ''
  return Array.from({ length: Math.max(top.length, below.length) }, (_, i) => {
    const [upper, lower] = [top[i] ?? '', below[i] ?? '']
    group = upper || (lower === '' ? '' : group)
    return [...new Set([group, lower].filter((part) => part !== ''))].join(' ')
  })
}

/** Names of the header; a nameless column, and all where there is no header, by position: #1, #2, … */
function columnNames(header: string[] | null, width: number): string[] {
  if (!header) return Array.from({ length: width }, (_, i) => `#${i + 1}`)
  // A header one short of the rows is what R writes: the first column holds row names.
  const cells = header.length === width - 1 && header.every((cell) => cell !== '') ? ['', ...header] : header
  const taken = new Set(cells)
  return cells.map((cell, i) => {
    if (cell === '') return `#${i + 1}`
    if (cells.indexOf(cell) === i) return cell
    let number = 2
    while (taken.has(`${cell} (${number})`)) number++
    taken.add(`${cell} (${number})`)
    return `${cell} (${number})`
  })
}
