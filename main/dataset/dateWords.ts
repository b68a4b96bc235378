/** Dates with names in them, in the order year-month-day that needs no guessing. */

const monthStarts = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const monthName =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const between = '[\\s,\\-/.]+'
const dayFirst = new RegExp(
  `^(\\d{1,2})(?:st|nd|rd|th)?(?:${between}|\\s*of\\s*)?${monthName}${between}?(\\d{4}|\\d{2})(?!\\d)`,
  'i',
)
const monthFirst = new RegExp(
  `^${monthName}${between}(\\d{1,2})(?:st|nd|rd|th)?${between}(\\d{4}|\\d{2})(?![\\d:])`,
  'i',
)
const yearFirst = new RegExp(`^(\\d{4})${between}${monthName}${between}(\\d{1,2})(?!\\d)`, 'i')
/** `May  1 10:00:00 2024`, as C and Unix print it. */
const yearLast = new RegExp(`^${monthName}\\s+(\\d{1,2})\\s+(\\d{1,2}:\\d{2}:\\d{2})(.*?)\\s+(\\d{4})$`, 'i')

const englishWeekday = /^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+/i
const chineseWeekday = /\s*[（(]?(?:星期|周|週)[一二三四五六日天][）)]?[,，]?\s*/
const halfOfDay = /\s*(凌晨|早上|上午|中午|下午|傍晚|晚上)\s*(\d{1,2}(?::\d{2}){1,2})/
const chineseClock = /(\d{1,2})[时時点點](?:(\d{1,2})分)?(?:(\d{1,2})秒)?/

const hints = /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|[ap]\.?m|[\u0080-\uffff]/i

/** Whether a text may name a month, a weekday or a half of the day: only then is it worth `spellOutDate`. */
export const hasWords = (text: string): boolean => hints.test(text)

/**
 * `1 May 2024`, `May 1, 2024 3 PM`, `Wed, 01-May-24`, `2024年5月1日 星期三 下午3:05`, full-width digits … as `2024-05-01 …`; a text that
 * holds none of these comes back with its full-width digits, weekdays and halves of the day in plain writing.
 */
export function spellOutDate(text: string): string {
  let rest = text.normalize('NFKC').replace(englishWeekday, '').replace(chineseWeekday, ' ').trim()
  rest = rest.replace(/\s*\([^)]*\)$/, '') // a zone's name after its offset
  rest = rest.replace(chineseClock, (_, hour, minute, second) => ` ${hour}:${minute ?? '00'}:${second ?? '00'}`)
  rest = rest.replace(halfOfDay, (_, half: string, clock: string) => ` ${clock} ${isMorning(half) ? 'AM' : 'PM'}`)
  rest = rest.replace(/\s+(\d{1,2})\s*([ap]\.?m\.?)$/i, ' $1:00 $2')
  const last = yearLast.exec(rest)
  if (last) return joined(last[5], last[1], last[2], ` ${last[3]}${zoneOnly(last[4])}`)
  const day = dayFirst.exec(rest)
  if (day) return joined(fullYear(day[3]), day[2], day[1], rest.slice(day[0].length))
  const month = monthFirst.exec(rest)
  if (month) return joined(fullYear(month[3]), month[1], month[2], rest.slice(month[0].length))
  const year = yearFirst.exec(rest)
  if (year) return joined(year[1], year[2], year[3], rest.slice(year[0].length))
  return rest
}

const isMorning = (half: string) => ['凌晨', '早上', '上午'].includes(half)

/** The zones in `May 1 10:00:00 UTC 2024`; of others only their names are given. */
const zoneOnly = (text: string): string => (/^\s*(?:UTC|GMT)/.test(text) ? text : text.trim() === '' ? '' : ' ?')

const fullYear = (year: string): string =>
  year.length === 4 ? year : String(Number(year) + (Number(year) < 70 ? 2000 : 1900))

function joined(year: string, month: string, day: string, rest: string): string {
  const number = monthStarts.indexOf(month.slice(0, 3).toLowerCase()) + 1
  // Web servers put a colon between date and time; `at` is what people write.
  const clock = rest.replace(/^(?::|,?\s+at\s+|[,T]\s*)/i, ' ').trim()
  return `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}${clock === '' ? '' : ` ${clock}`}`
}
