import { describe, expect, it } from 'vitest'
import { compareValues, tableOf, toTabSeparated, type TableColumn } from '../../renderer/src/components/tableColumns.ts'
import { scoreMatch } from '../../renderer/src/frame/commandSearch.ts'

interface Row {
  name: string
  spend: number | null
}
const columns: TableColumn<Row>[] = [
  { key: 'name', title: 'Name', value: (row) => row.name },
  { key: 'spend', title: 'Spend', value: (row) => row.spend, text: () => 'rounded' },
]

describe('copying a table', () => {
  it('copies values, not what is shown, and keeps rows and columns apart', () => {
    const rows = [
      { name: 'Ann\tLee\nx', spend: 12.3456 },
      { name: '王', spend: null },
    ]
    expect(toTabSeparated(columns, rows)).toBe('Name\tSpend\nAnn Lee x\t12.3456\n王\t')
  })
})

describe('a table that becomes a file', () => {
  it('holds the values themselves, and says which are numbers and days', () => {
    const dated: TableColumn<Row>[] = [
      { ...columns[0], isNumber: false },
      { ...columns[1], isNumber: true },
      { key: 'last', title: 'Last', value: (row) => (row.spend === null ? null : '2024-05-01') },
      { key: 'share', title: 'Share', value: (row) => row.spend, isNumber: true, kind: 'percent' },
    ]
    const rows = [
      { name: '=Ann', spend: 12.3456 },
      { name: '王', spend: null },
    ]
    expect(tableOf(dated, rows)).toEqual({
      columns: [
        { label: 'Name', kind: 'text' },
        { label: 'Spend', kind: 'number' },
        { label: 'Last', kind: 'day' },
        { label: 'Share', kind: 'percent' },
      ],
      rows: [
        ['=Ann', 12.3456, '2024-05-01', 12.3456],
        ['王', null, null, null],
      ],
    })
    expect(tableOf(dated, []).columns.map(({ kind }) => kind)).toEqual(['text', 'number', 'text', 'percent'])
  })
})

describe('sorting', () => {
  it('orders numbers by size, texts by alphabet, and puts missing values last', () => {
    expect([10, 9, null, 100].sort(compareValues)).toEqual([9, 10, 100, null])
    expect(['b', null, 'a'].sort(compareValues)).toEqual(['a', 'b', null])
  })
})

describe('the palette', () => {
  it('ranks what holds the typed letters in a row above what holds them scattered, and drops the rest', () => {
    expect(scoreMatch('Import', 'imp')).toBeGreaterThan(scoreMatch('Import', 'ipt'))
    expect(scoreMatch('Import', 'ipt')).toBeGreaterThan(0)
    expect(scoreMatch('Import', 'tpi')).toBe(0)
    expect(scoreMatch('数据', '据')).toBeGreaterThan(0)
    expect(scoreMatch('anything', '')).toBeGreaterThan(0)
  })
})
