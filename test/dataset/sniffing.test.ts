import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspectFile, previewImport } from '../../main/dataset/inspect.ts'
import type { FormatChanges } from '../../main/dataset/contract.ts'
import { createTestProject, type TestProject } from './projects.ts'

let project: TestProject
beforeAll(() => void (project = createTestProject()))
afterAll(() => project.remove())

const inspect = (content: string | Uint8Array, said: FormatChanges = {}) =>
  inspectFile(project.write('file.csv', content), said, true)

const names = ['用户ID', '时间', '商品ID', '行为类型', '数量', '金额', '品牌', '商品类目']
const chinese = `${names.join(',')}\n7,2024-05-01 10:00:00,88,购买,1,"¥1,234.50",华为,手机/配件\n8,2024-05-02 11:00:00,89,浏览,1,99,小米,手机\n`

describe('sniffing', () => {
  it.each([
    [',', 'user_id,time,amount\n1,2024-05-01,2.5\n2,2024-05-02,3.5\n'],
    ['\t', 'user_id\ttime\tnote\n1\t2024-05-01\ta, b\n2\t2024-05-02\tc, d\n'],
    [';', 'user_id;time;amount\n1;2024-05-01;2,5\n2;2024-05-02;3,5\n'],
    ['|', 'user_id|time|amount\n1|2024-05-01|2.5\n2|2024-05-02|3.5\n'],
    ['::', 'user_id::time::amount\n1::2024-05-01 10:20::2.5\n2::2024-05-02 11:30::3.5\n'],
    ['||', 'user_id||time||note||amount\n1||2024-05-01||||2.5\n2||2024-05-02||||3.5\n'],
    [';;', 'user_id;;time;;amount\n1;;2024-05-01;;2,5\n2;;2024-05-02;;3,5\n'],
    ['\t|\t', 'user_id\t|\ttime\t|\tamount\n1\t|\t2024-05-01\t|\t2.5\n2\t|\t2024-05-02\t|\t3.5\n'],
    // Not every pair of marks delimits.
    ['|', 'user_id|note|time|amount\n1||2024-05-01|2.5\n2||2024-05-02|3.5\n'],
    [',', 'user_id,time,category\n1,2024-05-01,A||B\n2,2024-05-02,A||C\n'],
    [';', 'user_id;note;time\n1;;2024-05-01\n2;;2024-05-02\n'],
    ['whitespace', 'user_id  time  amount\n  1  2024-05-01   2.5\n  2  2024-05-02  13.5\n'],
  ])('finds the delimiter %j', async (delimiter, text) => {
    const { delimiter: found, header, rows } = await inspect(text)
    expect({ found, header, rows }).toEqual({ found: delimiter, header: true, rows: 2 })
  })

  it('reads decimal commas and says where the mark is open', async () => {
    expect((await inspect('user_id;time;amount\n1;2024-05-01;2,5\n')).format.decimal).toBe(',')
    const open = await inspect('user_id;time;amount\n1;2024-05-01;2,500\n')
    expect(open.ambiguities).toEqual([{ code: 'decimalMark', column: null, chosen: ',' }])
  })

  it('sees whether there is a header', async () => {
    expect((await inspect('1,2024-05-01,5\n2,2024-05-02,6\n')).header).toBe(false)
    expect((await inspect('trustor,trustee\n1,2\n')).header).toBe(true)
    const without = await inspect('00004 0001 19970101  2   29.33\n00004 0001 19970118  2   29.73\n')
    expect(without.columns.map(({ name }) => name)).toEqual(['#1', '#2', '#3', '#4', '#5'])
    expect(without.mapping.time).toEqual({ column: '#3' })
  })

  it('names nameless columns by position and tells repeated names apart', async () => {
    const { columns, ambiguities } = await inspect(',user_id,x,x,x,x (2)\n0,1,2,3,4,5\n')
    expect(columns.map(({ name }) => name)).toEqual(['#1', 'user_id', 'x', 'x (3)', 'x (4)', 'x (2)'])
    expect(ambiguities).toEqual([{ code: 'repeatedColumn', column: 'x', chosen: 'x (2)' }])
  })

  it.each<[string, Uint8Array, string]>([
    ['UTF-8', Buffer.from(chinese), 'utf-8'],
    ['UTF-8 with byte order mark', Buffer.from(`\uFEFF${chinese}`), 'utf-8'],
    ['UTF-16LE with byte order mark', Buffer.from(`\uFEFF${chinese}`, 'utf16le'), 'utf-16le'],
    ['UTF-16BE with byte order mark', Buffer.from(`\uFEFF${chinese}`, 'utf16le').swap16(), 'utf-16be'],
    ['gzip', gzipSync(chinese), 'utf-8'],
  ])('maps Chinese names in %s', async (_, content, encoding) => {
    const inspection = await inspect(content)
    expect(inspection.encoding).toBe(encoding)
    expect(inspection.kind).toBe('behaviour')
    expect(Object.values(inspection.mapping)).toEqual(
      ['用户ID', '时间', '商品ID', '行为类型', '数量', '金额', '品牌', '商品类目'].map((column) => ({ column })),
    )
  })

  it('tells GB18030 from Latin-1', async () => {
    // 用户ID,金额,品牌 / 1,2,华为 in GB2312
    const head = [0xd3, 0xc3, 0xbb, 0xa7, 0x49, 0x44, 0x2c, 0xbd, 0xf0, 0xb6, 0xee, 0x2c, 0xc6, 0xb7, 0xc5, 0xc6, 0x0a]
    const row = [0x31, 0x2c, 0x32, 0x2c, 0xbb, 0xaa, 0xce, 0xaa, 0x0a]
    const gb = await inspect(Uint8Array.from([...head, ...row]))
    expect(gb.encoding).toBe('gb18030')
    expect(gb.preview).toEqual([['1', '2', '华为']])
    const latin = await inspect(Buffer.from('user_id,amount,brand\n1,2,Müller Café\n', 'latin1'))
    expect(latin.encoding).toBe('windows-1252')
    expect(latin.preview).toEqual([['1', '2', 'Müller Café']])
  })

  it('takes what it is told over what it sniffs', async () => {
    const said = await inspect('a;b,c\n1;2,3\n', { delimiter: ',', header: false })
    expect(said.columns.map(({ examples }) => examples)).toEqual([
      ['a;b', '1;2'],
      ['c', '3'],
    ])
  })

  it('looks further into a long file to tell day from month', async () => {
    // The first 12 days fill far more than what is read from the beginning.
    const day = (i: number) => String(1 + Math.floor(i / 3000)).padStart(2, '0')
    const ordered = Array.from({ length: 60_000 }, (_, i) => `${i % 500},01/${day(i)}/2024,9.99\n`)
    const { format, ambiguities } = await inspect(`user_id,date,amount\n${ordered.join('')}`)
    expect(format.dates).toEqual({ date: 'monthFirst' })
    expect(ambiguities).toEqual([])
  })
})

describe('a preview', () => {
  it('shows what rows become and why others do not', async () => {
    const path = project.write(
      'preview.csv',
      'uid,when,what,n\n1,01/02/2024,pv,1\n,01/02/2024,pv,1\n2,01/02/2024,buy,x\n',
    )
    const request = { path, timezone: 'Asia/Shanghai', format: {}, kind: 'behaviour' as const }
    const mapping = { time: { column: 'when' }, type: { column: 'what' }, quantity: { column: '#4' } }
    const preview = await previewImport({ ...request, mapping }, 100)
    const timeMs = Date.parse('2024-02-01T00:00:00+08:00')
    expect(preview.rows).toEqual([{ line: 2, values: { time: timeMs, quantity: 1, user_id: '1', type: 'view' } }])
    expect(preview.rejects).toEqual([
      { line: 3, reason: 'missing.user_id', raw: ',01/02/2024,pv,1' },
      { line: 4, reason: 'invalid.quantity', raw: '2,01/02/2024,buy,x' },
    ])
    const monthFirst = await previewImport({ ...request, mapping, format: { dates: 'monthFirst' } }, 1)
    expect(monthFirst.rows[0].values.time).toBe(Date.parse('2024-01-02T00:00:00+08:00'))
  })

  it('says which columns are still needed', async () => {
    const path = project.write('preview.csv', 'uid,when\n1,2024-02-01\n')
    const preview = await previewImport({ path, timezone: 'UTC', format: {}, kind: 'behaviour', mapping: {} }, 10)
    expect(preview.missing).toEqual(['time', 'type'])
    expect(preview.rows).toEqual([])
  })
})

describe('what the values tell', () => {
  const lines = (count: number, line: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => line(i)).join('')

  it('decimal commas do not pass for delimiters', async () => {
    const content = `Kunde;Datum;Umsatz\n${lines(60, (i) => `K${i % 9};${1 + (i % 28)}.02.2024;1.234,${10 + i}\n`)}`
    expect(await inspect(content)).toMatchObject({ delimiter: ';', rows: 60, format: { decimal: ',' } })
  })

  it('clock times do not pass for delimiters either', async () => {
    const content = lines(60, (i) => `${i % 9},2024-02-${10 + (i % 18)} 10:${10 + (i % 50)}:00\n`)
    expect(await inspect(content)).toMatchObject({ delimiter: ',', header: false })
  })

  it('a click stream without a header is understood by its times and acts', async () => {
    const acts = ['pv', 'pv', 'cart', 'fav', 'buy']
    const content = lines(60, (i) => `${1 + (i % 9)},${2000 + i},${i % 5},${acts[i % 5]},${1511544070 + 3600 * i}\n`)
    expect(await inspect(content)).toMatchObject({
      kind: 'behaviour',
      mapping: {
        user_id: { column: '#1' },
        product_id: { column: '#2' },
        type: { column: '#4' },
        time: { column: '#5' },
      },
    })
  })

  it('the one column of times is the time, whatever its name', async () => {
    const content = `customer_id,article_id,wann\n${lines(30, (i) => `c${i % 5},0${i},2024-02-${10 + (i % 18)}\n`)}`
    expect(await inspect(content)).toMatchObject({ mapping: { time: { column: 'wann' } } })
    const two = `customer_id,article_id,a,b\n${lines(30, (i) => `c${i % 5},0${i},2024-02-${10 + (i % 18)},2024-03-01\n`)}`
    expect((await inspect(two)).mapping.time).toBeUndefined()
  })
})

describe('a product named only by its title', () => {
  const content =
    'Email,Created at,Lineitem name,Lineitem quantity,Lineitem price\na@x.de,2024-05-01,Blue mug,2,5\nb@x.de,2024-05-02,"Red mug, large",1,7\na@x.de,2024-05-03,Blue mug,1,5\n'

  it('has the title for its id, and the import says so', async () => {
    const { kind, mapping, ambiguities } = await inspect(content)
    expect(kind).toBe('orders')
    expect([mapping.title, mapping.product_id]).toEqual([{ column: 'Lineitem name' }, { column: 'Lineitem name' }])
    expect(ambiguities).toContainEqual({ code: 'titleAsId', column: 'Lineitem name', chosen: 'Lineitem name' })
    const result = await project.import(project.write('titles.csv', content), 'orders')
    expect([result.rowsKept, result.ambiguities.map(({ code }) => code)]).toEqual([3, ['titleAsId']])
    expect(
      project.all('SELECT p.external, c.title FROM product p JOIN product_current c ON c.product_id = p.id'),
    ).toEqual([
      { external: 'Blue mug', title: 'Blue mug' },
      { external: 'Red mug, large', title: 'Red mug, large' },
    ])
  })

  it('keeps its own id where there is one, and takes no name that may be a customer’s', async () => {
    const withId = await inspect(
      content.replaceAll(/,Lineitem name/g, ',SKU,Lineitem name').replaceAll(/(05-0.),/g, '$1,m1,'),
    )
    expect(withId.mapping.product_id).toEqual({ column: 'SKU' })
    expect(withId.ambiguities).toEqual([])
    expect((await inspect(content.replace('Lineitem name', 'Name'))).mapping.product_id).toBeUndefined()
  })

  it('does not make customers of a list of titles', async () => {
    expect((await inspect('user_id,registered_at,item_name\n1,2024-05-01,x\n')).kind).toBe('users')
  })
})
