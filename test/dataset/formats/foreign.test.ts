import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestProject, type TestProject } from '../projects.ts'
import { inspection } from './inspection.ts'
import { xlsxOf, type XlsxCell, type XlsxSheet } from './xlsxFiles.ts'

let project: TestProject
beforeEach(() => void (project = createTestProject()))
afterEach(() => project.remove())

const foreign = (name: string) => join(import.meta.dirname, 'foreign', name)

/** Files that other programs wrote: what they do and our own writers do not. */
describe('Parquet of other writers', () => {
  it('by Arrow: two columns of one name, packed nulls, bytes, structures that are missing', async () => {
    const { columns, preview } = await inspection(foreign('arrow.parquet'))
    expect(columns.map(({ name }) => name)).toEqual(
      'user_id,event_time,x,x (2),nothing,address.city,address.zip,price,key,utc'.split(','),
    )
    expect(preview).toEqual([
      ...[
        [
          '9007199254740993',
          '2024-03-01T10:05:30.250',
          '1',
          'a',
          '',
          '',
          '',
          '1.10',
          '0001ff',
          '2024-03-01T10:05:30.250Z',
        ],
      ],
      ...[['2', '2024-03-01T10:06:31.250', '2', '', '', 'Oslo', '7', '', 'abc', '2024-03-01T10:06:31.250Z']],
      ...[['', '2024-03-01T10:07:32.250', '3', 'c', '', '', '8', '-0.05', '', '2024-03-01T10:07:32.250Z']],
    ])
  })

  it('by DuckDB: intervals, ids of 128 bits, huge numbers, lists and structures', async () => {
    const { preview } = await inspection(foreign('duckdb.parquet'))
    expect(preview[1]).toEqual([
      ...['u1', '2024-03-01T10:05:30Z', 'P1M3DT4.5S', '6bbd55b8-3f4f-4a0e-9c8e-0d2b3c4d5e6f', '3', '0.125', 'a;b', '1'],
      '2024-03-01',
    ])
  })
})

const year = (name: string, rows: XlsxCell[][]): XlsxSheet => ({
  name,
  rows: [['Invoice', 'InvoiceDate', 'Customer ID', 'Price'], ...rows],
})

describe('workbooks of other writers', () => {
  const years = [
    year('Year 2009-2010', [
      [1, '2009-12-01', 'c1', 5],
      [2, 'never', 'c2', 5],
    ]),
    year('Year 2010-2011', [
      [3, '2010-12-01', 'c1', 5],
      [4, 'never', 'c2', 5],
      [5, '2010-12-03', 'c3', 5],
    ]),
    { name: 'Notes', rows: [['what', 'this', 'is']] },
  ]

  it('with sheets of the same columns are one table, unless one sheet is said', async () => {
    const path = project.write('years.xlsx', await xlsxOf(years))
    const found = await inspection(path)
    expect(found.rows).toBe(5)
    expect(found.ambiguities).toEqual([{ code: 'sheets', column: null, chosen: 'Year 2009-2010, Year 2010-2011' }])
    const result = await project.import(path, 'orders')
    expect(result).toMatchObject({ rowsRead: 5, rowsKept: 3, rejects: { 'invalid.time': 2 } })
    expect(project.all('SELECT line FROM reject')).toHaveLength(2)
    expect(await project.import(path, 'orders')).toMatchObject({ rowsDuplicate: 5 })
  })

  it('give each sheet that is said, once', async () => {
    const path = project.write('years.xlsx', await xlsxOf(years))
    const take = (sheet: string) => project.import(path, 'orders', { format: { sheet } })
    expect(await take('Year 2009-2010')).toMatchObject({ rowsKept: 1, rowsDuplicate: 0 })
    expect(await take('Year 2010-2011')).toMatchObject({ rowsKept: 2, rowsDuplicate: 0 })
    expect(await take('Year 2010-2011')).toMatchObject({ rowsKept: 0, rowsDuplicate: 3 })
  })

  it('may hold formulas that were saved without values: that is said', async () => {
    const formula: XlsxCell = { type: 'n', xml: '<f>B2*2</f><v></v>' }
    const rows: XlsxCell[][] = [1, 2].map((i) => [i, '2024-05-01', 'c1', formula])
    const { ambiguities } = await inspection(project.write('open.xlsx', await xlsxOf([year('S', rows)])))
    expect(ambiguities).toEqual([{ code: 'unsavedFormulas', column: 'Price', chosen: '' }])
  })
})
