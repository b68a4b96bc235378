import { describe, expect, it } from 'vitest'
import { describeColumn } from '../../../main/dataset/columns.ts'
import { createShape } from '../../../main/dataset/shape/shape.ts'
import type { ShapeSample } from '../../../main/dataset/shape/proposal.ts'
import { proposeShape } from '../../../main/dataset/shape/propose.ts'

function sample(text: string): ShapeSample {
  const [header, ...rows] = text.split('\n').map((line) => line.split('\t').map((cell) => cell.trim()))
  const columns = header.map((name, i) =>
    describeColumn(
      name,
      rows.map((row) => row[i]),
      '.',
    ),
  )
  return { columns, rows }
}

/** The proposal, and the first rows it gives. */
function proposed(text: string) {
  const given = sample(text)
  const proposal = proposeShape(given)
  if (!proposal) return null
  const names = given.columns.map(({ name }) => name)
  const shape = createShape(names, proposal.steps, { decimal: '.', timezone: 'UTC', dates: {}, lookups: [] })
  const rows = given.rows
    .flatMap((cells, i) => shape.push({ cells, line: i, raw: '' }))
    .map(({ cells }) => cells.join('|'))
  return { ...proposal, shaped: [shape.columns.join('|'), ...rows] }
}

describe('proposing a shape', () => {
  it('sees months side by side', () => {
    const found = proposed('customer\t2024-01\t2024-02\t2024-03\nA\t9.5\t\t3\nB\t\t2\t')
    expect(found).toMatchObject({ reason: 'months', columns: ['2024-01', '2024-02', '2024-03'] })
    expect(found?.shaped.slice(0, 2)).toEqual(['customer|time|amount', 'A|2024-01-01|9.5'])
    expect(proposed('id\tsales_202401\tsales_202402\tsales_202403\n1\t2\t3\t4')?.steps[0]).toMatchObject({
      columns: { pattern: 'sales_*' },
      value: 'quantity',
    })
  })

  it('sees brands side by side', () => {
    const found = proposed('customer\tunits Nike\tunits 耐克\tunits Puma\tunits Asics\nA\t1\t0\t0\t2\nB\t0\t0\t3\t0')
    expect(found).toMatchObject({ reason: 'alike', steps: [{ columns: { pattern: 'units *' }, zeros: 'skip' }] })
    expect(found?.shaped).toEqual(['customer|brand|quantity', 'A|Nike|1', 'A|Asics|2', 'B|Puma|3'])
    const plain = proposed('user_id\tdate\ta\tb\tc\td\te\tf\tg\th\n1\t2024-01-01\t1\t\t\t\t2\t\t\t')
    expect(plain?.steps[0]).toMatchObject({ columns: { except: ['user_id', 'date'] } })
  })

  it('takes no columns for brands that exports leave empty', () => {
    const rows = Array.from({ length: 12 }, (_, i) => `u${i}\t2024-01-01\t5${'\t'.repeat(8)}`)
    expect(proposed(['user_id\tdate\tfee\ta\tb\tc\td\te\tf\tg\th', ...rows].join('\n'))).toBeNull()
  })

  it('sees numbered columns', () => {
    const found = proposed('order\ttotal\titem1_sku\titem1_qty\titem2_sku\titem2_qty\n1\t30\tA\t2\tB\t1')
    expect(found).toMatchObject({ reason: 'groups', columns: ['item1_sku', 'item1_qty', 'item2_sku', 'item2_qty'] })
    expect(found?.shaped).toEqual(['order|total|sku|qty', '1|20|A|2', '1|10|B|1'])
    expect(proposed('order\tproduct 1\tproduct 2\tproduct 3\n1\tA\tB\t')?.shaped).toEqual([
      'order|product',
      '1|A',
      '1|B',
    ])
  })

  it.each([
    ['SKU1 x2; SKU2', 'SKU3 x1', ['SKU1|2', 'SKU2|', 'SKU3|1']],
    ['SKU1:2:9.90|SKU2:1:5', 'SKU3:1:7', ['SKU1|2|9.90', 'SKU2|1|5', 'SKU3|1|7']],
    ['2x Tea, 1x Cup', '3x Tea', ['2|Tea', '1|Cup', '3|Tea']],
    ['茶×2；杯×1', '茶×1', ['茶|2', '杯|1', '茶|1']],
  ])('sees the list %s', (first, second, expected) => {
    const found = proposed(`order\tlist\n1\t${first}\n2\t${second}`)
    expect(found?.reason).toBe('items')
    expect(found?.shaped.slice(1).map((row) => row.replace(/^\d\|/, ''))).toEqual(expected)
  })

  it('sees JSON lists, and splits the money of the order', () => {
    const found = proposed('order\ttotal\titems\n1\t30\t[{"sku":"A","qty":2},{"sku":"B","qty":1}]')
    expect(found).toMatchObject({ reason: 'jsonItems', columns: ['items'] })
    expect(found?.shaped).toEqual(['order|total|sku|qty', '1|20|A|2', '1|10|B|1'])
  })

  it('finds new names where the file has the old ones', () => {
    const found = proposed('order\tquantity\tlist\n1\t3\tA x2; B x1')
    expect(found?.shaped).toEqual(['order|quantity|sku|item_quantity', '1|3|A|2', '1|3|B|1'])
  })

  it.each([
    'user_id\titem_id\tcategory_id\tbehavior_type\ttimestamp\n1\t2\t3\tpv\t1511544070',
    'InvoiceNo\tStockCode\tDescription\tQuantity\tInvoiceDate\tUnitPrice\tCustomerID\n1\tA\tWhite, heart; holder\t6\t12/1/2010 8:26\t2.55\t17850',
    'customer_id\tage\tincome\tvisits\tscore\n1\t30\t4000\t3\t7',
    'Name\tAddress1\tAddress2\tZip\nA\tMain St 1\tFloor 2\t1010',
    'household_key\tcoupon_disc\tcoupon_match_disc\tretail_disc\n1\t0\t0\t-0.6',
    'product_id\ttags\nA\tred, blue, new\nB\tred',
  ])('leaves an ordinary file alone: %s', (text) => expect(proposed(text)).toBeNull())
})
