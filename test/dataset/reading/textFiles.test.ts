import { appendFileSync, openSync, closeSync, utimesSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseFile } from '../../../main/dataset/parse.ts'
import { planImport } from '../../../main/dataset/plan.ts'
import { inspection } from '../formats/inspection.ts'
import { createTestProject, type TestProject } from '../projects.ts'

let project: TestProject
beforeEach(() => void (project = createTestProject()))
afterEach(() => project.remove())

const inspect = (content: string | Uint8Array) => inspection(project.write('file.csv', content))
const named = (columns: { name: string }[]) => columns.map(({ name }) => name)

describe('what stands beside the rows', () => {
  const rows = 'u1,2024-05-01,5,a\nu2,2024-05-02,6,b\nu3,2024-05-03,7,c\n'
  const header = 'user_id,order_date,amount,channel\n'

  it('is recognised and counted: a title above, the header again, totals', async () => {
    const text = `Orders of May\nexported,2024-06-01\n\n${header}${rows}${header}${rows}Total,,36,\n`
    const path = project.write('report.csv', text)
    const found = await inspection(path)
    expect(found.format).toMatchObject({ skipRows: 2, header: true })
    expect(named(found.columns)).toEqual(['user_id', 'order_date', 'amount', 'channel'])
    expect(found.columns[1].type).toBe('time')
    expect(found.ambiguities).toContainEqual({ code: 'skippedRows', column: null, chosen: '2' })
    const result = await project.import(path, 'orders')
    expect(result).toMatchObject({ rowsRead: 10, rowsKept: 6, rowsRejected: 4 })
    expect(result.rejects).toEqual({ preamble: 2, 'header.repeated': 1, total: 1 })
    expect(project.all("SELECT line, reason, raw FROM reject WHERE reason = 'total'")).toEqual([
      { line: 12, reason: 'total', raw: 'Total,,36,' },
    ])
  })

  it.each(['合计,,36,', 'Grand Total:,,36,', ',小计,36,', '总计：,,,'])('knows %s for a total', async (line) => {
    const result = await project.import(project.write('t.csv', `${header}${rows}${line}\n`), 'orders')
    expect(result).toMatchObject({ rowsKept: 3, rejects: { total: 1 } })
  })

  it('takes no customer or product for a total', async () => {
    const brands = 'product_id,title,brand,price\nTotal,Total oil,Total,5\nSum,Sum,Sum,6\n'
    expect(await project.import(project.write('p.csv', brands), 'products')).toMatchObject({ rowsKept: 2 })
  })

  it('skips what is said, and nothing where nothing is skipped', async () => {
    const path = project.write('said.csv', `a,b\nuser_id,time\nu1,2024-05-01\n`)
    expect(named((await inspection(path, { skipRows: 1 })).columns)).toEqual(['user_id', 'time'])
    expect(named((await inspection(path)).columns)).toEqual(['a', 'b'])
  })

  it('names columns by a header of two rows', async () => {
    const { columns, format } = await inspect(
      'Customer,Sold,,Returned,\n,Units,Amount,Units,Amount\nu1,1,2.5,0,0\nu2,2,5,1,2\n',
    )
    expect(format.headerRows).toBe(2)
    expect(named(columns)).toEqual(['Customer', 'Sold Units', 'Sold Amount', 'Returned Units', 'Returned Amount'])
  })

  it('takes the names that are said, and the header that says them', async () => {
    const columns = ['user_id', 'time', 'amount']
    const part = await inspection(project.write('part2.csv', 'u1,2024-05-01,5\nu2,2024-05-02,6\n'), { columns })
    expect(part).toMatchObject({ header: false, rows: 2 })
    expect(named(part.columns)).toEqual(columns)
    const first = await inspection(project.write('part1.csv', 'user_id,time,amount\nu1,2024-05-01,5\n'), { columns })
    expect(first).toMatchObject({ header: true, rows: 1 })
  })
})

describe('the ends of lines', () => {
  it('may be of all three kinds in one file', async () => {
    const text =
      'user_id,time,note\r\nu1,2024-05-01,"two\r\nlines"\nu2,2024-05-02,x\ru3,2024-05-03,y\r\nu4,2024-05-04,z\n'
    const { format, rows, preview } = await inspect(text)
    expect(format.newline).toBe('mixed')
    expect(rows).toBe(4)
    expect(preview.map(([user]) => user)).toEqual(['u1', 'u2', 'u3', 'u4'])
  })

  it('may stand within cells where they end no record', async () => {
    const { format, preview } = await inspect('user_id,time,note\nu1,2024-05-01,a\rb\nu2,2024-05-02,c\n')
    expect(format.newline).toBe('\n')
    expect(preview).toEqual([
      ['u1', '2024-05-01', 'a\rb'],
      ['u2', '2024-05-02', 'c'],
    ])
  })
})

describe('encodings', () => {
  const chinese = '用户,时间,金额,品牌\n1,2024-05-01,12.5,华为手机\n2,2024-05-02,3,小米电视机和其他商品\n'

  it.each<[string, Uint8Array]>([
    ['utf-16le', Buffer.from(chinese, 'utf16le')],
    ['utf-16be', Buffer.from(chinese, 'utf16le').swap16()],
  ])('knows %s without a byte order mark', async (encoding, content) => {
    const found = await inspect(content)
    expect(found.encoding).toBe(encoding)
    expect(found.preview[0]).toEqual(['1', '2024-05-01', '12.5', '华为手机'])
  })

  it('tells Big5 from GB18030', async () => {
    // 客戶,時間,品牌 / 1,2024-05-01,電視機 in Big5
    const bytes = 'abc8a4e12caec9b6a12cab7eb5500a312c323032342d30352d30312cb971b5f8bef70a'
    const found = await inspect(Buffer.from(bytes, 'hex'))
    expect(found.encoding).toBe('big5')
    expect(named(found.columns)).toEqual(['客戶', '時間', '品牌'])
    expect(found.preview).toEqual([['1', '2024-05-01', '電視機']])
  })

  it('keeps Western letters, signs of Windows-1252 included', async () => {
    const latin = Buffer.from('user_id,city,price\n1,Açúcar São João,5\n2,Göteborg Größe À Ça,5\n', 'latin1')
    const euro = Buffer.concat([latin, Buffer.from([0x33, 0x2c, 0x80, 0x35, 0x2c, 0x36, 0x0a])])
    const found = await inspect(euro)
    expect(found.encoding).toBe('windows-1252')
    expect(found.preview.map(([, city]) => city)).toEqual(['Açúcar São João', 'Göteborg Größe À Ça', '€5'])
  })

  it('looks further where a file begins with plain letters', async () => {
    const lines = Array.from({ length: 60_000 }, (_, i) => `${i},2024-05-01,plain text\n`).join('')
    const late = Buffer.from('1,2024-05-01,Müller Café Größe Öl é ü ö ä\n'.repeat(4000), 'latin1')
    const found = await inspect(Buffer.concat([Buffer.from(`user_id,time,city\n${lines}`), late]))
    expect(found.encoding).toBe('windows-1252')
  })
})

describe('fixed widths', () => {
  const text = [
    'id   name        city      amt',
    '1    Ann Lee     New York   12',
    '22   Bo          Rome        5',
    '333              Oslo      100',
    '',
  ]

  it('are found where cells hold blanks or nothing', async () => {
    const { format, preview, columns } = await inspect(text.join('\n'))
    expect(format).toMatchObject({ delimiter: 'fixed', widths: [5, 12, 10, 3] })
    expect(named(columns)).toEqual(['id', 'name', 'city', 'amt'])
    expect(preview).toEqual([
      ['1', 'Ann Lee', 'New York', '12'],
      ['22', 'Bo', 'Rome', '5'],
      ['333', '', 'Oslo', '100'],
    ])
  })

  it('can be said', async () => {
    const path = project.write('fixed.txt', 'u1x20240501\nu2y20240502\n')
    const { preview } = await inspection(path, { widths: [2, 1, 8], header: false })
    expect(preview).toEqual([
      ['u1', 'x', '20240501'],
      ['u2', 'y', '20240502'],
    ])
  })
})

describe('extremes', () => {
  it('a line of 100 MB is one reject, and what follows is read', async () => {
    const path = join(project.folder, 'long.csv')
    const file = openSync(path, 'w')
    writeSync(file, 'user_id,time,amount\nu1,2024-05-01,1\n')
    const megabyte = 'x'.repeat(1 << 20)
    for (let i = 0; i < 100; i++) writeSync(file, megabyte)
    writeSync(file, '\nu2,2024-05-02,2\n')
    closeSync(file)
    const result = await project.import(path, 'orders')
    expect(result).toMatchObject({ rowsRead: 3, rowsKept: 2, rejects: { 'record.tooLong': 1 } })
    expect(project.all('SELECT line, length(raw) AS length FROM reject')).toEqual([{ line: 3, length: 2048 }])
    expect(project.value('SELECT MAX(line) FROM behaviour')).toBe(4)
  })

  it('a thousand columns', async () => {
    const names = Array.from({ length: 1000 }, (_, i) => `c${i}`)
    const header = ['user_id', 'time', ...names].join(',')
    const row = ['u1', '2024-05-01', ...names.map((_, i) => i)].join(',')
    const { columns, rows } = await inspect(`${header}\n${row}\n${row}\n`)
    expect(columns.length).toBe(1002)
    expect(rows).toBe(2)
    expect(columns[1001]).toMatchObject({ name: 'c999', type: 'integer' })
  })

  it('a column of a million kinds of acts is refused', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `u${i},2024-05-01,kind${i}\n`).join('')
    const path = project.write('acts.csv', `user_id,time,type\n${lines}`)
    await expect(project.import(path, 'behaviour')).rejects.toMatchObject({ code: 'dataset.tooManyActs' })
    expect(project.value('SELECT COUNT(*) FROM behaviour')).toBe(0)
  })

  it('a file that grows or vanishes while it is read is refused', async () => {
    const path = project.write('growing.csv', 'user_id,time,amount\nu1,2024-05-01,1\n')
    const request = { path, kind: 'orders' as const, mapping: {}, format: {}, timezone: 'UTC' }
    const { plan } = await planImport(request, true)
    expect(await parseFile(plan, () => {})).toMatchObject({ rowsKept: 1 })
    appendFileSync(path, 'u2,2024-05-02,2\n')
    await expect(parseFile(plan, () => {})).rejects.toMatchObject({ code: 'dataset.changed' })
    const touched = await planImport(request, true)
    utimesSync(path, new Date(), new Date(Date.now() + 5000))
    await expect(parseFile(touched.plan, () => {})).rejects.toMatchObject({ code: 'dataset.changed' })
    const gone = { ...plan, path: `${path}.gone` }
    await expect(parseFile(gone, () => {})).rejects.toMatchObject({ code: 'file.missing' })
  })

  it.each([
    ['HTML', '<html><body><table><tr><td>user_id</td></tr></table></body></html>'],
    ['XML', '<?xml version="1.0"?><Workbook><Row/></Workbook>'],
    ['RAR', 'Rar!\u001a\u0007 and more'],
  ])('%s under the ending of a table is called by its name', async (found, content) => {
    await expect(inspect(content)).rejects.toMatchObject({ code: 'dataset.unsupported', params: { found } })
  })
})
