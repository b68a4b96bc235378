import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inspectFile, previewImport } from '../../../main/dataset/inspect.ts'
import { getSource, listRejects } from '../../../main/dataset/store.ts'
import { shapeSteps, type ShapeStepInput } from '../../../main/dataset/shape/steps.ts'
import { createTestProject, type TestProject } from '../projects.ts'

let project: TestProject
beforeEach(() => {
  project = createTestProject('Asia/Shanghai')
})
afterEach(() => project.remove())

const steps = (...given: ShapeStepInput[]) => shapeSteps.parse(given)

const acts = () =>
  project.all<Record<string, unknown>>(
    `SELECT b.line, u.external AS user, p.external AS product, t.name AS type, b.quantity, b.amount, b.order_id AS orderId,
       datetime(b.time_ms / 1000, 'unixepoch') AS at
     FROM behaviour b JOIN user u ON u.id = b.user_id JOIN act_type t ON t.id = b.type_id
       LEFT JOIN product p ON p.id = b.product_id ORDER BY b.id`,
  )

describe('importing a shaped file', () => {
  const orders =
    'order;customer;date;total;items\n1;c1;05/13/2024;30,00;A x2|B x1\n2;c2;05/14/2024;10,00;\n3;c3;05/15/2024;5,00;A\n4;c1;05/16/2024;9,50;A x1|?|C x1\n5;c1\n'
  const shape = steps(
    {
      step: 'items',
      from: { column: 'items', separator: '|', pattern: '{sku} x{quantity:number}' },
      split: { columns: ['total'], over: ['quantity'] },
    },
    { step: 'compute', column: 'amount', expression: 'round(total, 2)' },
  )

  it('counts rows after shaping and what it could not take; every reject has its line', async () => {
    const path = project.write('orders.csv', orders)
    const result = await project.import(path, 'orders', { shape })
    expect(result).toMatchObject({
      recordsRead: 5,
      rowsRead: 8,
      rowsKept: 4,
      rowsRejected: 4,
      rejects: { 'shape.noValue': 1, 'shape.item': 2, 'fields.few': 1 },
    })
    expect(
      acts().map(({ line, user, product, quantity, amount, at }) => [line, user, product, quantity, amount, at]),
    ).toEqual([
      [2, 'c1', 'A', 2, 20, '2024-05-12 16:00:00'],
      [2, 'c1', 'B', 1, 10, '2024-05-12 16:00:00'],
      [5, 'c1', 'A', 1, 4.75, '2024-05-15 16:00:00'],
      [5, 'c1', 'C', 1, 4.75, '2024-05-15 16:00:00'],
    ])
    const rejects = listRejects(project.database, result.sourceId, 0, 10)
    expect(rejects.rows.map(({ line, reason, raw }) => [line, reason, raw])).toEqual([
      [3, 'shape.noValue', '2;c2;05/14/2024;10,00;'],
      [4, 'shape.item', '3;c3;05/15/2024;5,00;A'],
      [5, 'shape.item', '4;c1;05/16/2024;9,50;A x1|?|C x1'],
      [6, 'fields.few', '5;c1'],
    ])
    const { reading } = getSource(project.database, result.sourceId)
    expect(reading).toMatchObject({ kind: 'orders', recordsRead: 5, shaping: { steps: shape }, template: null })
    expect(reading.columns).toEqual(['order', 'customer', 'date', 'total', 'items'])
  })

  it('shows the same rows beforehand', async () => {
    const path = project.write('orders.csv', orders)
    const request = { path, kind: 'orders' as const, mapping: {}, format: {}, timezone: 'UTC', shape }
    const preview = await previewImport(request, 100)
    expect(preview).toMatchObject({ missing: [], rowsRead: 8 })
    expect(preview.rows[0].values).toMatchObject({ user_id: 'c1', product_id: 'A', quantity: 2, amount: 20 })
    const inspection = await inspectFile(path, {}, true, { shape })
    expect(inspection).toMatchObject({ rows: 5, shape, template: null, shapeProposal: null })
    expect(inspection.columns.map(({ name }) => name)).toEqual([
      'order',
      'customer',
      'date',
      'total',
      'sku',
      'quantity',
      'amount',
    ])
    expect(inspection.file.columns.map(({ name }) => name)).toContain('items')
  })

  it('proposes a shape without applying it', async () => {
    const path = project.write('orders.csv', orders.replace('3;c3;05/15/2024;5,00;A\n', '').replace('|?|', '|'))
    const inspection = await inspectFile(path, {}, false)
    expect(inspection).toMatchObject({ shape: [], shapeProposal: { reason: 'items', columns: ['items'] } })
    expect(inspection.columns.map(({ name }) => name)).toContain('items')
    const taken = await project.import(path, 'orders', { shape: inspection.shapeProposal?.steps })
    expect(taken).toMatchObject({ recordsRead: 4, rowsKept: 4 })
  })

  it('turns a wide file of hundreds of months and brands to rows, over many batches', async () => {
    const brands = Array.from({ length: 60 }, (_, i) => `brand ${i}`)
    const lines = Array.from({ length: 400 }, (_, i) => [
      `u${i}`,
      '2024-05-01',
      ...brands.map((_, b) => ((i + b) % 3 === 0 ? '' : `${b}`)),
    ])
    const path = project.write(
      'wide.csv',
      [['user_id', 'date', ...brands].join(), ...lines.map((line) => line.join())].join('\n'),
    )
    const shape = steps({ step: 'unpivot', columns: { pattern: 'brand *' }, name: 'product_id', value: 'quantity' })
    const result = await project.import(path, 'orders', { shape })
    expect(result).toMatchObject({ recordsRead: 400, rowsRead: 16_000, rowsKept: 16_000, cellsSkipped: 8_000 })
    expect(project.value('SELECT COUNT(*) FROM behaviour')).toBe(16_000)
    expect(project.value('SELECT COUNT(DISTINCT product_id) FROM behaviour')).toBe(60)
  })

  it('looks up in a second file, whose fingerprint is kept', async () => {
    const second = project.write('customers.csv', 'order;buyer\n1;Ann\n2;Bob\n')
    const path = project.write(
      'lines.csv',
      'order,sku,date,qty\n1,A,2024-05-01,1\n2,B,2024-05-01,2\n3,C,2024-05-01,3\n',
    )
    const shape = steps({
      step: 'lookup',
      file: { path: second },
      key: 'order',
      fileKey: 'order',
      columns: { customer_id: 'buyer' },
      unmatched: 'reject',
    })
    const result = await project.import(path, 'orders', { shape })
    expect(result).toMatchObject({ rowsKept: 2, rejects: { 'shape.unmatched': 1 } })
    expect(acts().map(({ user, product }) => [user, product])).toEqual([
      ['Ann', 'A'],
      ['Bob', 'B'],
    ])
    const wrong = shape.map((step) => ({ ...step, fileKey: 'nope' }))
    await expect(project.import(path, 'orders', { shape: wrong })).rejects.toMatchObject({
      code: 'shape.column',
      params: { step: 1, expected: 'order, buyer', column: 'nope' },
    })
    const gone = shape.map((step) => ({ ...step, file: { path: `${project.folder}/gone.csv` } }))
    await expect(project.import(path, 'orders', { shape: gone })).rejects.toMatchObject({ code: 'file.missing' })
    const asked = shape.map((step) => ({ ...step, file: { path: 'customers' } }))
    await expect(project.import(path, 'orders', { shape: asked })).rejects.toMatchObject({ code: 'shape.lookupNeeded' })
    const [step] = getSource(project.database, result.sourceId).reading.shaping?.steps ?? []
    expect(step).toMatchObject({ step: 'lookup', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  it('refuses a shape that does not fit, before anything is stored', async () => {
    const path = project.write('orders.csv', orders)
    const wrong = steps({ step: 'compute', column: 'x', expression: 'totl * 2' })
    await expect(project.import(path, 'orders', { shape: wrong })).rejects.toMatchObject({
      code: 'shape.expression',
      params: { position: 1, found: 'totl' },
    })
    expect(project.value('SELECT COUNT(*) FROM source')).toBe(0)
  })

  it('gives the same rows whether a shape does nothing or is not there', async () => {
    const text =
      'user_id,product_id,time,quantity\nu1,"a,b",2024-05-01 10:00,1\nu2,c,2024-05-02,2\n,c,2024-05-02,2\nTotal,,,5\n'
    const plain = await project.import(project.write('plain.csv', text), 'orders')
    const rows = acts()
    const other = createTestProject('Asia/Shanghai')
    const shape = steps({ step: 'constant', column: 'shop', value: 'x' })
    const shaped = await other.import(other.write('plain.csv', text), 'orders', { shape })
    expect({ ...shaped, seconds: 0 }).toEqual({ ...plain, seconds: 0 })
    expect(other.all('SELECT line, time_ms, quantity FROM behaviour')).toEqual(
      project.all('SELECT line, time_ms, quantity FROM behaviour'),
    )
    expect(rows[0].product).toBe('a,b')
    other.remove()
  })
})
