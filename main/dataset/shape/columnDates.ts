const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const longMonths = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
]
const chineseMonths = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']

/**
 * A column's name as the day it stands for, `2024-05-01`: months by their first day, written `2024-05`, `202405`, `05/2024`,
 * `May 2024`, `May-24`, `2024年5月`, also `2024Q2`; days as `2024-05-17`, `20240517`. Where the year is said apart also
 * `May`, `5月`, `五月`. Null when it is none.
 */
export function readColumnDate(name: string, year?: number): string | null {
  const text = name.trim().toLowerCase()
  const full = /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))$/.exec(text)
  if (full) return day(full[1], full[3] ?? full[5] ?? full[7], full[4] ?? full[6] ?? full[8])
  const yearMonth = /^(\d{4})(?:[-/. ](\d{1,2})|(\d{2})|年(\d{1,2})月)$/.exec(text)
  if (yearMonth) return day(yearMonth[1], yearMonth[2] ?? yearMonth[3] ?? yearMonth[4])
  const monthYear = /^(\d{1,2})[-/.](\d{4})$/.exec(text)
  if (monthYear) return day(monthYear[2], monthYear[1])
  const quarter = /^(?:(\d{4})[- ]?q([1-4])|q([1-4])[- ]?(\d{4}))$/.exec(text)
  if (quarter) return day(quarter[1] ?? quarter[4], Number(quarter[2] ?? quarter[3]) * 3 - 2)
  const named =
    /^([a-z]{3,9})\.?[-/ ']*(\d{4}|\d{2})?$/.exec(text) ?? reversed(/^(\d{4})[-/ ]*([a-z]{3,9})$/.exec(text))
  if (named) return day(named[2] ? century(named[2]) : year, monthOf(named[1]))
  const chinese = /^(?:(\d{1,2})|(十[一二]?|[一二三四五六七八九]))月(?:份)?$/.exec(text)
  return chinese ? day(year, chinese[1] ?? chineseMonths.indexOf(chinese[2]) + 1) : null
}

const reversed = (match: RegExpExecArray | null) => (match ? [match[0], match[2], match[1]] : null)

const century = (digits: string) => (digits.length === 2 ? `20${digits}` : digits)

const monthOf = (word: string): number =>
  1 + Math.max(months.indexOf(word === 'sept' ? 'sep' : word), longMonths.indexOf(word))

function day(
  year: string | number | undefined,
  month: string | number,
  dayOfMonth: string | number = 1,
): string | null {
  const [y, m, d] = [Number(year), Number(month), Number(dayOfMonth)]
  if (!(y >= 1900 && y <= 2199 && m >= 1 && m <= 12 && d >= 1)) return null
  if (d > new Date(Date.UTC(y, m, 0)).getUTCDate()) return null
  return `${y}-${`${m}`.padStart(2, '0')}-${`${d}`.padStart(2, '0')}`
}
