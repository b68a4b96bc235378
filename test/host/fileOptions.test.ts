import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspectFile } from '../../main/dataset/inspect.ts'
import { isFurtherPart } from '../../main/dataset/parts.ts'
import { filesIn, parseFormat } from '../../main/host/cli/fileOptions.ts'

let folder: string
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'assay-parts-'))))
afterAll(() => rmSync(folder, { recursive: true }))

const write = (name: string, content: string) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

describe('files on the command line', () => {
  it('are those of a folder, in natural order, without hidden ones and folders', () => {
    for (const name of ['day10.csv', 'day2.csv', 'day1.csv', '.hidden']) write(name, 'x')
    mkdirSync(join(folder, 'more'))
    expect(filesIn(folder).map((path) => basename(path))).toEqual(['day1.csv', 'day2.csv', 'day10.csv'])
    expect(filesIn('gone.csv')).toEqual(['gone.csv'])
    expect(() => filesIn(join(folder, 'more'))).toThrow('dataset.empty')
  })

  it('are further parts of the first where they have no header of their own', async () => {
    const look = (name: string, content: string) => inspectFile(write(name, content), {}, false)
    const first = await look('a.csv', 'user_id,time,amount\nu1,2024-05-01,1\n')
    const second = await look('b.csv', 'u2,2024-05-02,2\nu3,2024-05-03,3\n')
    const same = await look('c.csv', 'user_id,time,amount\nu4,2024-05-04,4\n')
    const other = await look('d.csv', 'u2,2024-05-02\nu3,2024-05-03\n')
    expect([second, same, other].map((next) => isFurtherPart(first, next))).toEqual([true, false, false])
    expect(isFurtherPart(second, second)).toBe(false)
  })
})

describe('what --format says', () => {
  it('is read by the type of each setting', () => {
    const said = [
      'delimiter=\\t',
      'skipRows=3',
      'header=false',
      'members=a.csv,b.csv',
      'widths=4,10',
      'dayOne=2017-01-01',
    ]
    expect(parseFormat(said)).toEqual({
      delimiter: '\t',
      skipRows: 3,
      header: false,
      members: ['a.csv', 'b.csv'],
      widths: [4, 10],
      dayOne: '2017-01-01',
    })
    expect(() => parseFormat(['size=3'])).toThrow('input.invalid')
  })
})
