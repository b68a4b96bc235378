import { AssayError } from './errors.ts'

export const dayMs = 86_400_000
export const hourMs = 3_600_000

/** `2024-05-01` of a day's number, days since 1970-01-01 in whatever zone it was counted. */
export const isoDay = (dayNumber: number): string => new Date(dayNumber * dayMs).toISOString().slice(0, 10)

/** Calendar arithmetic in a project's time zone. Times are UTC milliseconds; days are the zone's own. */
export interface Calendar {
  timezone: string
  /** UTC milliseconds of a wall-clock time in the zone. Month is 1–12. A time that a clock change skips moves forward. */
  fromLocal(
    year: number,
    month: number,
    day: number,
    hour?: number,
    minute?: number,
    second?: number,
    ms?: number,
  ): number
  /** Milliseconds by which the zone's clocks are ahead of UTC at a time. */
  offset(timeMs: number): number
  /** Whole days since 1970-01-01 in the zone. */
  dayNumber(timeMs: number): number
  /** UTC milliseconds of the midnight that begins the given day number. */
  dayStart(dayNumber: number): number
  startOfDay(timeMs: number): number
  addDays(timeMs: number, days: number): number
  /** 0–23. */
  hour(timeMs: number): number
  /** 0 Monday – 6 Sunday. */
  weekday(timeMs: number): number
  /** `2024-05-01`. */
  isoDate(timeMs: number): string
  /** Reads `2024-05-01` as that day's midnight; null when it is not such a date. */
  parseIsoDate(text: string): number | null
}

/** Throws `input.invalid` for a zone the runtime does not know. */
export function createCalendar(timezone: string): Calendar {
  const offset: (timeMs: number) => number = timezone === 'UTC' ? () => 0 : zoneOffset(timezone)
  const local = (timeMs: number) => timeMs + offset(timeMs)
  const toUtc = (localMs: number) => {
    const before = offset(localMs - dayMs)
    const after = offset(localMs + dayMs)
    if (before === after) return localMs - before
    // Around a clock change: the first reading that maps back; a skipped time keeps the old offset and so moves forward.
    const reading = [localMs - before, localMs - after].find((utcMs) => local(utcMs) === localMs)
    return reading ?? localMs - before
  }
  const dayNumber = (timeMs: number) => Math.floor(local(timeMs) / dayMs)
  const dayStart = (day: number) => toUtc(day * dayMs)
  return {
    timezone,
    fromLocal: (year, month, day, hour = 0, minute = 0, second = 0, ms = 0) =>
      toUtc(utcOf(year, month, day) + hour * hourMs + minute * 60_000 + second * 1000 + ms),
    offset,
    dayNumber,
    dayStart,
    startOfDay: (timeMs) => dayStart(dayNumber(timeMs)),
    addDays: (timeMs, days) => toUtc(local(timeMs) + days * dayMs),
    hour: (timeMs) => Math.floor((((local(timeMs) % dayMs) + dayMs) % dayMs) / hourMs),
    weekday: (timeMs) => (((dayNumber(timeMs) + 3) % 7) + 7) % 7,
    isoDate: (timeMs) => new Date(local(timeMs)).toISOString().slice(0, 10),
    parseIsoDate(text) {
      const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim())
      if (!match) return null
      const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
      const atUtc = new Date(utcOf(year, month, day))
      return atUtc.getUTCMonth() + 1 === month && atUtc.getUTCDate() === day ? toUtc(atUtc.getTime()) : null
    },
  }
}

/** Date.UTC, but years below 100 mean what they say. */
function utcOf(year: number, month: number, day: number): number {
  if (year >= 100) return Date.UTC(year, month - 1, day)
  return new Date(0).setUTCFullYear(year, month - 1, day)
}

/** The zone's offset in ms at a UTC time, looked up once per quarter hour: no zone changes inside one. */
function zoneOffset(timezone: string): (timeMs: number) => number {
  const quarterMs = 900_000
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    })
  } catch {
    throw new AssayError('input.invalid', {
      field: 'timezone',
      problem: `an IANA name such as Asia/Shanghai, not ${timezone}`,
    })
  }
  const known = new Map<number, number>()
  let lastQuarter = NaN
  let lastOffset = 0
  return (timeMs) => {
    const quarter = Math.floor(timeMs / quarterMs)
    if (quarter === lastQuarter) return lastOffset
    let offset = known.get(quarter)
    if (offset === undefined) {
      offset = offsetAt(format, quarter * quarterMs)
      known.set(quarter, offset)
    }
    lastQuarter = quarter
    lastOffset = offset
    return offset
  }
}

function offsetAt(format: Intl.DateTimeFormat, timeMs: number): number {
  const parts: Record<string, string> = {}
  for (const { type, value } of format.formatToParts(timeMs)) parts[type] = value
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year)
  const local =
    utcOf(year, Number(parts.month), Number(parts.day)) +
    Number(parts.hour) * hourMs +
    Number(parts.minute) * 60_000 +
    Number(parts.second) * 1000
  return local - timeMs
}
