import { describe, expect, it } from 'vitest'
import { readColumnDate } from '../../../main/dataset/shape/columnDates.ts'

describe('dates in column names', () => {
  it.each([
    ['2024-05', '2024-05-01'],
    ['2024/5', '2024-05-01'],
    ['202405', '2024-05-01'],
    ['05/2024', '2024-05-01'],
    ['2024年5月', '2024-05-01'],
    ['May 2024', '2024-05-01'],
    ['Sept-24', '2024-09-01'],
    ['september 2024', '2024-09-01'],
    ["Jan '24", '2024-01-01'],
    ['2024 Dec', '2024-12-01'],
    ['2024Q2', '2024-04-01'],
    ['Q4 2024', '2024-10-01'],
    ['2024-05-17', '2024-05-17'],
    ['20240229', '2024-02-29'],
    ['2024年5月17日', '2024-05-17'],
  ])('%s', (name, date) => expect(readColumnDate(name)).toBe(date))

  it.each(['May', '5月', '十二月', 'dec'])('%s needs the year', (name) => {
    expect(readColumnDate(name)).toBeNull()
    expect(readColumnDate(name, 2024)).toMatch(/^2024-(05|12)-01$/)
  })

  it.each(['2024', 'amount', '202413', '20240230', 'March of dimes', 'X5', '2024-5-', 'item1', 'mar_1', '123456'])(
    '%s is none',
    (name) => expect(readColumnDate(name)).toBeNull(),
  )
})
