import { describe, expect, it } from 'vitest'
import { createCalendar, dayMs } from '../../main/base/calendar.ts'

describe('calendar', () => {
  it('reads wall-clock times in a zone without daylight saving', () => {
    const shanghai = createCalendar('Asia/Shanghai')
    expect(shanghai.fromLocal(2024, 5, 1)).toBe(Date.UTC(2024, 3, 30, 16))
    expect(shanghai.hour(Date.UTC(2024, 3, 30, 16))).toBe(0)
    expect(shanghai.isoDate(Date.UTC(2024, 3, 30, 16))).toBe('2024-05-01')
  })

  it('keeps days as calendar days over a clock change', () => {
    const berlin = createCalendar('Europe/Berlin')
    const before = berlin.fromLocal(2024, 3, 30)
    expect(berlin.addDays(before, 2) - before).toBe(2 * dayMs - 3_600_000)
    expect(berlin.isoDate(berlin.addDays(before, 2))).toBe('2024-04-01')
    expect(berlin.hour(berlin.addDays(before, 2))).toBe(0)
  })

  it('moves a skipped time forward and takes the first of a doubled one', () => {
    const berlin = createCalendar('Europe/Berlin')
    expect(berlin.fromLocal(2024, 3, 31, 2, 30)).toBe(Date.UTC(2024, 2, 31, 1, 30))
    expect(berlin.fromLocal(2024, 10, 27, 2, 30)).toBe(Date.UTC(2024, 9, 27, 0, 30))
  })

  it('counts weekdays from Monday, before 1970 too', () => {
    const utc = createCalendar('UTC')
    expect(utc.weekday(Date.UTC(2024, 0, 1))).toBe(0)
    expect(utc.weekday(Date.UTC(1969, 11, 28))).toBe(6)
  })

  it('refuses dates that do not exist and zones that are unknown', () => {
    expect(createCalendar('UTC').parseIsoDate('2024-02-30')).toBeNull()
    expect(() => createCalendar('Mars/Olympus')).toThrow('input.invalid')
  })
})
