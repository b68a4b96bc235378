import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { AssayError } from './errors.ts'
import type { Work } from './job.ts'
import { replaceFile } from './replaceFile.ts'
import { putCell, type SheetKind } from './xlsxCell.ts'

/** What a sheet holds, its head among them (ECMA-376). */
const sheetRows = 1_048_576
const rowsPerTurn = 2000

/**
 * Writes rows as a workbook of one sheet with a frozen head, all or nothing, and never holds more than a few of them.
 * Returns the number of rows below the head. Throws `target.tooManyRows` and what `replaceFile` throws.
 */
export async function writeXlsxFile(
  path: string,
  columns: readonly { label: string; kind: SheetKind }[],
  { count, rows }: { count: number; rows: Iterable<readonly (string | number | null)[]> },
  work: Work,
): Promise<number> {
  if (count >= sheetRows) throw new AssayError('target.tooManyRows', { rows: count, limit: sheetRows - 1 })
  const { default: ExcelJS } = await import('exceljs')
  return replaceFile(path, async (unfinished) => {
    const stream = createWriteStream(unfinished)
    try {
      await once(stream, 'open')
      const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true })
      const sheet = book.addWorksheet('1', { views: [{ state: 'frozen', ySplit: 1 }] })
      sheet.columns = columns.map(({ label, kind }) => ({ width: widthOf(label, kind) }))
      const head = sheet.addRow([])
      columns.forEach(({ label }, at) => putCell(head.getCell(at + 1), label, 'text'))
      head.font = { bold: true }
      head.commit()
      let written = 0
      for (const cells of rows) {
        const row = sheet.addRow([])
        cells.forEach((cell, at) => putCell(row.getCell(at + 1), cell, columns[at].kind))
        row.commit()
        if (++written % rowsPerTurn !== 0) continue
        work.checkpoint()
        work.progress('export', written, count)
        await new Promise((resume) => setImmediate(resume))
      }
      await book.commit()
      return written
    } finally {
      stream.destroy()
    }
  })
}

const widthOf = (label: string, kind: SheetKind) => Math.max(label.length + 2, kind === 'text' ? 20 : kind === 'time' ? 19 : 12) // prettier-ignore
