import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCalendar } from '../../main/base/calendar.ts'
import { sniffDates } from '../../main/dataset/columns.ts'
import { createTimeReader } from '../../main/dataset/dates.ts'
import type { DateStyle } from '../../main/dataset/types.ts'

const read = (text: string, style: DateStyle, timezone = 'UTC') =>
  createTimeReader(style, createCalendar(timezone))(text, 0, text.length)

const utc = (text: string) => Date.parse(text)

describe('times', () => {
  it.each<[string, DateStyle, string]>([
    ['2024-05-01', 'iso', '2024-05-01T00:00:00Z'],
    ['2019-10-01 00:00:01 UTC', 'iso', '2019-10-01T00:00:01Z'],
    ['2024-05-01T12:34:56.789Z', 'iso', '2024-05-01T12:34:56.789Z'],
    ['2024-05-01T12:34:56.789123', 'iso', '2024-05-01T12:34:56.789Z'],
    ['2024-05-01 12:34+08:00', 'iso', '2024-05-01T04:34:00Z'],
    ['2024-05-01T00:30:00-0530', 'iso', '2024-05-01T06:00:00Z'],
    ['2024/5/1 7:05', 'iso', '2024-05-01T07:05:00Z'],
    ['2024年5月1日', 'iso', '2024-05-01T00:00:00Z'],
    ['31/12/2010 8:26', 'dayFirst', '2010-12-31T08:26:00Z'],
    ['1.2.2024', 'dayFirst', '2024-02-01T00:00:00Z'],
    ['12/31/10', 'monthFirst', '2010-12-31T00:00:00Z'],
    ['1/2/2024 12:05:00 AM', 'monthFirst', '2024-01-02T00:05:00Z'],
    ['1/2/2024 1:05 pm', 'monthFirst', '2024-01-02T13:05:00Z'],
    ['19970101', 'compact', '1997-01-01T00:00:00Z'],
    ['19970101235959', 'compact', '1997-01-01T23:59:59Z'],
    ['959670000', 'unixSeconds', '2000-05-30T07:00:00Z'],
    ['1714566896789', 'unixMilliseconds', '2024-05-01T12:34:56.789Z'],
    ['45413.5', 'excelSerial', '2024-05-01T12:00:00Z'],
  ])('reads %s as %s', (text, style, expected) => {
    expect(read(text, style)).toBe(utc(expected))
  })

  it.each<[string, DateStyle]>([
    ['2023-02-29', 'iso'],
    ['2024-13-01', 'iso'],
    ['0000-00-00', 'iso'],
    ['2024-05-01 25:00', 'iso'],
    ['2024-05-01 noon', 'iso'],
    ['32/01/2024', 'dayFirst'],
    ['01/13/2024', 'dayFirst'],
    ['19971301', 'compact'],
    ['yesterday', 'iso'],
    ['', 'iso'],
    ['1e99', 'unixSeconds'],
    ['12', 'excelSerial'],
  ])('refuses %s as %s', (text, style) => {
    expect(read(text, style)).toBeNaN()
  })

  it('puts times without a zone into the project’s, across clock changes', () => {
    expect(read('2024-05-01 08:00', 'iso', 'Asia/Shanghai')).toBe(utc('2024-05-01T00:00:00Z'))
    expect(read('2024-03-31 01:30', 'iso', 'Europe/Berlin')).toBe(utc('2024-03-31T00:30:00Z'))
    expect(read('2024-03-31 03:30', 'iso', 'Europe/Berlin')).toBe(utc('2024-03-31T01:30:00Z'))
    expect(read('2024-10-27 12:00', 'iso', 'Europe/Berlin')).toBe(utc('2024-10-27T11:00:00Z'))
  })

  it('agrees with the calendar at any time, in any zone', () => {
    const zone = fc.constantFrom('UTC', 'Asia/Shanghai', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe')
    const range = { min: new Date('1950-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }
    fc.assert(
      fc.property(fc.date(range), zone, (date, timezone) => {
        const text = date.toISOString().slice(0, 19)
        const calendar = createCalendar(timezone)
        const [year, month, day, hour, minute, second] = text.split(/\D/).map(Number)
        expect(read(text, 'iso', timezone)).toBe(calendar.fromLocal(year, month, day, hour, minute, second))
      }),
    )
  })
})

describe('the style of dates', () => {
  it.each<[string[], DateStyle, boolean]>([
    [['2024-05-01', '2024-05-13'], 'iso', false],
    [['01/02/2024', '13/02/2024'], 'dayFirst', false],
    [['01/02/2024', '02/13/2024'], 'monthFirst', false],
    [['01/02/2024', '02/03/2024'], 'dayFirst', true],
    [['01/02/2024 1:00 PM', '02/03/2024 2:00 AM'], 'monthFirst', true],
    [['19970101', '19981231'], 'compact', false],
    [['959670000', '1302566400'], 'unixSeconds', false],
    [['1714566896789'], 'unixMilliseconds', false],
    [['45413', '45414.25'], 'excelSerial', false],
  ])('of %j is %s', (values, style, ambiguous) => {
    expect(sniffDates(values)).toEqual({ style, ambiguous })
  })

  it('is none where the values are no times', () => {
    expect(sniffDates(['5', '12', '7'])).toBeNull()
    expect(sniffDates(['red', 'blue'])).toBeNull()
  })
})
