import ExcelJS, { type Workbook, type Worksheet } from 'exceljs'
import type { Work } from '../base/job.ts'
import { putCell } from '../base/xlsxCell.ts'
import type { Chart, ChartKit } from '../charts/chart.ts'
import { allTables, chartsOf, intervalWords, wordsOf } from './contents.ts'
import { drawChart } from './draw.ts'
import { rasterise } from './rasterise.ts'
import type { Report } from './types.ts'
import { putTable } from './xlsxTable.ts'

/** Characters of a sheet's name. */
const longestName = 31

/**
 * A workbook (Office Open XML): a sheet of words with lineage and limits, a sheet per table with true numbers and dates
 * below a frozen head, and a sheet of the charts as pictures.
 */
export async function renderXlsx(report: Report, kit: ChartKit, work: Work): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  book.creator = report.lineage.at(-1)?.value ?? ''
  book.title = report.title
  book.description = report.lineage.map(({ name, value }) => `${name}: ${value}`).join(' · ')
  const names = createSheetNames()
  putWords(book.addWorksheet(names(kit.translate('report.document.sheets.words'))), report)
  for (const table of allTables(report)) {
    work.checkpoint()
    putTable(book.addWorksheet(names(table.title)), table, intervalWords(kit))
  }
  const charts = report.sections.flatMap(({ blocks }) => chartsOf(blocks))
  if (charts.length > 0) {
    putCharts(book, book.addWorksheet(names(kit.translate('report.document.sheets.charts'))), charts, work)
  }
  return Buffer.from(await book.xlsx.writeBuffer())
}

function putWords(sheet: Worksheet, { title, subtitle, summary, figures, lineage, sections }: Report): void {
  sheet.columns = [{ width: 44 }, { width: 24 }, { width: 24 }, { width: 44 }]
  const put = (cells: (string | number)[], size?: number) => {
    const row = sheet.addRow([])
    cells.forEach((cell, at) => putCell(row.getCell(at + 1), cell, 'text'))
    if (size) row.font = { bold: true, size }
    if (cells.length === 1 && !size) row.getCell(1).alignment = { vertical: 'top' }
  }
  put([title], 16)
  put([subtitle])
  put([summary])
  put([])
  for (const { name, value } of lineage) put([name, value])
  put([])
  for (const { label, value, detail, number, kind } of figures) {
    put([label, value, '', detail])
    if (number !== null) putCell(sheet.lastRow!.getCell(3), number, kind)
  }
  for (const { title: heading, blocks } of sections) {
    put([])
    put([heading], 12)
    for (const block of blocks) for (const text of wordsOf(block) ?? []) put([text])
  }
}

/** Every chart below its title. */
function putCharts(book: Workbook, sheet: Worksheet, charts: Chart[], work: Work): void {
  const rowHeight = 20
  let at = 1
  charts.forEach((chart, done) => {
    work.checkpoint()
    work.progress('draw', done, charts.length)
    putCell(sheet.getCell(at, 1), chart.title, 'text')
    sheet.getCell(at, 1).font = { bold: true }
    putCell(sheet.getCell(at + 1, 1), chart.subtitle, 'text')
    const { png, width, height } = rasterise(drawChart(chart))
    const picture = book.addImage({ buffer: png as unknown as ExcelJS.Buffer, extension: 'png' })
    sheet.addImage(picture, { tl: { col: 0, row: at + 1 }, ext: { width, height } })
    at += 4 + Math.ceil(height / rowHeight)
  })
}

/** Names as sheets may have them: unlike one another, short, without the signs of references. */
function createSheetNames(): (title: string) => string {
  const taken = new Set(['history'])
  return (title) => {
    const plain = title.replace(/[\\/?*[\]:]+/g, ' ').replace(/^'+|'+$/g, '').trim() || '–' // prettier-ignore
    for (let count = 1; ; count++) {
      const end = count === 1 ? '' : ` ${count}`
      const name = [...plain].slice(0, longestName - end.length).join('').slice(0, longestName - end.length).trim() + end // prettier-ignore
      if (taken.has(name.toLowerCase())) continue
      taken.add(name.toLowerCase())
      return name
    }
  }
}
