import { dayMs, type Calendar } from '../base/calendar.ts'
import type { TimeReader } from './dates.ts'
import { spellOutDate } from './dateWords.ts'
import { isMissing } from './missing.ts'
import { normalise } from './words.ts'

/** Between a date and a time of day that two columns gave. */
export const clockMark = '\u0001'

/** Milliseconds since midnight of `16:31`, `4:31 PM`, `下午4:31`, `163105`, `1631`, `16` or Excel's share of a day; NaN for none. */
export function readClock(text: string): number {
  if (/^0?\.\d+$/.test(text)) return Math.round(Number(text) * 86_400) * 1000
  if (/^\d{1,6}$/.test(text)) {
    const digits = text.length <= 2 ? `${text}0000` : text.length <= 4 ? `${text}00` : text
    const padded = digits.padStart(6, '0')
    return fromParts(padded.slice(0, 2), padded.slice(2, 4), padded.slice(4), '')
  }
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?\s*(?:([ap])\.?m\.?)?$/i.exec(spellOutDate(text).trim())
  return match ? fromParts(match[1], match[2], match[3] ?? '0', match[4] ?? '') : NaN
}

function fromParts(hours: string, minutes: string, seconds: string, half: string): number {
  let hour = Number(hours)
  if (half !== '') {
    if (hour < 1 || hour > 12) return NaN
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
  }
  const [minute, second] = [Number(minutes), Number(seconds.replace(',', '.'))]
  if (hour > 24 || minute > 59 || second > 60) return NaN
  return Math.floor(((hour * 60 + minute) * 60 + second) * 1000)
}

/** Reads a date, `clockMark` and a time of day; a date alone is its midnight. `utc` reads the dates as days of UTC. */
export function createClockedReader(utc: TimeReader, calendar: Calendar): TimeReader {
  return (text, start, end) => {
    const joint = text.slice(start, end)
    const mark = joint.indexOf(clockMark)
    const date = utc(joint, 0, mark)
    const clock = mark === joint.length - 1 ? 0 : readClock(joint.slice(mark + 1))
    if (Number.isNaN(date) || Number.isNaN(clock)) return NaN
    const day = new Date(Math.floor(date / dayMs) * dayMs)
    return calendar.fromLocal(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate(), 0, 0, 0, clock)
  }
}

/** What columns of times of day are called, beside `time` and whatever ends in it. */
const clockNames = /(time|hour|clock|时间|時間|时刻|時刻|时分)$/

/** The column that tells the time of day beside the date in `date`; null where there is none, or the date has it already. */
export function findClock(
  date: { name: string; values: string[] },
  columns: { name: string; values: () => string[] }[],
): string | null {
  const dates = present(date.values)
  if (dates.length === 0 || dates.some((value) => /\d:\d/.test(value) && !/\b0?0:00(:00)?$/.test(value))) return null
  if (dates.some((value) => /^\d{9,}/.test(value))) return null // seconds already
  const clock = columns.find(({ name, values }) => {
    if (name === date.name || !clockNames.test(normalise(name))) return false
    return looksLikeClock(present(values()), normalise(name))
  })
  return clock?.name ?? null
}

const present = (values: string[]) => values.filter((value) => !isMissing(value, 0, value.length))

/** Whether the values are times of day rather than times. */
export const areClocks = (values: string[]): boolean => looksLikeClock(present(values), '')

function looksLikeClock(values: string[], name: string): boolean {
  if (values.length === 0) return false
  const clocks = values.filter((value) => !Number.isNaN(readClock(value)))
  if (clocks.length < values.length * 0.9) return false
  // Bare numbers are hours only where the column says so.
  return values.some((value) => /\D/.test(value) || value.length > 2) || /hour/.test(name)
}
