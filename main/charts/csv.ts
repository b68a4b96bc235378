import { csvCell } from '../base/csv.ts'
import type { ChartTable } from './chart.ts'

/**
 * A chart's figures as CSV (RFC 4180) with a byte order mark, so that spreadsheets read Chinese names. Text that a
 * spreadsheet would take for a formula gets a leading apostrophe.
 */
export function tableCsv({ columns, rows }: ChartTable): string {
  const lines = [columns.map(({ label }) => label), ...rows].map((cells) =>
    cells.map((cell) => csvCell(plain(cell))).join(','),
  )
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

/** Tab-separated, for pasting into a spreadsheet. */
export const tableText = ({ columns, rows }: ChartTable): string =>
  [columns.map(({ label }) => label), ...rows]
    .map((cells) => cells.map((cell) => plain(cell).replace(/[\t\r\n]+/g, ' ')).join('\t'))
    .join('\n')

const plain = (cell: string | number | null): string =>
  cell === null || (typeof cell === 'number' && !Number.isFinite(cell))
    ? ''
    : typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell)
      ? `'${cell}`
      : String(cell)
