import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssayError } from '../../../main/base/errors.ts'
import type { LookupTable } from '../../../main/dataset/shape/lookup.ts'
import { createShape, type ShapeAids, type Shaped } from '../../../main/dataset/shape/shape.ts'
import { splitSum } from '../../../main/dataset/shape/shares.ts'
import { shapeSteps, type ShapeStepInput } from '../../../main/dataset/shape/steps.ts'

interface Outcome {
  columns: string[]
  rows: string[][]
  rejects: [line: number, reason: string][]
  skipped: number
}

function run(
  columns: string[],
  steps: ShapeStepInput[],
  records: string[][],
  lookups: LookupTable[] = [],
  aids: Partial<ShapeAids> = {},
): Outcome {
  const shape = createShape(columns, shapeSteps.parse(steps), {
    decimal: '.',
    timezone: 'UTC',
    dates: {},
    lookups,
    ...aids,
  })
  const all: Shaped[] = records.flatMap((cells, i) => shape.push({ cells, line: i + 2, raw: cells.join() }))
  all.push(...shape.end())
  return {
    columns: shape.columns,
    rows: all.filter(({ reject }) => reject === null).map(({ cells }) => cells),
    rejects: all.flatMap(({ line, reject }) => (reject === null ? [] : [[line, reject] as [number, string]])),
    skipped: shape.cellsSkipped(),
  }
}

function failure(columns: string[], steps: ShapeStepInput[], lookups: LookupTable[] = []) {
  try {
    run(columns, steps, [], lookups)
  } catch (error) {
    if (error instanceof AssayError) return { code: error.code, ...error.params }
  }
  return null
}

describe('unpivot', () => {
  const wide = ['customer', '2024-05', '2024-06', 'note']

  it('makes a row of each month that holds something', () => {
    const outcome = run(
      wide,
      [{ step: 'unpivot', columns: { dates: true }, name: 'month', value: 'spend', read: 'date' }],
      [
        ['c1', '10', '', 'vip'],
        ['c2', ' NULL ', '', ''],
        ['c3', '0', '7', ''],
      ],
    )
    expect(outcome.columns).toEqual(['customer', 'note', 'month', 'spend'])
    expect(outcome.rows).toEqual([
      ['c1', 'vip', '2024-05-01', '10'],
      ['c3', '', '2024-05-01', '0'],
      ['c3', '', '2024-06-01', '7'],
    ])
    expect(outcome.rejects).toEqual([[3, 'shape.noValue']])
    expect(outcome.skipped).toBe(3)
  })

  it.each<[string, ShapeStepInput, string[]]>([
    ['a list', { step: 'unpivot', columns: { list: ['b', 'd'] }, name: 'n', value: 'v' }, ['b', 'd']],
    ['a range', { step: 'unpivot', columns: { from: 'd', to: 'b' }, name: 'n', value: 'v' }, ['b', 'c', 'd']],
    ['all but some', { step: 'unpivot', columns: { except: ['a'] }, name: 'n', value: 'v' }, ['b', 'c', 'd']],
  ])('takes columns by %s', (_, step, names) => {
    const { rows } = run(['a', 'b', 'c', 'd'], [step], [['1', '2', '3', '4']])
    expect(rows.map((cells) => cells.at(-2))).toEqual(names)
  })

  it('takes the starred part of a pattern as the name', () => {
    const step: ShapeStepInput = { step: 'unpivot', columns: { pattern: 'units_*' }, name: 'brand', value: 'units' }
    const { columns, rows } = run(['id', 'units_Nike', 'units_耐克', 'sum'], [step], [['1', '3', '4', '7']])
    expect(columns).toEqual(['id', 'sum', 'brand', 'units'])
    expect(rows.map((cells) => cells[2])).toEqual(['Nike', '耐克'])
  })

  it('skips zeros where told to', () => {
    const step: ShapeStepInput = { step: 'unpivot', columns: { except: ['a'] }, name: 'n', value: 'v', zeros: 'skip' }
    expect(run(['a', 'b', 'c'], [step], [['1', '0.00', '2']])).toMatchObject({ rows: [['1', 'c', '2']], skipped: 1 })
  })

  it('refuses what does not fit the columns', () => {
    const step = { step: 'unpivot', name: 'n', value: 'v' } as const
    expect(failure(wide, [{ ...step, columns: { list: ['nope'] } }])).toMatchObject({ code: 'shape.column', step: 1 })
    expect(failure(wide, [{ ...step, columns: { pattern: 'x*' } }])).toMatchObject({ code: 'shape.noColumns' })
    expect(failure(wide, [{ ...step, columns: { list: ['note'] }, read: 'date' }])).toMatchObject({
      code: 'shape.columnName',
      column: 'note',
    })
    expect(failure(wide, [{ ...step, name: 'customer', columns: { dates: true } }])).toMatchObject({
      code: 'shape.column',
      column: 'customer',
    })
  })

  it('gives as many rows as there are full cells, and counts all others', () => {
    const cell = fc.constantFrom('', ' ', 'NULL', '0', '1.5', 'x')
    const table = fc
      .integer({ min: 1, max: 6 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width })))
    fc.assert(
      fc.property(table, (values) => {
        const width = values[0]?.length ?? 1
        const columns = ['id', ...Array.from({ length: width }, (_, i) => `c${i}`)]
        const records = values.map((row, i) => [`${i}`, ...row])
        const step: ShapeStepInput = { step: 'unpivot', columns: { except: ['id'] }, name: 'n', value: 'v' }
        const outcome = run(columns, [step], records)
        const full = values.flat().filter((each) => !['', ' ', 'NULL'].includes(each)).length
        expect(outcome.rows).toHaveLength(full)
        expect(outcome.rows.length + outcome.skipped).toBe(values.flat().length)
        const empty = values.filter((row) => row.every((each) => ['', ' ', 'NULL'].includes(each))).length
        expect(outcome.rejects).toHaveLength(empty)
      }),
    )
  })
})

describe('items', () => {
  const list = (pattern: string, separator = ';'): ShapeStepInput => ({
    step: 'items',
    from: { column: 'items', separator, pattern },
  })

  it.each([
    [
      '{sku}[ x{quantity:number}]',
      ';',
      'SKU1 x2; SKU-2 ;box x X9 x3',
      [
        ['SKU1', '2'],
        ['SKU-2', ''],
        ['box x X9', '3'],
      ],
    ],
    [
      '{quantity:number} x {sku}',
      '|',
      '2x A|10 x  B C',
      [
        ['2', 'A'],
        ['10', 'B C'],
      ],
    ],
    [
      '{sku}:{quantity:number}:{price:number}',
      '|',
      'A:2:9.90|B:1:1,000.5',
      [
        ['A', '2', '9.90'],
        ['B', '1', '1,000.5'],
      ],
    ],
    [
      '{title} ({sku}) * {quantity:number}',
      '\n',
      'Tea (big) (T1) * 2\nCup (C) * 1',
      [
        ['Tea (big)', 'T1', '2'],
        ['Cup', 'C', '1'],
      ],
    ],
    [
      '{title}[【{sku}】]×{quantity:number}',
      '，',
      '茶【T1】×2，杯×1',
      [
        ['茶', 'T1', '2'],
        ['杯', '', '1'],
      ],
    ],
  ])('reads %s', (pattern, separator, cell, expected) => {
    const { rows } = run(['order', 'items'], [list(pattern, separator)], [['o1', cell]])
    expect(rows).toEqual(expected.map((item) => ['o1', ...item]))
  })

  it('rejects the items that do not fit, and empty lists', () => {
    const outcome = run(
      ['order', 'items'],
      [list('{sku} x{quantity:number}')],
      [
        ['o1', 'A x2; B'],
        ['o2', ''],
        ['o3', 'A x1;'.repeat(10_001)],
      ],
    )
    expect(outcome.rows).toEqual([['o1', 'A', '2']])
    expect(outcome.rejects).toEqual([
      [2, 'shape.item'],
      [3, 'shape.noValue'],
      [4, 'shape.tooManyItems'],
    ])
  })

  it('reads JSON arrays, long ids untouched', () => {
    const from = { column: 'items', json: { sku: 'product.id', quantity: 'qty' } }
    const outcome = run(
      ['order', 'items'],
      [{ step: 'items', from }],
      [
        ['o1', '[{"product":{"id":12345678901234567890},"qty":1.5},{"product":{"id":"A"}}, 7]'],
        ['o2', '[{"product"'],
        ['o3', '{"product":{"id":"B"},"qty":null}'],
        ['o4', '[]'],
      ],
    )
    expect(outcome.rows).toEqual([
      ['o1', '12345678901234567890', '1.5'],
      ['o1', 'A', ''],
      ['o3', 'B', ''],
    ])
    expect(outcome.rejects).toEqual([
      [2, 'shape.item'],
      [3, 'shape.item'],
      [5, 'shape.noValue'],
    ])
  })

  it('reads numbered columns and leaves empty groups out', () => {
    const columns = ['order', 'item1_sku', 'item1_qty', 'item2_sku', 'item2_qty', 'item10_sku', 'item10_qty']
    const from = { groups: { sku: 'item*_sku', quantity: 'item*_qty' } }
    const outcome = run(
      columns,
      [{ step: 'items', from }],
      [
        ['o1', 'A', '1', 'B', '2', '', ''],
        ['o2', '', '', '', '', 'C', '3'],
      ],
    )
    expect(outcome.columns).toEqual(['order', 'sku', 'quantity'])
    expect(outcome.rows).toEqual([
      ['o1', 'A', '1'],
      ['o1', 'B', '2'],
      ['o2', 'C', '3'],
    ])
  })

  it('splits the money of the order over its items and loses none of it', () => {
    const step: ShapeStepInput = {
      step: 'items',
      from: { column: 'items', separator: ';', pattern: '{sku} {quantity:number}@{price:number}' },
      split: { columns: ['total'], over: ['quantity', 'price'] },
    }
    const { columns, rows } = run(
      ['total', 'items'],
      [step],
      [
        ['100', 'A 1@10;B 2@10;C 3@10'],
        ['10', 'A 1@5'],
      ],
    )
    expect(columns).toEqual(['total', 'sku', 'quantity', 'price'])
    expect(rows.map(([total]) => total)).toEqual(['16.67', '33.33', '50', '10'])
  })

  it('refuses patterns that mean nothing', () => {
    for (const pattern of ['sku x2', '{sku}{quantity}', '{sku', '{a} [x', '{a} x]', '{a}-{a}', '{a:date}']) {
      expect(failure(['items'], [list(pattern)]), pattern).toMatchObject({ code: 'shape.pattern' })
    }
    expect(failure(['a'], [{ step: 'items', from: { groups: { sku: 'item*_sku' } } }])).toMatchObject({
      code: 'shape.noColumns',
    })
  })
})

describe('splitting a sum', () => {
  it('keeps the sum and the proportions', () => {
    const weights = fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(fc.integer({ min: -1e8, max: 1e8 }), weights, (cents, parts) => {
        const shares = splitSum(cents / 100, parts)
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(cents / 100, 4)
        const all = parts.reduce((sum, part) => sum + part, 0)
        shares.slice(0, -1).forEach((share, i) => {
          const exact = ((cents / 100) * (all > 0 ? parts[i] : 1)) / (all > 0 ? all : parts.length)
          expect(Math.abs(share - exact)).toBeLessThanOrEqual(0.0051)
        })
      }),
    )
  })
})

describe('lookup', () => {
  const step: ShapeStepInput = {
    step: 'lookup',
    file: { path: 'customers.csv' },
    key: 'customer',
    fileKey: 'id',
    columns: { region: 'city' },
  }
  const table = {
    name: 'customers.csv',
    columns: ['id', 'city'],
    rows: [['1', 'Kyoto'], ['2'], [' 3 ', 'Oslo'], ['', 'x']],
  }
  const orders = [
    ['o1', '1'],
    ['o2', '2'],
    ['o3', '9'],
    ['o4', ' 3'],
    ['o5', ''],
  ]

  it('adds what it finds and leaves the rest missing', () => {
    const { columns, rows } = run(['order', 'customer'], [step], orders, [table])
    expect(columns).toEqual(['order', 'customer', 'region'])
    expect(rows.map((cells) => cells[2])).toEqual(['Kyoto', '', '', 'Oslo', ''])
  })

  it('rejects what it does not find where told to', () => {
    const outcome = run(['order', 'customer'], [{ ...step, unmatched: 'reject' }], orders, [table])
    expect(outcome.rejects).toEqual([
      [4, 'shape.unmatched'],
      [6, 'shape.unmatched'],
    ])
  })

  it('refuses a key with different values unless told which counts', () => {
    const twice = { ...table, rows: [...table.rows, ['1', 'Paris']] }
    expect(failure(['customer'], [step], [twice])).toMatchObject({ code: 'shape.lookupRepeated', key: '1' })
    const [first, last] = (['first', 'last'] as const).map(
      (repeated) => run(['customer'], [{ ...step, repeated }], [['1']], [twice]).rows[0][1],
    )
    expect([first, last]).toEqual(['Kyoto', 'Paris'])
    const same = { ...table, rows: [...table.rows, ['1', 'Kyoto ']] }
    expect(failure(['customer'], [step], [same])).toBeNull()
  })
})

describe('columns and rows', () => {
  it('computes, in the decimal mark of the file', () => {
    const step: ShapeStepInput = { step: 'compute', column: 'amount', expression: 'round(qty * price, 2)' }
    const outcome = run(
      ['qty', 'price'],
      [step],
      [
        ['3', '1,25'],
        ['', '1'],
        ['x', '1'],
      ],
      [],
      { decimal: ',' },
    )
    expect(outcome.rows).toEqual([
      ['3', '1,25', '3,75'],
      ['', '1', ''],
    ])
    expect(outcome.rejects).toEqual([[4, 'shape.unreadable']])
  })

  it('replaces a column that is there, and writes dates with their zone', () => {
    const step: ShapeStepInput = { step: 'compute', column: 'day', expression: 'date(day, "dayFirst")' }
    const { columns, rows } = run(['day'], [step], [['05/06/2024 01:00']], [], { timezone: 'Asia/Shanghai' })
    expect([columns, rows]).toEqual([['day'], [['2024-06-04T17:00:00.000Z']]])
  })

  it('maps values, and says what to do with others', () => {
    const step = { step: 'values', column: 'act', map: { PV: 'view', 加购: 'cart', test: '' } } as const
    const records = [['pv'], [' 加购 '], ['Other'], [''], ['test']]
    expect(run(['act'], [step], records).rows.flat()).toEqual(['view', 'cart', 'Other', '', ''])
    expect(run(['act'], [{ ...step, others: { default: 'view' } }], records).rows.flat()[2]).toBe('view')
    expect(run(['act'], [{ ...step, others: 'missing', into: 'type' }], records).rows[2]).toEqual(['Other', ''])
    expect(run(['act'], [{ ...step, others: 'reject' }], records).rejects).toEqual([[4, 'shape.unknownValue']])
  })

  it('keeps, drops and adds constants', () => {
    const steps: ShapeStepInput[] = [
      { step: 'keep', where: 'n > 1' },
      { step: 'drop', where: 'n = 3' },
      { step: 'constant', column: 'channel', value: 'shop' },
    ]
    const outcome = run(['n'], steps, [['1'], ['2'], ['3'], [''], ['?']])
    expect(outcome.rows).toEqual([['2', 'shop']])
    expect(outcome.rejects.map(([, reason]) => reason)).toEqual([
      'shape.leftOut',
      'shape.leftOut',
      'shape.leftOut',
      'shape.unreadable',
    ])
  })

  it('fills the lines of an order and spreads its money over them', () => {
    const steps: ShapeStepInput[] = [
      { step: 'fill', key: 'order', columns: ['status'] },
      { step: 'spread', key: 'order', columns: ['discount'], over: ['price'], stands: 'first' },
    ]
    const records = [
      ['#1', 'paid', '6', '10'],
      ['#1', '', '', '20'],
      ['#2', '', '', '5'],
      ['#3', 'open', '1', '?'],
      ['#3', '', '', '9'],
    ]
    expect(run(['order', 'status', 'discount', 'price'], steps, records).rows).toEqual([
      ['#1', 'paid', '2', '10'],
      ['#1', 'paid', '4', '20'],
      ['#2', '', '', '5'],
      ['#3', 'open', '0.5', '?'],
      ['#3', 'open', '0.5', '9'],
    ])
  })

  it('rejects scattered lines of a sum that stands on every line', () => {
    const step: ShapeStepInput = { step: 'spread', key: 'order', columns: ['total'], stands: 'every' }
    const outcome = run(
      ['order', 'total'],
      [step],
      [
        ['1', '9'],
        ['1', '9'],
        ['2', '5'],
        ['1', '9'],
      ],
    )
    expect(outcome.rows).toEqual([
      ['1', '4.5'],
      ['1', '4.5'],
      ['2', '5'],
    ])
    expect(outcome.rejects).toEqual([[5, 'shape.scattered']])
  })

  it('puts steps in a row, each on the columns of the one before', () => {
    const steps: ShapeStepInput[] = [
      { step: 'items', from: { column: 'items', separator: ',', pattern: '{sku}*{quantity:number}' } },
      { step: 'compute', column: 'amount', expression: 'quantity * 2' },
      { step: 'keep', where: 'amount > 2' },
    ]
    expect(run(['o', 'items'], steps, [['1', 'A*1,B*2']])).toMatchObject({
      columns: ['o', 'sku', 'quantity', 'amount'],
      rows: [['1', 'B', '2', '4']],
      rejects: [[2, 'shape.leftOut']],
    })
    expect(failure(['o'], [...steps])).toMatchObject({ code: 'shape.column', step: 1, column: 'items' })
  })
})
