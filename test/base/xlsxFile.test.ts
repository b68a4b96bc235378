import ExcelJS from 'exceljs'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeCsvFile } from '../../main/base/csvFile.ts'
import { AssayError } from '../../main/base/errors.ts'
import { unattended, type Work } from '../../main/base/job.ts'
import { writeXlsxFile } from '../../main/base/xlsxFile.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'assay-xlsx-'))
const columns = [
  { label: 'name', kind: 'text' as const },
  { label: 'time', kind: 'time' as const },
  { label: 'money', kind: 'money' as const },
]

/** A job that is cancelled after so many looks. */
const cancelledAfter = (looks: number): Work => ({
  ...unattended,
  checkpoint() {
    if (looks-- === 0) throw new AssayError('job.cancelled')
  },
})

describe('writeXlsxFile', () => {
  it('writes true times and numbers below a frozen head, and text that no program computes', async () => {
    const path = join(folder(), 'rows.xlsx')
    const rows = [
      ['=1+1', Date.UTC(2024, 1, 29, 23, 59, 58), 1.005],
      ['红色', null, 12_345.67],
    ]
    expect(await writeXlsxFile(path, columns, { count: 2, rows }, unattended)).toBe(2)
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(path)
    const [sheet] = book.worksheets
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
    expect(sheet.getRow(1).values).toEqual([undefined, 'name', 'time', 'money'])
    expect(sheet.getCell('A2').value).toBe('=1+1')
    expect(sheet.getCell('A2').numFmt).toBe('@')
    expect(sheet.getCell('B2').value).toEqual(new Date(Date.UTC(2024, 1, 29, 23, 59, 58)))
    expect(sheet.getCell('C2').value).toBe(1.005)
    expect(sheet.getCell('B3').value).toBeNull()
    expect(sheet.getCell('A3').value).toBe('红色')
  })

  it('refuses more rows than a sheet holds', async () => {
    const path = join(folder(), 'rows.xlsx')
    const writing = writeXlsxFile(path, columns, { count: 1_048_576, rows: [] }, unattended)
    await expect(writing).rejects.toMatchObject({ code: 'target.tooManyRows' })
    expect(existsSync(path)).toBe(false)
  })
})

const many = Array.from({ length: 10_000 }, (_, i) => [`customer ${i}`, i, i])
const writers = {
  csv: (path: string, work: Work) => writeCsvFile(path, ['name', 'time', 'money'], many, work),
  xlsx: (path: string, work: Work) => writeXlsxFile(path, columns, { count: many.length, rows: many }, work),
}

describe.each(Object.entries(writers))('an export as %s', (format, write) => {
  it('leaves the old file as it was when it is cancelled half-way, and nothing beside it', async () => {
    const own = folder()
    const path = join(own, `rows.${format}`)
    writeFileSync(path, 'old')
    await expect(write(path, cancelledAfter(2))).rejects.toMatchObject({ code: 'job.cancelled' })
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(readdirSync(own)).toEqual([`rows.${format}`])
  })

  it('refuses a read-only target and one that a spreadsheet has open', async () => {
    const own = folder()
    const readOnly = join(own, `rows.${format}`)
    writeFileSync(readOnly, 'old')
    chmodSync(readOnly, 0o444)
    await expect(write(readOnly, unattended)).rejects.toMatchObject({ code: 'target.readOnly' })
    const open = join(own, `open.${format}`)
    writeFileSync(join(own, `.~lock.open.${format}#`), '')
    writeFileSync(open, 'old')
    await expect(write(open, unattended)).rejects.toMatchObject({ code: 'target.open' })
    expect(readFileSync(open, 'utf8')).toBe('old')
  })
})
