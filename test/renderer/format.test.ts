import { describe, expect, it } from 'vitest'
import { createFormat } from '../../renderer/src/composables/format.ts'

const english = createFormat({ language: 'en', currency: 'CNY', timezone: 'Asia/Shanghai' })
const chinese = createFormat({ language: 'zh-CN', currency: 'CNY', timezone: 'Asia/Shanghai' })

describe('figures', () => {
  it('shows three significant figures, shortened from 10,000 on', () => {
    expect([0, 3.14159, 412.6, 9876, 18_402, 1_234_567].map(english.number)).toEqual([
      '0',
      '3.14',
      '413',
      '9,880',
      '18.4K',
      '1.23M',
    ])
    expect(chinese.number(1_234_567)).toBe('123万')
  })

  it('keeps the zeros of what is measured, not of what is counted', () => {
    expect([0.74, 5, 31_000, 31_000.4].map(english.number)).toEqual(['0.740', '5', '31K', '31.0K'])
    expect([0.35, 0.0955, 1].map(english.percent)).toEqual(['35.0%', '9.55%', '100%'])
  })

  it('counts things with all their digits', () => {
    expect(english.count(1_234_567)).toBe('1,234,567')
  })

  it('keeps every digit of an exact figure', () => {
    expect(english.exact(0.30000000000000004)).toBe('0.30000000000000004')
  })

  it('takes missing for missing, never for 0', () => {
    for (const format of [
      english.count,
      english.number,
      english.money,
      english.percent,
      english.bytes,
      english.duration,
    ]) {
      expect(format(null)).toBe('–')
      expect(format(undefined)).toBe('–')
      expect(format(Number.NaN)).toBe('–')
    }
    expect(english.date(null)).toBe('–')
  })

  it('names the currency of the project, and none where it names none', () => {
    expect(english.money(412_345)).toBe('¥412K')
    expect(chinese.money(412_345)).toBe('¥41.2万')
    expect(createFormat({ language: 'en', currency: '', timezone: 'UTC' }).money(412_345)).toBe('412K')
    expect(english.exactMoney(412_345.678)).toBe('¥412,345.68')
  })

  it('reads a share of 1 as percent', () => {
    expect(english.percent(0.31449)).toBe('31.4%')
    expect(english.percent(0)).toBe('0%')
  })

  it('signs differences, but not 0', () => {
    expect([2.345, -0.5, 0].map(english.signed)).toEqual(['+2.35', '−0.500', '0'])
  })
})

describe('estimates', () => {
  it('shows the interval behind the figure, the unit once', () => {
    const estimate = { value: 412_000, low: 371_000, high: 455_000 }
    expect(english.estimate(estimate, 'money')).toBe('¥412K (371K–455K)')
    expect(english.interval({ value: 9450, low: 8.66, high: 20_400 }, 'money')).toBe('9–20,400')
    expect(english.interval({ value: 1.2, low: -0.014, high: 0.004 })).toBe('−0.0140 … 0.00400')
    expect(english.estimate({ value: 0.314, low: 0.298, high: 0.33 }, 'percent')).toBe('31.4% (29.8%–33.0%)')
  })

  it('leaves an interval out that is not there, and all of it where the figure is missing', () => {
    expect(english.estimate({ value: 5, low: null, high: null })).toBe('5')
    expect(english.estimate({ value: null, low: null, high: null })).toBe('–')
    expect(english.estimate(null)).toBe('–')
  })
})

describe('dates', () => {
  const lateInUtc = Date.UTC(2025, 9, 31, 20)

  it('shows moments in the zone of the project', () => {
    expect(english.date(lateInUtc)).toBe('Nov 1, 2025')
    expect(english.dateTime(lateInUtc)).toBe('Nov 1, 2025, 04:00 AM')
    expect(chinese.date(lateInUtc)).toBe('2025年11月1日')
  })

  it('never shifts a calendar day', () => {
    const west = createFormat({ language: 'en', currency: '', timezone: 'America/Los_Angeles' })
    expect(west.date('2024-05-01')).toBe('May 1, 2024')
    expect(west.month('2024-05-01')).toBe('May 2024')
  })

  it('shows the time of a moment only where there is one', () => {
    expect(english.moment(Date.UTC(2025, 9, 31, 16))).toBe('Nov 1, 2025')
    expect(english.moment(lateInUtc)).toBe('Nov 1, 2025, 04:00 AM')
  })
})

describe('durations and sizes', () => {
  it('shows the two largest units', () => {
    expect([0.42, 59.6, 100, 3600, 7265].map(english.duration)).toEqual([
      '0.4 sec',
      '1 min',
      '1 min 40 sec',
      '1 hr',
      '2 hr 1 min',
    ])
  })

  it('shows bytes in thousands', () => {
    expect([0, 999, 1500, 195_000_000].map(english.bytes)).toEqual(['0 byte', '999 byte', '1.5 kB', '195 MB'])
  })
})
