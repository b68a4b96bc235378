import { expect, it } from 'vitest'
import { tableCsv, tableText } from '../../main/charts/csv.ts'
import type { ChartTable } from '../../main/charts/chart.ts'

const table: ChartTable = {
  columns: [
    { label: 'Brand, "all"', kind: 'text' },
    { label: 'n', kind: 'count' },
  ],
  rows: [
    ['海岬\nCape', 0.1 + 0.2],
    ['=HYPERLINK("x")', -1],
    ['-5', null],
    ['gap', NaN],
  ],
}

it('writes every digit, quotes what needs it and defuses formulas', () => {
  expect(tableCsv(table)).toBe(
    '\uFEFF"Brand, ""all""",n\r\n"海岬\nCape",0.30000000000000004\r\n"\'=HYPERLINK(""x"")",-1\r\n\'-5,\r\ngap,\r\n',
  )
})

it('copies one line per row', () => {
  expect(tableText(table).split('\n')).toHaveLength(5)
  expect(tableText(table).split('\n')[1]).toBe(`海岬 Cape\t${0.1 + 0.2}`)
})
