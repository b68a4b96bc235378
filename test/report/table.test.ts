import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, describe, expect, it } from 'vitest'
import { AssayError } from '../../main/base/errors.ts'
import { unattended } from '../../main/base/job.ts'
import { writeTableOperation } from '../../main/report/operations.ts'
import { createShop } from '../features/shop.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-table-'))
const shop = createShop()
afterAll(() => {
  shop.close()
  rmSync(folder, { recursive: true })
})

const table = {
  title: '=HYPERLINK("x") 客户',
  subtitle: '2 of 9 rows',
  columns: [
    { label: '+name', kind: 'text' as const },
    { label: 'spend', kind: 'number' as const },
    { label: 'share', kind: 'percent' as const },
    { label: 'last', kind: 'day' as const },
  ],
  rows: [
    ['=1+1', 1234.56789, 0.25, '2024-02-29'],
    ['-王', -3, null, null],
    ['@x', null, 1, '1999-12-31'],
  ],
}
const write = (name: string, work = unattended) =>
  writeTableOperation.run(shop.project, { table, path: join(folder, name) }, work)

describe('one table as a workbook', () => {
  it('has true numbers and dates below a frozen head, and no formula', async () => {
    expect(await write('table.xlsx')).toEqual({ path: join(folder, 'table.xlsx'), rows: 3 })
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(join(folder, 'table.xlsx'))
    const [sheet] = book.worksheets
    const cell = (row: number, column: number) => sheet.getRow(row).getCell(column)
    expect([1, 2, 3].map((row) => cell(row, 1).value)).toEqual([table.title, '2 of 9 rows', '+name'])
    expect(sheet.views).toMatchObject([{ state: 'frozen', ySplit: 3 }])
    expect([cell(4, 2).value, cell(5, 2).value, cell(6, 2).value]).toEqual([1234.56789, -3, null])
    expect([cell(4, 3).value, cell(4, 3).numFmt]).toEqual([0.25, '0.0%'])
    expect([cell(4, 4).value, cell(6, 4).value]).toEqual([new Date(Date.UTC(2024, 1, 29)), new Date(Date.UTC(1999, 11, 31))]) // prettier-ignore
    for (const row of [4, 5, 6]) expect(cell(row, 1)).toMatchObject({ type: ExcelJS.ValueType.String, numFmt: '@' })
    sheet.eachRow((row) => row.eachCell(({ type }) => expect(type).not.toBe(ExcelJS.ValueType.Formula)))
  })

  it('leaves the old file, and nothing beside it, where it is cancelled or the target is open', async () => {
    const cancelled = { ...unattended, checkpoint: () => { throw new AssayError('job.cancelled') } } // prettier-ignore
    writeFileSync(join(folder, 'kept.xlsx'), 'old')
    const before = readdirSync(folder).length
    await expect(write('kept.xlsx', cancelled)).rejects.toMatchObject({ code: 'job.cancelled' })
    writeFileSync(join(folder, '~$kept.xlsx'), '')
    await expect(write('kept.xlsx')).rejects.toMatchObject({ code: 'target.open' })
    expect(readdirSync(folder)).toHaveLength(before + 1)
  })
})
