import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AssayError, ErrorCode } from '../../main/base/errors.ts'
import { createCancelFlag, throwIfCancelled } from '../../main/base/job.ts'
import { profileOperation } from '../../main/dataset/profile/profile.ts'
import { getSource, listRejects, listSources } from '../../main/dataset/store.ts'
import type { ImportKind, MappingChanges } from '../../main/dataset/types.ts'
import { openForReading } from '../../main/storage/open.ts'
import { unattended } from '../../main/base/job.ts'
import { createTestProject, type TestProject } from './projects.ts'

let project: TestProject
beforeEach(() => void (project = createTestProject()))
afterEach(() => project.remove())

const importText = (text: string | Uint8Array, kind: ImportKind, mapping: MappingChanges = {}, name = 'file.csv') =>
  project.import(project.write(name, text), kind, { mapping })

async function codeOf(failing: Promise<unknown>): Promise<ErrorCode | 'nothing thrown'> {
  return failing.then(
    () => 'nothing thrown' as const,
    (error: AssayError) => error.code,
  )
}

const clicks = `uid,time,type,item,qty,price,sum,order,brand,category,title
007,2024-05-01 10:00:00,pv,P1,,10.5,,,Acme,Shoes/Run,Old name
007,2024-05-01 10:05:00,购买,P1,2,10.5,21,O1,Acme,Shoes/Run,"New
name"
9223372036854775807,2024-05-02 09:00:00,refund,P1,1,,10.5,O1,Acme,,
8,2024-05-03,buy,P2,-1,4,,O2,,,
8,2024-05-03,wiggle,P2,,,,,,,
`

describe('behaviour', () => {
  it('is stored typed, every row with its source and line', async () => {
    const result = await importText(clicks, 'behaviour')
    expect(result).toMatchObject({ rowsRead: 5, rowsKept: 5, rowsRejected: 0, rowsDuplicate: 0, duplicateOf: null })
    const rows = project.all(`SELECT line, u.external AS user, time_ms AS time, t.name AS type, p.external AS product,
        quantity, price, amount, order_id AS orderId FROM behaviour b JOIN user u ON u.id = b.user_id
        JOIN act_type t ON t.id = b.type_id JOIN product p ON p.id = b.product_id ORDER BY b.id`)
    const blank = { quantity: null, price: null, amount: null, orderId: null }
    const utc = (text: string) => Date.parse(text)
    expect(rows).toEqual([
      { ...blank, line: 2, user: '007', time: utc('2024-05-01T10:00Z'), type: 'view', product: 'P1', price: 10.5 },
      {
        line: 3,
        user: '007',
        time: utc('2024-05-01T10:05Z'),
        type: 'purchase',
        product: 'P1',
        quantity: 2,
        price: 10.5,
        amount: 21,
        orderId: 'O1',
      },
      {
        ...blank,
        line: 5,
        user: '9223372036854775807',
        time: utc('2024-05-02T09:00Z'),
        type: 'return',
        product: 'P1',
        quantity: 1,
        amount: 10.5,
        orderId: 'O1',
      },
      {
        ...blank,
        line: 6,
        user: '8',
        time: utc('2024-05-03T00:00Z'),
        type: 'purchase',
        product: 'P2',
        quantity: -1,
        price: 4,
        orderId: 'O2',
      },
      { ...blank, line: 7, user: '8', time: utc('2024-05-03T00:00Z'), type: 'wiggle', product: 'P2' },
    ])
    expect(project.all('SELECT type_id AS type, units, money FROM act WHERE line = 6')).toEqual([
      { type: 5, units: 1, money: 4 },
    ])
    expect(project.all('PRAGMA foreign_key_check')).toEqual([])
    expect(project.value('PRAGMA foreign_keys')).toBe(1)
  })

  it('feeds the catalogue with the latest facts, by time', async () => {
    await importText(clicks, 'behaviour')
    expect(
      project.all(`SELECT p.external AS product, title, b.name AS brand, c.name AS category FROM product_current f
        JOIN product p ON p.id = f.product_id LEFT JOIN brand b ON b.id = brand_id LEFT JOIN category c ON c.id = category_id`),
    ).toEqual([{ product: 'P1', title: 'New\nname', brand: 'Acme', category: 'Shoes/Run' }])
    const newestFirst = 'user_id,time,type,product_id,brand\n1,2024-02-02,buy,X,New\n1,2024-01-01,buy,X,Old\n'
    await importText(newestFirst, 'behaviour')
    expect(
      project.all(`SELECT b.name FROM product_current f JOIN brand b ON b.id = f.brand_id
        JOIN product p ON p.id = f.product_id WHERE p.external = 'X'`),
    ).toEqual([{ name: 'New' }])
  })

  it('needs a type, as a column or a constant; orders are purchases', async () => {
    const text = 'user_id,time,amount\n1,2024-05-01,5\n'
    expect(await codeOf(importText(text, 'behaviour'))).toBe('dataset.missingColumn')
    await importText(text, 'behaviour', { type: { constant: 'review' } })
    await importText(`${text}2,2024-05-02,6\n`, 'orders')
    expect(project.all('SELECT type_id AS type, amount FROM behaviour ORDER BY id')).toEqual([
      { type: 6, amount: 5 },
      { type: 4, amount: 5 },
      { type: 4, amount: 6 },
    ])
  })

  it('takes the purchases of cancelled invoices as returns, but only beside plain numbers', async () => {
    const cancelled =
      'customer_id,date,invoice_no,qty\n1,2024-05-01,536379,1\n1,2024-05-01,536380,1\n1,2024-05-02,C536379,-1\n'
    await importText(cancelled, 'orders')
    expect(
      project.all('SELECT type_id FROM behaviour ORDER BY id').map((row) => Object.values(row as object)[0]),
    ).toEqual([4, 4, 5])
    await importText('customer_id,date,invoice_no,qty\n1,2024-05-01,C1,1\n1,2024-05-01,C2,1\n', 'orders')
    expect(project.value(`SELECT COUNT(*) FROM behaviour WHERE source_id = 2 AND type_id = 4`)).toBe(2)
  })

  it('rejects what it cannot take, with line and reason, and the counts add up', async () => {
    const long = 'x'.repeat(3000)
    const text = `user_id,time,type,qty\n,2024-05-01,buy,1\n1,soon,buy,1\n1,2024-05-01,,1\n1,2024-05-01,buy,many\n1,2024-05-01,buy\n1,2024-05-01,buy,1,2\n1,2024-05-01,buy,${long}\n1,2024-05-01,buy,1,\n1,2024-05-01,buy,1\n"never`
    const result = await importText(text, 'behaviour')
    expect(result.rejects).toEqual({
      'missing.user_id': 1,
      'invalid.time': 1,
      'missing.type': 1,
      'invalid.quantity': 2,
      'fields.few': 1,
      'fields.many': 1,
      'quote.unclosed': 1,
    })
    expect(result).toMatchObject({ rowsRead: 10, rowsKept: 2, rowsRejected: 8 })
    const { rows, total } = listRejects(project.database, result.sourceId, 0, 100)
    expect(total).toBe(8)
    expect(rows.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8, 11])
    expect(rows[1]).toEqual({ line: 3, reason: 'invalid.time', raw: '1,soon,buy,1' })
    expect(Buffer.byteLength(rows[6].raw)).toBe(2048)
    expect(project.value('SELECT COUNT(*) FROM user')).toBe(1)
  })

  it('rejects rows whose bytes do not belong to the encoding', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => `${i},2024-05-01,buy,plain\n`).join('')
    const bad = Buffer.concat([
      Buffer.from(`user_id,time,type,channel\n${rows}`),
      Buffer.from('9,2024-05-01,buy,\xff\xfe\n', 'latin1'),
    ])
    const result = await importText(bad, 'behaviour', {}, 'late.csv')
    expect(result).toMatchObject({ rowsRead: 40_001, rowsKept: 40_000, rejects: { encoding: 1 } })
  })

  it('puts times into the zone of the project', async () => {
    const shanghai = createTestProject('Asia/Shanghai')
    try {
      await shanghai.import(shanghai.write('f.csv', 'user_id,time,amount\n1,2024-05-01 07:00,5\n'), 'orders')
      expect(shanghai.value('SELECT time_ms FROM behaviour')).toBe(Date.parse('2024-04-30T23:00:00Z'))
    } finally {
      shanghai.remove()
    }
  })
})

describe('other kinds', () => {
  it('stores products; a product named twice keeps the latest of each fact', async () => {
    const text =
      'sku,name,brand,category,price,launch_date\nA,One,Acme,Toys,1.5,2024-01-01\nA,Uno,,,2,\nB,Two,Acme,,,\n'
    expect(await importText(text, 'products')).toMatchObject({ rowsRead: 3, rowsKept: 3 })
    expect(project.all('SELECT line, title, brand_id, category_id, price, launched_ms FROM product_fact')).toEqual([
      { line: 3, title: 'Uno', brand_id: 1, category_id: 1, price: 2, launched_ms: Date.parse('2024-01-01') },
      { line: 4, title: 'Two', brand_id: 1, category_id: null, price: null, launched_ms: null },
    ])
  })

  it('keeps every further column of users as an attribute', async () => {
    await importText('user_id,sex,birth_year,zip,kids,plan\n1,F,1980,01234,2,gold\n2,M,1990,99999,,\n', 'users')
    expect(project.all('SELECT gender, birth_year, attributes FROM user_fact')).toEqual([
      { gender: 'F', birth_year: 1980, attributes: '{"zip":"01234","kids":2,"plan":"gold"}' },
      { gender: 'M', birth_year: 1990, attributes: '{"zip":"99999"}' },
    ])
  })

  it('stores social links and what is known of them', async () => {
    const path = project.write('links.csv', 'trustor,trustee,strength\n1,2,0.5\n2,1,\n,3,1\n')
    const result = await project.import(path, 'social', { known: ['strength'] })
    expect(result).toMatchObject({ rowsKept: 2, rejects: { 'missing.user_id': 1 } })
    expect(project.all('SELECT user_id, peer_id, weight, time_ms FROM social_link')).toEqual([
      { user_id: 1, peer_id: 2, weight: 0.5, time_ms: null },
      { user_id: 2, peer_id: 1, weight: null, time_ms: null },
    ])
    expect(getSource(project.database, 1).known).toEqual(['weight'])
    expect(await codeOf(project.import(path, 'social', { known: ['nothing'] }))).toBe('dataset.unknownColumn')
  })

  it('stores campaign contacts', async () => {
    await importText(
      'customer_id,campaign,sent_at,treated,revenue\n1,May,2024-05-01,是,3\n2,May,2024-05-01,no,\n',
      'campaigns',
    )
    expect(project.all('SELECT campaign, treated, outcome FROM campaign_contact')).toEqual([
      { campaign: 'May', treated: 1, outcome: 3 },
      { campaign: 'May', treated: 0, outcome: null },
    ])
  })
})

describe('integrity', () => {
  it('adds nothing when the same file comes twice, and says so', async () => {
    const path = project.write('a.csv', clicks)
    await project.import(path, 'behaviour')
    const before = project.content()
    expect(await project.import(path, 'behaviour')).toMatchObject({
      sourceId: 1,
      rowsRead: 5,
      rowsKept: 0,
      rowsRejected: 0,
      rowsDuplicate: 5,
      duplicateOf: 1,
    })
    expect(project.content()).toEqual(before)
    // As many bytes, but other ones: not the same file.
    expect(await importText(clicks.replace('wiggle', 'wobble'), 'behaviour')).toMatchObject({ rowsKept: 5 })
  })

  it('leaves no trace when it is cancelled half-way', async () => {
    await importText(clicks, 'behaviour')
    const before = project.content()
    const rows = Array.from({ length: 30_000 }, (_, i) => `u${i},2024-05-01,buy,P${i},B${i}\n`).join('')
    const path = project.write('long.csv', `user_id,time,type,product_id,brand\n${rows}`)
    const flag = createCancelFlag()
    const work = {
      ...unattended,
      checkpoint: () => throwIfCancelled(flag),
      progress: () => void Atomics.store(flag, 0, 1),
    }
    expect(await codeOf(project.import(path, 'behaviour', {}, work))).toBe('job.cancelled')
    expect(project.content()).toEqual(before)
    expect(project.value('PRAGMA foreign_keys')).toBe(1)
  })

  it('lets others read the state before while it runs', async () => {
    await importText(clicks, 'behaviour')
    const reader = openForReading(project.path).database
    const rows = Array.from({ length: 30_000 }, (_, i) => `u${i},2024-05-01,buy\n`).join('')
    const path = project.write('long.csv', `user_id,time,type\n${rows}`)
    const seen: unknown[] = []
    const progress = () => seen.push(reader.prepare('SELECT COUNT(*) FROM behaviour').pluck().get())
    await project.import(path, 'behaviour', {}, { ...unattended, progress })
    expect(seen.length).toBeGreaterThan(3)
    expect(new Set(seen)).toEqual(new Set([5]))
    expect(reader.prepare('SELECT COUNT(*) FROM behaviour').pluck().get()).toBe(30_005)
    reader.close()
  })

  it('leaves standing what the catalogue says where a later file says nothing, and undo brings the rest back', async () => {
    const facts = () =>
      project.all(`SELECT title, b.name AS brand, price FROM product_current f JOIN brand b ON b.id = f.brand_id`)
    await importText('sku,name,brand,price\nP1,Catalogue name,Acme,9.5\n', 'products')
    await importText('user_id,time,type,product_id,brand\n1,2024-05-01,buy,P1,Bolt\n', 'behaviour')
    expect(facts()).toEqual([{ title: 'Catalogue name', brand: 'Bolt', price: 9.5 }])
    await project.undo()
    expect(facts()).toEqual([{ title: 'Catalogue name', brand: 'Acme', price: 9.5 }])
  })

  it('is taken out of force, and older facts come back', async () => {
    await importText('sku,name,brand\nP1,Catalogue name,Acme\n', 'products')
    const before = project.views()
    const { sourceId } = await importText(clicks, 'behaviour')
    const after = project.views()
    expect(await project.undo()).toEqual({ sourceId, name: 'file.csv', kind: 'behaviour', rowsRemoved: 5 })
    expect(project.views()).toEqual(before)
    expect(project.all('SELECT action FROM history ORDER BY id')).toEqual([
      { action: 'import' },
      { action: 'import' },
      { action: 'undo' },
    ])
    expect(await importText(clicks, 'behaviour')).toMatchObject({ sourceId, rowsRead: 5, rowsKept: 5, restored: true })
    expect(project.views()).toEqual(after)
    await project.undo(1)
    expect(listSources(project.database).map(({ id }) => id)).toEqual([2])
    await project.undo()
    expect(await codeOf(project.undo())).toBe('dataset.nothingToUndo')
    expect(await codeOf(project.undo(99))).toBe('dataset.unknownSource')
  })

  it('comes back as it was read, or anew where it is to be read in another way', async () => {
    const path = project.write('a.csv', clicks.replace(',P2,-1', ',P2,many'))
    const first = await project.import(path, 'behaviour')
    expect(first).toMatchObject({ sourceId: 1, rowsKept: 4, rowsRejected: 1, restored: false })
    await project.undo()
    const renamed = { mapping: { channel: { constant: 'web' } } }
    expect(await project.import(path, 'behaviour', renamed)).toMatchObject({ sourceId: 2, restored: false })
    await project.undo()
    const again = await project.import(path, 'behaviour')
    expect(again).toEqual({ ...first, restored: true, seconds: again.seconds })
    expect(await project.import(path, 'behaviour', renamed)).toMatchObject({ duplicateOf: 1, rowsDuplicate: 5 })
  })
})

describe('bad input', () => {
  it.each<[string, string | Uint8Array, ErrorCode]>([
    ['an empty file', '', 'dataset.empty'],
    ['blank lines', '\n\n  \n', 'dataset.empty'],
    ['a gzip of nothing', gzipSync(''), 'dataset.empty'],
    ['a header alone', 'user_id,time,type\n', 'dataset.noRows'],
    ['binary rubbish', Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) % 251), 'dataset.binary'],
    ['a cut XLSX file', Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 6, 0]), 'dataset.damaged'],
    ['a cut gzip', gzipSync(clicks.repeat(50)).subarray(0, 150), 'dataset.damaged'],
    ['no user', 'time,type\n2024-05-01,buy\n', 'dataset.missingColumn'],
  ])('%s is a clear error', async (_, content, code) => {
    const before = project.content()
    expect(await codeOf(importText(content, 'behaviour'))).toBe(code)
    expect(project.content()).toEqual(before)
  })

  it('names fields, columns and files that do not exist', async () => {
    expect(await codeOf(importText(clicks, 'behaviour', { colour: { column: 'uid' } }))).toBe('dataset.unknownField')
    expect(await codeOf(importText(clicks, 'behaviour', { user_id: { column: 'nobody' } }))).toBe(
      'dataset.unknownColumn',
    )
    expect(await codeOf(importText(clicks, 'behaviour', { time: { constant: 'never' } }))).toBe('input.invalid')
    expect(await codeOf(project.import(`${project.folder}/none.csv`, 'behaviour'))).toBe('file.missing')
    expect(await codeOf(project.import(project.folder, 'behaviour'))).toBe('file.unreadable')
  })
})

it('profiles what was imported, week by week without gaps', async () => {
  await importText(`${clicks}8,2024-05-20 12:00,buy,P2,1,4,,O9,,,\n8,2024-05-20 12:00,buy,P2,1,4,,O9,,,\n`, 'behaviour')
  const profile = await profileOperation.run(project, null, unattended)
  expect(profile.tables.behaviour).toEqual({
    rows: 7,
    users: 3,
    products: 2,
    brands: 1,
    categories: 1,
    from: '2024-05-01',
    to: '2024-05-20',
    byType: { view: 1, purchase: 3, return: 2, wiggle: 1 },
    purchases: 3,
    returns: 2,
    buyers: 2,
    revenue: 29,
    returned: 14.5,
    exactDuplicates: 1,
  })
  expect(profile.overTime).toEqual([
    { week: '2024-04-29', acts: 5, purchases: 1, revenue: 6.5 },
    { week: '2024-05-06', acts: 0, purchases: 0, revenue: 0 },
    { week: '2024-05-13', acts: 0, purchases: 0, revenue: 0 },
    { week: '2024-05-20', acts: 2, purchases: 2, revenue: 8 },
  ])
  expect(profile.warnings).toEqual([
    { code: 'exactDuplicates', params: { rows: 1 } },
    { code: 'productsWithoutFacts', params: { products: 1 } },
  ])
})
