import { describe, expect, it } from 'vitest'
import { dayMs } from '../../main/base/calendar.ts'
import { saleCalendar } from '../../main/features/saleCalendar.ts'

const day = (date: string) => Date.parse(date) / dayMs
const isSale = (date: string) => saleCalendar().isSale(day(date))

describe('the calendar of sale events', () => {
  it.each([
    ['618', '2024-06-18', '2024-05-31', '2024-06-21'],
    ['双11', '2023-11-11', '2023-10-31', '2023-11-12'],
    ['双12', '2025-12-12', '2025-12-09', '2025-12-13'],
    ['Christmas', '1997-12-24', '1997-12-14', '1997-12-26'],
    // Chinese New Year fell on 2024-02-10 and 2023-01-22; shops sell in the three weeks before.
    ['Chinese New Year 2024', '2024-02-09', '2024-01-19', '2024-02-10'],
    ['Chinese New Year 2023', '2023-01-01', '2022-12-31', '2023-01-22'],
  ])('%s', (_, within, before, after) => {
    expect([isSale(before), isSale(within), isSale(after)]).toEqual([false, true, false])
  })

  it.each([
    [2018, '2018-11-23'],
    [2019, '2019-11-29'],
    [2023, '2023-11-24'],
    [2024, '2024-11-29'],
    [2025, '2025-11-28'],
  ])('Black Friday of %i to Cyber Monday', (_, friday) => {
    const from = day(friday)
    expect([-1, 0, 3, 4].map((offset) => saleCalendar().isSale(from + offset))).toEqual([false, true, true, false])
  })

  it('counts days since and until, and those of a horizon', () => {
    const calendar = saleCalendar()
    const cutoff = day('2024-11-12') // the day after 双11
    expect(calendar.daysSince(cutoff)).toBe(1)
    expect(calendar.daysUntil(cutoff)).toBe(17)
    expect(calendar.daysUntil(day('2024-11-29'))).toBe(0)
    // Four days of Black Friday, three of 双12, eleven of Christmas.
    expect(calendar.count(cutoff, 50)).toBe(18)
    expect(calendar.count(cutoff, 17)).toBe(0)
    expect(calendar.daysUntil(day('1900-01-01'))).toBe(366)
  })
})
