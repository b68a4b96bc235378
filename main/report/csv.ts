import { csvCell, harmlessText } from '../base/csv.ts'
import { AssayError } from '../base/errors.ts'
import { zipFiles } from '../base/zip.ts'
import type { ChartKit } from '../charts/chart.ts'
import { allTables, intervalWords, wordsOf } from './contents.ts'
import { flattenTable } from './flatTable.ts'
import type { Report, ReportTable } from './types.ts'

type Cells = (string | number | null)[]

/** One table as CSV with a byte order mark, so that spreadsheets read Chinese names. Throws `report.unknownTable`. */
export function tableCsv(report: Report, table: string, kit: ChartKit): string {
  const tables = allTables(report)
  const found = tables.find(({ id }) => id === table)
  if (!found) throw new AssayError('report.unknownTable', { table, tables: tables.map(({ id }) => id).join(', ') })
  return csvText(tableLines(found, kit))
}

/** The whole report in one CSV: its words, then every table below its title, parted by empty lines. */
export function reportCsv(report: Report, kit: ChartKit): string {
  const tables = allTables(report).flatMap((table) => [
    [],
    [table.title],
    ...(table.subtitle === '' ? [] : [[table.subtitle]]),
    ...tableLines(table, kit),
  ])
  return csvText([...wordLines(report), ...tables])
}

/** A ZIP archive of one CSV per table, and one of the report's words, which carries lineage and limits. */
export function reportZip(report: Report, kit: ChartKit): Buffer {
  const tables = allTables(report).map((table, at) => ({
    name: `${String(at + 1).padStart(2, '0')} ${fileName(table.id)}.csv`,
    bytes: Buffer.from(csvText(tableLines(table, kit))),
  }))
  return zipFiles([{ name: '00 report.csv', bytes: Buffer.from(csvText(wordLines(report))) }, ...tables])
}

/** Title, lineage, key figures and every sentence of a report; tables apart. */
function wordLines({ title, subtitle, summary, figures, lineage, sections }: Report): Cells[] {
  return [
    [title],
    [subtitle],
    [summary],
    [],
    ...lineage.map(({ name, value }) => [name, value]),
    [],
    ...figures.map(({ label, value, detail, number }) => [label, number ?? value, value, detail]),
    ...sections.flatMap(({ title: heading, blocks }) => [
      [],
      [heading],
      ...blocks.flatMap((block) => (wordsOf(block) ?? []).map((text) => [text])),
    ]),
  ]
}

function tableLines(table: ReportTable, kit: ChartKit): Cells[] {
  const { columns, rows } = flattenTable(table, intervalWords(kit))
  const head = columns.map(({ label }) => label)
  return head.some((label) => label !== '') ? [head, ...rows] : rows
}

const csvText = (lines: Cells[]): string =>
  `\uFEFF${lines.map((cells) => cells.map((cell) => csvCell(plain(cell))).join(',')).join('\r\n')}\r\n`

/** Numbers keep every digit and their sign; text that a spreadsheet would take for a formula is made harmless. */
const plain = (cell: string | number | null): string =>
  typeof cell === 'string' ? harmlessText(cell) : cell === null || !Number.isFinite(cell) ? '' : String(cell)

const fileName = (id: string): string => id.replace(/[^\p{L}\p{N}._ -]+/gu, '-').slice(0, 60)
