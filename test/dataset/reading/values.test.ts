import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCalendar } from '../../../main/base/calendar.ts'
import { readClock } from '../../../main/dataset/clock.ts'
import { createTimeReader } from '../../../main/dataset/dates.ts'
import { createNumberReader } from '../../../main/dataset/numbers.ts'
import type { DateStyle, DecimalMark } from '../../../main/dataset/types.ts'
import { inspection } from '../formats/inspection.ts'
import { createTestProject, type TestProject } from '../projects.ts'

let project: TestProject
beforeEach(() => void (project = createTestProject('Asia/Shanghai')))
afterEach(() => project.remove())

const times = () =>
  project.all<{ time_ms: number }>('SELECT time_ms FROM behaviour ORDER BY line').map((row) => row.time_ms)
const at = (text: string) => Date.parse(text)
const midnight = (day: string) => at(`${day}T00:00:00+08:00`)

describe('dates in words', () => {
  const read = (text: string, style: DateStyle) => createTimeReader(style, createCalendar('UTC'))(text, 0, text.length)

  it.each<[string, DateStyle, string]>([
    ['1 May 2024', 'monthNames', '2024-05-01T00:00:00Z'],
    ['May 1, 2024', 'monthNames', '2024-05-01T00:00:00Z'],
    ['1st of May 2024', 'monthNames', '2024-05-01T00:00:00Z'],
    ['01-May-24', 'monthNames', '2024-05-01T00:00:00Z'],
    ['01-Sept-2024 3:05 pm', 'monthNames', '2024-09-01T15:05:00Z'],
    ['Wed, 01 May 2024 10:00:00 +0800', 'monthNames', '2024-05-01T02:00:00Z'],
    ['Wed May 01 2024 10:00:00 GMT+0800 (China Standard Time)', 'monthNames', '2024-05-01T02:00:00Z'],
    ['Wed May  1 10:00:00 2024', 'monthNames', '2024-05-01T10:00:00Z'],
    ['Wed May  1 10:00:00 UTC 2024', 'monthNames', '2024-05-01T10:00:00Z'],
    ['01/May/2024:10:00:00 +0800', 'monthNames', '2024-05-01T02:00:00Z'],
    ['May 1, 2024 at 3 PM', 'monthNames', '2024-05-01T15:00:00Z'],
    ['2024年5月1日 星期三 下午3:05', 'iso', '2024-05-01T15:05:00Z'],
    ['2024年5月1日 10时30分15秒', 'iso', '2024-05-01T10:30:15Z'],
    ['2024/5/1 上午 12:05:00', 'iso', '2024-05-01T00:05:00Z'],
    ['星期三, 2024-05-01', 'iso', '2024-05-01T00:00:00Z'],
    ['２０２４－０５－０１', 'iso', '2024-05-01T00:00:00Z'],
    ['1/5/2024 下午 3:05', 'dayFirst', '2024-05-01T15:05:00Z'],
    ['Wednesday, 5/1/2024', 'monthFirst', '2024-05-01T00:00:00Z'],
  ])('%s as %s is %s', (text, style, expected) => {
    expect(read(text, style)).toBe(at(expected))
  })

  it.each([
    '31 Feb 2024',
    'May 32, 2024',
    '13 of them',
    'Maybe 1, 2024',
    'May 1 10:00:00 CST 2024',
    'Smarch 1, 2024',
    '1 May',
  ])('refuses %s', (text) => {
    expect(read(text, 'monthNames')).toBeNaN()
  })
})

describe('numbers as shops write them', () => {
  it.each<[string, DecimalMark, number]>([
    ["1'234.5", '.', 1234.5],
    ['1 234,5', ',', 1234.5],
    ['1.234.567,8', ',', 1234567.8],
    ['12.5%', '.', 0.125],
    ['１２，３４５．５', '.', 12345.5],
    ['￥１２．５', '.', 12.5],
    ['$(12.50)', '.', -12.5],
    ['(¥1,234.50)', '.', -1234.5],
    ['12.50-', '.', -12.5],
    ['12.5元', '.', 12.5],
    ['RMB 12.5', '.', 12.5],
    ['1.2万', '.', 12000],
    ['3.35亿', '.', 335000000],
    ['€ 1.234,50', ',', 1234.5],
  ])('%s with %s is %d', (text, decimal, value) => {
    expect(createNumberReader(decimal)(text, 0, text.length)).toBe(value)
  })

  it.each(['inf', 'Infinity', '-inf', '1,2,3', '%', '万', '1.2.3'])('%s is none', (text) => {
    expect(createNumberReader('.')(text, 0, text.length)).toBeNaN()
  })
})

describe('times of day', () => {
  it.each<[string, string]>([
    ['16:31', '16:31:00'],
    ['4:31:05 PM', '16:31:05'],
    ['下午4:31', '16:31:00'],
    ['1631', '16:31:00'],
    ['905', '09:05:00'],
    ['163105', '16:31:05'],
    ['7', '07:00:00'],
    ['0.75', '18:00:00'],
    ['0:00', '00:00:00'],
  ])('%s is %s', (text, expected) => {
    expect(new Date(readClock(text)).toISOString().slice(11, 19)).toBe(expected)
  })

  it.each(['25:00', '12:61', 'noon', '1999', ''])('%s is none', (text) => {
    expect(readClock(text)).toBeNaN()
  })

  it('in a column of their own join the date, in the project’s zone', async () => {
    const more = 'u4,16/05/2024,4:05 PM,4\n'.repeat(12)
    const text = `user_id,Date,Time,amount\nu1,13/05/2024,10:31,1\nu2,14/05/2024,,2\nu3,15/05/2024,25:00,3\n${more}`
    const path = project.write('two.csv', text)
    const { mapping } = await inspection(path)
    expect(mapping.time).toEqual({ column: 'Date', clock: 'Time' })
    const result = await project.import(path, 'orders')
    expect(result).toMatchObject({ rowsKept: 14, rejects: { 'invalid.time': 1 } })
    expect(times().slice(0, 3)).toEqual([
      at('2024-05-13T10:31:00+08:00'),
      midnight('2024-05-14'),
      at('2024-05-16T16:05:00+08:00'),
    ])
  })

  it('can be said as date+clock', async () => {
    const path = project.write('said.csv', 'user_id,d,h,amount\nu1,2024-05-01,9,1\n')
    await project.import(path, 'orders', { mapping: { time: { column: 'd+h' } } })
    expect(times()).toEqual([at('2024-05-01T09:00:00+08:00')])
  })
})

describe('day numbers', () => {
  const lines = Array.from({ length: 200 }, (_, i) => `u${i},${1 + i * 3},1\n`).join('')
  const text = `user_id,day,amount\n${lines}`

  it('are proposed, with the question from when they count', async () => {
    const { format, ambiguities } = await inspection(project.write('days.csv', text))
    expect(format.dates).toEqual({ day: 'dayNumber' })
    expect(ambiguities).toEqual([{ code: 'dayOrigin', column: 'day', chosen: '2000-01-01' }])
  })

  it('count from the day that is said', async () => {
    const result = await project.import(project.write('days.csv', text), 'orders', { format: { dayOne: '2017-01-01' } })
    expect(result).toMatchObject({ rowsKept: 200, ambiguities: [] })
    expect(times()[0]).toBe(midnight('2017-01-01'))
    expect(times()[1]).toBe(midnight('2017-01-04'))
  })
})

describe('day and month', () => {
  const row = (i: number, day: number) => `u${i},${String(day).padStart(2, '0')}/03/2024,9.99\n`
  const many = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => row(from + i, 1 + (i % 12))).join('')

  it('are told apart by the whole file, wherever the row stands that tells', async () => {
    // The telling row stands where no sample is taken.
    const text = `user_id,date,amount\n${many(0, 60_000)}${row(1, 31)}${many(0, 120_000)}`
    const path = project.write('long.csv', text)
    const { format, ambiguities } = await inspection(path)
    expect(format.dates).toEqual({ date: 'dayFirst' })
    expect(ambiguities).toEqual([])
  })

  it('stay open where every row fits both, and are called mixed where they are', async () => {
    const open = await inspection(project.write('open.csv', `user_id,date,amount\n${many(0, 30)}`))
    expect(open.ambiguities).toEqual([{ code: 'dayMonthOrder', column: 'date', chosen: 'dayFirst' }])
    const both = `user_id,date,amount\n${many(0, 30)}u1,05/31/2024,1\nu2,31/05/2024,1\nu3,30/05/2024,1\n`
    const path = project.write('both.csv', both)
    const result = await project.import(path, 'orders')
    expect(result.rejects).toEqual({ 'invalid.time': 1 })
  })
})

describe('implausible years', () => {
  it('are rejected for what they are, and can be allowed', async () => {
    const text = 'user_id,time,amount\nu1,1899-12-30,1\nu2,2099-12-31,1\nu3,2024-05-01,1\nu4,soon,1\nu5,1970-01-01,1\n'
    const path = project.write('years.csv', text)
    const result = await project.import(path, 'orders')
    expect(result).toMatchObject({ rowsKept: 1, rejects: { 'implausible.time': 3, 'invalid.time': 1 } })
    const again = createTestProject()
    const wide = await again.import(path, 'orders', { format: { earliestYear: 1900, latestYear: 2100 } })
    expect(wide).toMatchObject({ rowsKept: 3, rejects: { 'implausible.time': 1, 'invalid.time': 1 } })
    again.remove()
  })
})

describe('ids', () => {
  const users = () =>
    project.all<{ external: string }>('SELECT external FROM user ORDER BY id').map((row) => row.external)
  const file = (ids: string[]) =>
    project.write('ids.csv', `user_id,time,amount\n${ids.map((id) => `${id},2024-05-01,1\n`).join('')}`)

  it('keep zeros in front and every digit, blanks trimmed', async () => {
    await project.import(file(['007', ' 7 ', '9007199254740993', '12345678901234567890123']), 'orders')
    expect(users()).toEqual(['007', '7', '9007199254740993', '12345678901234567890123'])
  })

  it('lose the decimals that a column of numbers gave all of them', async () => {
    await project.import(file(['17850.0', '13047.0', '']), 'orders')
    expect(users()).toEqual(['17850', '13047'])
  })

  it('keep them where not all are written so', async () => {
    await project.import(file(['17850.0', 'A1']), 'orders')
    expect(users()).toEqual(['17850.0', 'A1'])
  })

  it('are one in any case only where that is said', async () => {
    await project.import(file(['Ann', 'ANN', 'ann']), 'orders')
    expect(users()).toEqual(['Ann', 'ANN', 'ann'])
    const folded = createTestProject()
    await folded.import(file(['Ann', 'ANN', 'ann']), 'orders', { format: { foldCase: true } })
    expect(folded.all('SELECT external FROM user')).toEqual([{ external: 'ann' }])
    folded.remove()
  })

  it('that a spreadsheet rounded are pointed out', async () => {
    const { ambiguities } = await inspection(file(['1.23457E+11', '1.23458E+11']))
    expect(ambiguities).toContainEqual({ code: 'roundedIds', column: 'user_id', chosen: '1.23457E+11' })
  })
})
