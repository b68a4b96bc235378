import ExcelJS, { type Worksheet } from 'exceljs'
import { putCell } from '../base/xlsxCell.ts'
import type { CellKind } from '../charts/chart.ts'
import { flattenTable, kindOf } from './flatTable.ts'
import type { ReportTable } from './types.ts'

/** A table with true numbers and dates below its title and a frozen head. `words` head the ends of intervals. */
export function putTable(sheet: Worksheet, table: ReportTable, words: { low: string; high: string }): void {
  const { columns, rows } = flattenTable(table, words)
  const hasHead = columns.some(({ label }) => label !== '')
  const title = sheet.addRow([])
  putCell(title.getCell(1), table.title, 'text')
  title.font = { bold: true, size: 12 }
  putCell(sheet.addRow([]).getCell(1), table.subtitle, 'text')
  if (hasHead) {
    const head = sheet.addRow([])
    columns.forEach(({ label }, at) => putCell(head.getCell(at + 1), label, 'text'))
    head.font = { bold: true }
    head.eachCell((cell) => (cell.border = { bottom: { style: 'thin' } }))
    sheet.views = [{ state: 'frozen', xSplit: table.keys, ySplit: 3 }]
    sheet.autoFilter = { from: { row: 3, column: 1 }, to: { row: 3 + rows.length, column: columns.length } }
  }
  const kinds = { columns, rowKinds: table.rowKinds }
  rows.forEach((cells, number) => {
    const row = sheet.addRow([])
    cells.forEach((cell, at) => putCell(row.getCell(at + 1), cell, kindOf(kinds, number, at)))
  })
  columns.forEach((column, at) => (sheet.getColumn(at + 1).width = widthOf(column, rows, at)))
}

/** Characters; Chinese ones take two. */
function widthOf({ label, kind }: { label: string; kind: CellKind }, rows: (string | number | null)[][], at: number) {
  const width = (text: string) => [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? 2 : 1), 0)
  const longest = rows.slice(0, 200).map((row) => (typeof row[at] === 'string' ? width(row[at]) : 0))
  return Math.min(48, Math.max(10, width(label) + 2, kind === 'text' ? Math.max(0, ...longest) + 1 : 12))
}

/** A workbook of one table. */
export async function tableXlsx(table: ReportTable): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  book.title = table.title
  // The title stands in the sheet; its tab takes a name that every spreadsheet allows.
  putTable(book.addWorksheet('1'), table, { low: '', high: '' })
  return Buffer.from(await book.xlsx.writeBuffer())
}
