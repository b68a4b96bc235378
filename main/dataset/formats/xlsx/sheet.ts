import type { CellPiece, CellRow } from '../cells.ts'
import { createFiller, readMerges } from './merges.ts'
import { dateText } from './numberFormats.ts'
import { columnIndex } from './reference.ts'
import { unescapeText, type Sheet, type Workbook } from './workbook.ts'
import { walkXml, type XmlHandlers } from './xml.ts'

/** Columns of an XLSX sheet: a reference beyond them is damage. */
const mostColumns = 16_384

/**
 * The rows of a sheet, those without any text left out, each as wide as its last filled cell. Formulas give the value that was
 * saved with them, errors give nothing.
 */
export async function* readSheet(workbook: Workbook, sheet: Sheet): AsyncGenerator<CellPiece> {
  const { path } = workbook
  const fill = createFiller(await readMerges(path, sheet.member))
  let rows: CellRow[] = []
  const handlers = createRowHandlers(workbook, (line, cells, unsaved) => {
    fill(line, cells)
    while (cells.length > 0 && cells[cells.length - 1] === '') cells.pop()
    if (cells.length > 0) rows.push(unsaved.length > 0 ? { line, cells, unsaved } : { line, cells })
  })
  for await (const bytes of walkXml(path, sheet.member, handlers)) {
    if (rows.length === 0) continue
    yield { rows, share: sheet.bytes > 0 ? Math.min(1, bytes / sheet.bytes) : 1 }
    rows = []
  }
  if (rows.length > 0) yield { rows, share: 1 }
}

function createRowHandlers(
  workbook: Workbook,
  onRow: (line: number, cells: string[], unsaved: number[]) => void,
): XmlHandlers {
  let line = 0
  let cells: string[] = []
  let unsaved: number[] = []
  let column = -1
  let isFormula = false
  let type = ''
  let style = -1
  let value = ''
  let takesText = false
  let inPhonetic = false
  return {
    open(name, attributes) {
      if (name === 'row') {
        line = attributes.r ? Number(attributes.r) : line + 1
        cells = []
        unsaved = []
        column = -1
      } else if (name === 'c') {
        column = attributes.r ? columnIndex(attributes.r) : column + 1
        type = attributes.t ?? 'n'
        style = attributes.s ? Number(attributes.s) : -1
        value = ''
        isFormula = false
      } else if (name === 'rPh') inPhonetic = true
      else if (name === 'f') isFormula = true
      else if (name === 'v' || (name === 't' && !inPhonetic)) takesText = true
    },
    text(text) {
      if (takesText) value += text
    },
    close(name) {
      if (name === 'v' || name === 't') takesText = false
      else if (name === 'rPh') inPhonetic = false
      else if (name === 'c' && value !== '' && column >= 0 && column < mostColumns) {
        while (cells.length < column) cells.push('')
        cells[column] = cellText(workbook, type, style, value)
      } else if (name === 'c' && isFormula && type !== 'str') unsaved.push(column)
      else if (name === 'row') onRow(line, cells, unsaved)
    },
  }
}

function cellText({ strings, styles, from1904 }: Workbook, type: string, style: number, value: string): string {
  switch (type) {
    case 's':
      return strings[Number(value)] ?? ''
    case 'b':
      return value === '1' || value === 'true' ? 'true' : 'false'
    case 'e':
      return ''
    case 'd':
      return value.replace(/T00:00:00(\.0+)?Z?$/, '')
    case 'n':
      break
    default:
      return unescapeText(value)
  }
  const meaning = styles[style]
  const number = Number(value)
  if (meaning?.kind === 'time') return dateText(number, from1904)
  if (meaning?.kind === 'padded') return value.padStart(meaning.digits, '0')
  return /^-?\d{1,15}$/.test(value) || Number.isNaN(number) ? value : String(number)
}
