import { dayMs, type Calendar } from '../base/calendar.ts'
import { hasWords, spellOutDate } from './dateWords.ts'
import type { DateStyle } from './types.ts'

/** Reads `text.slice(start, end)`, already trimmed, as UTC milliseconds; NaN when it is no time in that style. */
export type TimeReader = (text: string, start: number, end: number) => number

const zero = 48
const earliestYear = 1600
const latestYear = 2199

/**
 * A reader for one style. Times without a zone are wall-clock times of the calendar's zone. Whatever the style, what can't mean
 * anything else is understood too: `2024-05-01 …` and months by name. `dayOne` is the date that day number 1 stands for.
 */
export function createTimeReader(style: DateStyle, calendar: Calendar, dayOne = '2000-01-01'): TimeReader {
  const wallClock = createWallClock(calendar)
  const iso = createTextReader('iso', wallClock)
  const own = createOwnReader(style, wallClock, iso, dayOne)
  let lastText = ''
  let lastTime = NaN
  const spelled = (text: string): number => {
    if (text === lastText) return lastTime
    const plain = spellOutDate(text)
    const time = iso(plain, 0, plain.length)
    lastText = text
    lastTime = time === time ? time : own(plain, 0, plain.length)
    return lastTime
  }
  return (text, start, end) => {
    const time = own(text, start, end)
    if (time === time) return time
    const plain = iso(text, start, end)
    if (plain === plain || end - start < 5 || end - start > 80) return plain
    const value = text.slice(start, end)
    return hasWords(value) ? spelled(value) : NaN
  }
}

function createOwnReader(style: DateStyle, wallClock: WallClock, iso: TimeReader, dayOne: string): TimeReader {
  switch (style) {
    case 'iso':
    case 'monthNames':
      return iso
    case 'dayFirst':
    case 'monthFirst':
      return createTextReader(style, wallClock)
    case 'dayNumber': {
      const [year, month, day] = dayOne.split('-').map(Number)
      const first = Date.UTC(year, month - 1, day)
      return (text, start, end) => {
        const number = Number(text.slice(start, end))
        if (!Number.isInteger(number) || Math.abs(number) > 200_000 || end === start) return NaN
        const date = new Date(first + (number - 1) * dayMs)
        return wallClock(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), 0)
      }
    }
    default:
      return numberReaders[style](wallClock)
  }
}

type WallClock = (year: number, month: number, day: number, msOfDay: number) => number

/** Local date and time of day → UTC ms. Days are looked up once: only days with a clock change ask the calendar each time. */
export function createWallClock(calendar: Calendar): WallClock {
  const days = new Map<number, { start: number; steady: boolean }>()
  let lastKey = -1
  let last = { start: NaN, steady: true }
  return (year, month, day, msOfDay) => {
    const key = (year * 100 + month) * 100 + day
    if (key !== lastKey) {
      last = days.get(key) ?? describeDay(calendar, year, month, day)
      days.set(key, last)
      lastKey = key
    }
    if (last.steady) return last.start + msOfDay
    return calendar.fromLocal(year, month, day, 0, 0, 0, msOfDay)
  }
}

function describeDay(calendar: Calendar, year: number, month: number, day: number): { start: number; steady: boolean } {
  if (
    year < earliestYear ||
    year > latestYear ||
    month < 1 ||
    month > 12 ||
    day < 1 ||
    day > daysInMonth(year, month)
  ) {
    return { start: NaN, steady: true }
  }
  const start = calendar.fromLocal(year, month, day)
  const next = calendar.dayStart(Math.round(Date.UTC(year, month - 1, day) / dayMs) + 1)
  return { start, steady: next - start === dayMs }
}

const daysInMonth = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** `2024-05-01`, `1/5/2024`, `2024年5月1日`, each with or without a time of day, AM/PM, fraction and zone. */
function createTextReader(order: 'iso' | 'dayFirst' | 'monthFirst', wallClock: WallClock): TimeReader {
  let text = ''
  let at = 0
  let end = 0

  /** The next run of up to `most` digits, -1 where there is none. */
  function digits(most: number): number {
    let value = 0
    const first = at
    const limit = Math.min(end, at + most)
    while (at < limit) {
      const digit = text.charCodeAt(at) - zero
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
      at++
    }
    return at === first ? -1 : value
  }

  function dateSeparator(): boolean {
    return at < end && isDateSeparator(text.charCodeAt(at++))
  }

  function fraction(): number {
    const first = at
    const value = digits(9)
    return value < 0 ? NaN : Math.floor((value * 1000) / 10 ** (at - first))
  }

  function timeOfDay(): number {
    let hour = digits(2)
    if (hour >= 0 && hour <= 24 && at === end) return hour * 3_600_000 // 2014-12-18 18
    if (hour < 0 || text.charCodeAt(at) !== 58) return NaN
    at++
    const minute = digits(2)
    let second = 0
    let ms = 0
    if (at < end && text.charCodeAt(at) === 58) {
      at++
      second = digits(2)
      if (at < end && (text.charCodeAt(at) === 46 || text.charCodeAt(at) === 44)) {
        at++
        ms = fraction()
      }
    }
    const half = at < end ? /^\s?([ap])\.?m\.?/i.exec(text.slice(at, Math.min(end, at + 5))) : null
    if (half) {
      if (hour < 1 || hour > 12) return NaN
      hour = (hour % 12) + (half[1].toLowerCase() === 'p' ? 12 : 0)
      at += half[0].length
    }
    if (hour > 24 || minute < 0 || minute > 59 || second < 0 || second > 60) return NaN
    return ((hour * 60 + minute) * 60 + second) * 1000 + ms
  }

  return (source, from, to) => {
    text = source
    at = from
    end = to
    const first = digits(4)
    const firstLength = at - from
    if (first < 0 || !dateSeparator()) return NaN
    const second = digits(2)
    if (second < 0 || !dateSeparator()) return NaN
    const thirdAt = at
    const third = digits(4)
    const thirdLength = at - thirdAt
    let [year, month, day] = [first, second, third]
    if (order === 'iso') {
      if (firstLength !== 4 || thirdLength < 1 || thirdLength > 2) return NaN
      if (at < end && text.charCodeAt(at) === 0x65e5) at++
    } else {
      if (firstLength > 2 || (thirdLength !== 4 && thirdLength !== 2)) return NaN
      year = thirdLength === 2 ? third + (third < 70 ? 2000 : 1900) : third
      ;[day, month] = order === 'dayFirst' ? [first, second] : [second, first]
    }
    if (at === end) return wallClock(year, month, day, 0)
    const gap = text.charCodeAt(at)
    if (gap === 32 || gap === 84 || gap === 44) at++
    while (at < end && text.charCodeAt(at) === 32) at++
    const time = timeOfDay()
    if (time !== time) return NaN
    if (at === end) return wallClock(year, month, day, time)
    const zone = zoneMinutes(text.slice(at, end))
    if (zone === null || Number.isNaN(wallClock(year, month, day, 0))) return NaN
    return Date.UTC(year, month - 1, day) + time - zone * 60_000
  }
}

/** - / . and the Chinese year and month. */
const isDateSeparator = (code: number) => (code >= 45 && code <= 47) || code === 0x5e74 || code === 0x6708

/** `Z`, ` UTC`, `+08:00`, `-0530`, `+8` → minutes east of UTC. */
function zoneMinutes(text: string): number | null {
  const zone = text.trim()
  if (zone === 'Z' || zone === 'z' || zone === 'UTC' || zone === 'GMT') return 0
  const match = /^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$/.exec(zone)
  if (!match) return null
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
  return match[1] === '-' ? -minutes : minutes
}

const numberReaders: Record<
  'compact' | 'unixSeconds' | 'unixMilliseconds' | 'unixMicroseconds' | 'excelSerial',
  (w: WallClock) => TimeReader
> = {
  compact: (wallClock) => (text, start, end) => {
    const length = end - start
    if (length !== 8 && length !== 12 && length !== 14) return NaN
    const digits = text.slice(start, end)
    if (!/^\d+$/.test(digits)) return NaN
    const part = (from: number, to: number) => Number(digits.slice(from, to) || 0)
    const [hour, minute, second] = [part(8, 10), part(10, 12), part(12, 14)]
    if (hour > 23 || minute > 59 || second > 60) return NaN
    return wallClock(part(0, 4), part(4, 6), part(6, 8), ((hour * 60 + minute) * 60 + second) * 1000)
  },
  unixSeconds: () => (text, start, end) => inRange(Math.round(Number(text.slice(start, end)) * 1000)),
  unixMilliseconds: () => (text, start, end) => inRange(Math.round(Number(text.slice(start, end)))),
  unixMicroseconds: () => (text, start, end) => inRange(Math.floor(Number(text.slice(start, end)) / 1000)),
  /** Days since 1899-12-30 on the wall clock, the fraction being the time of day, good to a second. */
  excelSerial: (wallClock) => (text, start, end) => {
    const serial = Number(text.slice(start, end))
    if (!(serial > 60 && serial < 110_000)) return NaN
    const day = Math.floor(serial)
    const seconds = Math.min(86_399, Math.round((serial - day) * 86_400))
    const date = new Date(Date.UTC(1899, 11, 30) + day * dayMs)
    return wallClock(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), seconds * 1000)
  },
}

const rangeStart = Date.UTC(earliestYear, 0, 1)
const rangeEnd = Date.UTC(latestYear + 1, 0, 1)
const inRange = (timeMs: number) => (timeMs >= rangeStart && timeMs < rangeEnd ? timeMs : NaN)
