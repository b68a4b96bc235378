import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestProject, type TestProject } from '../projects.ts'
import { inspection } from './inspection.ts'
import { xlsxOf } from './xlsxFiles.ts'
import { zipOf } from './zipFiles.ts'

let project: TestProject
beforeEach(() => void (project = createTestProject()))
afterEach(() => project.remove())

const header = 'user_id,time,amount\n'
const day = (number: number) => `${header}u${number},2024-05-0${number},1\nu0,2024-05-0${number},2\n`

describe('a ZIP', () => {
  it('of one table is like the table itself, whatever the archiver added', async () => {
    const content = await zipOf({ '__MACOSX/._a.csv': 'x', 'export/a.csv': day(1), 'readme.txt': 'about this' })
    const path = project.write('a.zip', content)
    const { format, rows, columns } = await inspection(path)
    expect(format).toMatchObject({ container: 'text', members: ['export/a.csv'], compression: 'none' })
    expect(rows).toBe(2)
    expect(columns.map(({ name }) => name)).toEqual(['user_id', 'time', 'amount'])
    expect(await project.import(path, 'orders')).toMatchObject({ rowsRead: 2, rowsKept: 2 })
    expect(await project.import(path, 'orders')).toMatchObject({ rowsDuplicate: 2 })
  })

  it('of parts of one table is read part by part, in natural order, each header once', async () => {
    const content = await zipOf({ 'part10.csv': day(3), 'part2.csv': day(2), 'part1.csv': day(1) })
    const path = project.write('days.zip', content)
    const { members, format, rows, ambiguities } = await inspection(path)
    expect(format.members).toEqual(['part1.csv', 'part2.csv', 'part10.csv'])
    expect(members).toEqual(format.members)
    expect(ambiguities).toEqual([])
    expect(rows).toBe(6)
    expect(await project.import(path, 'orders')).toMatchObject({ rowsRead: 6, rowsKept: 6, rejects: {} })
    const one = await project.import(path, 'orders', { format: { members: ['part2.csv'] } })
    expect(one.rowsDuplicate).toBe(6)
  })

  it('of different tables asks which to read', async () => {
    const path = project.write(
      'shop.zip',
      await zipOf({ 'orders.csv': day(1), 'users.csv': 'user_id,city\nu1,Rome\n' }),
    )
    const { ambiguities, members } = await inspection(path)
    expect(members).toEqual(['orders.csv', 'users.csv'])
    expect(ambiguities.map(({ code }) => code)).toContain('members')
    await expect(project.import(path, 'orders')).rejects.toMatchObject({ code: 'dataset.manyMembers' })
    expect(await project.import(path, 'users', { format: { members: ['users.csv'] } })).toMatchObject({ rowsKept: 1 })
    const unknown = { format: { members: ['gone.csv'] } }
    await expect(project.import(path, 'orders', unknown)).rejects.toMatchObject({ code: 'dataset.unknownMember' })
  })

  it('may hold gzipped text, a workbook, and names in GBK', async () => {
    const gzipped = await inspection(project.write('g.zip', await zipOf({ 'a.csv.gz': gzipSync(day(1)) })))
    expect(gzipped).toMatchObject({ rows: 2, compression: 'gzip' })
    const book = await xlsxOf([
      {
        name: 'S',
        rows: [
          ['user_id', 'time'],
          ['u1', '2024-05-01'],
        ],
      },
    ])
    const inZip = await inspection(project.write('x.zip', await zipOf({ 'book.xlsx': book })))
    expect(inZip.format).toMatchObject({ container: 'xlsx', members: ['book.xlsx'], sheet: 'S' })
    expect(inZip.rows).toBe(1)
  })

  it('that is damaged or protected is a clear error', async () => {
    const content = await zipOf({ 'a.csv': day(1).repeat(50) })
    const spoilt = Buffer.from(content)
    spoilt.fill(0x55, 45, 60)
    await expect(project.import(project.write('s.zip', spoilt), 'orders')).rejects.toMatchObject({
      code: 'dataset.damaged',
    })
    const cut = content.subarray(0, content.length - 30)
    await expect(project.import(project.write('c.zip', cut), 'orders')).rejects.toMatchObject({
      code: 'dataset.damaged',
    })
    const locked = Buffer.from(content)
    locked.writeUInt16LE(locked.readUInt16LE(6) | 1, 6)
    const entry = locked.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
    locked.writeUInt16LE(locked.readUInt16LE(entry + 8) | 1, entry + 8)
    await expect(project.import(project.write('l.zip', locked), 'orders')).rejects.toMatchObject({
      code: 'dataset.encrypted',
    })
  })
})
