import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FormatChanges } from '../../../main/dataset/contract.ts'
import { dateText, meaningOfFormat } from '../../../main/dataset/formats/xlsx/numberFormats.ts'
import { createTestProject, type TestProject } from '../projects.ts'
import { inspection } from './inspection.ts'
import { xlsxOf, type XlsxCell, type XlsxSheet } from './xlsxFiles.ts'
import { zipOf } from './zipFiles.ts'

let project: TestProject
beforeAll(() => void (project = createTestProject()))
afterAll(() => project.remove())

const inspect = async (sheets: XlsxSheet[], said: FormatChanges = {}) =>
  inspection(project.write('book.xlsx', await xlsxOf(sheets)), said)

const orders = (rows: XlsxCell[][]): XlsxSheet => ({
  name: 'Orders',
  rows: [['user_id', 'order_date', 'product_id', 'amount'], ...rows],
})

describe('a workbook', () => {
  it('gives dates, numbers, truths, codes and the values of formulas as texts, errors as nothing', async () => {
    const formula = { type: 'str', xml: '<f>A1&amp;"x"</f><v>made</v>' }
    const { preview, rows, mapping } = await inspect([
      orders([
        ['u1', { number: 45413, format: 1 }, { number: 42, format: 3 }, 12.5],
        ['u2', { number: 45413.5, format: 2 }, 'P 7', { type: 'e', xml: '<v>#DIV/0!</v>' }],
        ['u3', { number: 0.75, format: 4 }, formula, { type: 'n', xml: '<f>1+1</f><v>2</v>' }],
        ['u4', { type: 'd', xml: '<v>2024-05-02T00:00:00</v>' }, true, 0.1 + 0.2],
        [
          'u5',
          null,
          { type: 'inlineStr', xml: '<is><r><t>in</t></r><r><t>line</t></r><rPh><t>no</t></rPh></is>' },
          1e16,
        ],
      ]),
    ])
    expect(rows).toBe(5)
    expect(mapping).toMatchObject({ user_id: { column: 'user_id' }, time: { column: 'order_date' } })
    expect(preview).toEqual([
      ['u1', '2024-05-01', '000042', '12.5'],
      ['u2', '2024-05-01 12:00:00', 'P 7', ''],
      ['u3', '18:00:00', 'made', '2'],
      ['u4', '2024-05-02', 'true', '0.30000000000000004'],
      ['u5', '', 'inline', '10000000000000000'],
    ])
  })

  it('counts days from 1904 where the workbook does', async () => {
    const path = project.write(
      'mac.xlsx',
      await xlsxOf([orders([['u1', { number: 43951, format: 1 }, 'P', 1]])], { from1904: true }),
    )
    expect((await inspection(path)).preview[0][1]).toBe('2024-05-01')
  })

  it('takes the sheet that looks like an export and says so; another can be said', async () => {
    const notes: XlsxSheet = {
      name: 'Notes',
      rows: Array.from({ length: 90 }, (_, i) => [`line ${i}`, 'text', 'more']),
    }
    const old = { ...orders([['u9', '2023-01-01', 'P9', 9]]), name: 'Old', hidden: true }
    const sheets = [notes, orders([['u1', '2024-05-01', 'P1', 5]]), old]
    const found = await inspect(sheets)
    expect(found.format.sheet).toBe('Orders')
    expect(found.sheets).toEqual(['Notes', 'Orders', 'Old'])
    expect(found.ambiguities).toEqual([{ code: 'sheet', column: null, chosen: 'Orders' }])
    const said = await inspect(sheets, { sheet: 'Old' })
    expect(said.preview).toEqual([['u9', '2023-01-01', 'P9', '9']])
    expect(said.ambiguities).toEqual([])
    await expect(inspect(sheets, { sheet: 'New' })).rejects.toMatchObject({ code: 'dataset.unknownSheet' })
  })

  it('finds a header below a title, over two rows with merged cells, and repeats what rows share', async () => {
    const { columns, format, preview } = await inspect([
      {
        name: 'Sales',
        rows: [
          ['Sales of May 2024'],
          ['exported by', 'Ann'],
          ['Customer', 'Date', 'Sold', null, 'Returned', null],
          [null, null, 'Units', 'Amount', 'Units', 'Amount'],
          ['u1', '2024-05-01', 1, 2.5, 0, 0],
          [null, '2024-05-02', 2, 5, 0, 0],
          ['u2', '2024-05-03', 3, 7.5, 1, 2.5],
          ['u3', '2024-05-04', 3, 7.5, 1, 2.5],
          ['Total', null, null, 22.5, null, null],
        ],
        merges: ['A1:F1', 'A3:A4', 'B3:B4', 'C3:D3', 'E3:F3', 'A5:A6'],
      },
    ])
    expect(format).toMatchObject({ skipRows: 2, headerRows: 2, header: true })
    expect(columns.map(({ name }) => name)).toEqual([
      'Customer',
      'Date',
      'Sold Units',
      'Sold Amount',
      'Returned Units',
      'Returned Amount',
    ])
    expect(preview.map(([customer]) => customer)).toEqual(['u1', 'u1', 'u2', 'u3'])
  })

  it('imports with every row accounted for', async () => {
    const rows: XlsxCell[][] = [
      ['u1', { number: 45413, format: 1 }, 'P1', 5],
      ['u2', 'no date', 'P1', 5],
      ['user_id', 'order_date', 'product_id', 'amount'],
      ['u3', { number: 45414, format: 1 }, 'P2', 6],
      ['合计', null, null, 16],
    ]
    const path = project.write('rows.xlsx', await xlsxOf([orders(rows)]))
    const result = await project.import(path, 'orders')
    expect(result).toMatchObject({ rowsRead: 5, rowsKept: 2, rowsRejected: 3 })
    expect(result.rejects).toEqual({ 'invalid.time': 1, 'header.repeated': 1, total: 1 })
    expect(project.all('SELECT line, reason FROM reject ORDER BY line')).toEqual([
      { line: 3, reason: 'invalid.time' },
      { line: 4, reason: 'header.repeated' },
      { line: 6, reason: 'total' },
    ])
    const gzipped = await inspection(project.write('rows.xlsx.gz', gzipSync(await xlsxOf([orders(rows)]))))
    expect(gzipped.format).toMatchObject({ container: 'xlsx', compression: 'gzip', sheet: 'Orders' })
    expect(gzipped.rows).toBe(5)
  })

  it('refuses what it can’t read, by what it is', async () => {
    const compound = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600)])
    const encrypted = Buffer.concat([compound, Buffer.from('EncryptedPackage', 'utf16le')])
    const codeOf = (name: string, content: Uint8Array) =>
      inspection(project.write(name, content)).then(
        () => 'read',
        (error: { code?: string }) => error.code,
      )
    expect(await codeOf('old.xls', compound)).toBe('dataset.oldExcel')
    expect(await codeOf('secret.xlsx', encrypted)).toBe('dataset.encrypted')
    expect(await codeOf('cut.xlsx', (await xlsxOf([orders([])])).subarray(0, 900))).toBe('dataset.damaged')
    const broken = { '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook><sheets>' }
    expect(await codeOf('broken.xlsx', await zipOf(broken))).toBe('dataset.damaged')
    expect(await codeOf('binary.xlsb', await zipOf({ 'xl/workbook.bin': 'x' }))).toBe('dataset.unsupported')
    expect(await codeOf('open.ods', await zipOf({ mimetype: 'x', 'content.xml': 'x' }))).toBe('dataset.unsupported')
  })

  it('unpacks no more than it is allowed', async () => {
    const path = project.write(
      'bomb.xlsx.gz',
      gzipSync(Buffer.concat([await xlsxOf([orders([])]), Buffer.alloc(3_000_000)])),
    )
    await expect(inspection(path, { unpackLimitMb: 2 })).rejects.toMatchObject({ code: 'dataset.unpackLimit' })
  })

  it('gives back any texts and numbers', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'Z', '商', '😀', ' ', '&', '<', '"', ';', '\n', '_'),
      maxLength: 12,
    })
    const cell = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null))
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const named = rows.map((row, i): XlsxCell[] => [`k${i}`, ...row])
        const { preview } = await inspect([{ name: 'S', rows: [['user_id', 'b', 'c', 'd'], ...named] }], {
          header: true,
          headerRows: 1,
          skipRows: 0,
        })
        const expected = named.map((row) => row.map((each) => (each === null ? '' : String(each).trim())))
        expect(preview.map((row) => [...row, '', '', ''].slice(0, 4))).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })
})

describe('number formats', () => {
  it.each([
    ['yyyy-mm-dd', 'time'],
    ['[$-804]yyyy"年"m"月"d"日"', 'time'],
    ['上午/下午h:mm', 'time'],
    ['[h]:mm:ss', 'number'],
    ['General', 'number'],
    ['0.00E+00', 'number'],
    ['#,##0.00 "days"', 'number'],
    ['[Red]#,##0;[Blue]-#,##0', 'number'],
    ['_-¥* #,##0.00_-', 'number'],
    ['00000', 'padded'],
  ])('%s means %s', (format, kind) => {
    expect(meaningOfFormat(format).kind).toBe(kind)
  })

  it('reads serials as spreadsheets do, the day that never was included', () => {
    expect([1, 59, 61, 45413, 2958465].map((serial) => dateText(serial, false))).toEqual([
      '1900-01-01',
      '1900-02-28',
      '1900-03-01',
      '2024-05-01',
      '9999-12-31',
    ])
    expect(dateText(45413.99999, false)).toBe('2024-05-01 23:59:59.136')
    expect(dateText(45413 + 1 / 3, false)).toBe('2024-05-01 08:00:00')
  })
})
