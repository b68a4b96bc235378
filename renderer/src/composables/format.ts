import { createChartFormat, missing, rangeWords, withInterval, type Interval } from '../../../main/charts/format.ts'

export interface FormatSettings {
  language: string
  /** ISO 4217, or empty where the project names none. */
  currency: string
  timezone: string
}

export type FigureKind = 'number' | 'money' | 'percent' | 'count'

type Maybe<T> = T | null | undefined

export type Format = ReturnType<typeof createFormat>

/** Figures and dates in one language, money in one currency, dates in one zone. Missing values become an en dash. */
export function createFormat(settings: FormatSettings) {
  const { language, currency, timezone } = settings
  const figures = createChartFormat(language, currency)
  const { number, unshortened, count, money, percent } = figures
  const intl = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options)
  const day = { year: 'numeric', month: 'short', day: 'numeric' } as const
  const dates = {
    day: new Intl.DateTimeFormat(language, { ...day, timeZone: timezone }),
    calendarDay: new Intl.DateTimeFormat(language, { ...day, timeZone: 'UTC' }),
    month: new Intl.DateTimeFormat(language, { year: 'numeric', month: 'short', timeZone: 'UTC' }),
    clock: new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', hourCycle: 'h23', timeZone: timezone }),
    time: new Intl.DateTimeFormat(language, { ...day, hour: '2-digit', minute: '2-digit', timeZone: timezone }),
  }

  const say = (value: Maybe<number>, words: (value: number) => string) =>
    value === null || value === undefined || Number.isNaN(value) ? missing : words(value)

  const allDigits = intl({ maximumFractionDigits: 20 })
  const exact = (value: Maybe<number>) => say(value, (n) => allDigits.format(n).replace('-', '−'))

  /** With so many digits behind the point, so that figures of one column can be compared at a glance. */
  const fixed = (value: Maybe<number>, digits: number) =>
    say(value, (n) =>
      intl({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(n).replace('-', '−'),
    )

  const byKind = { number, money, percent, count }
  /** An interval's end: the currency is said once, at the value. */
  const boundOf = (kind: FigureKind) => (kind === 'money' ? number : byKind[kind])
  const fullOf = (kind: FigureKind) => (kind === 'money' || kind === 'number' ? unshortened : byKind[kind])

  /** `412 (371–455)`. */
  const estimate = (figure: Maybe<Interval>, kind: FigureKind = 'number') =>
    figure ? withInterval(figure, byKind[kind], boundOf(kind), fullOf(kind)) : missing

  /** `371–455`, empty where there is none. */
  const interval = (figure: Maybe<Interval>, kind: FigureKind = 'number') =>
    figure ? rangeWords(figure, boundOf(kind), fullOf(kind)) : ''

  /** A calendar day `2024-05-01`, or a moment in milliseconds, as a day of the project's zone. */
  const date = (value: Maybe<string | number>) =>
    typeof value === 'string'
      ? dates.calendarDay.format(new Date(`${value.slice(0, 10)}T00:00:00Z`))
      : say(value, (ms) => dates.day.format(ms))
  /** The month of a calendar day. */
  const month = (value: string) => dates.month.format(new Date(`${value.slice(0, 7)}-01T00:00:00Z`))
  const dateTime = (value: Maybe<number>) => say(value, (ms) => dates.time.format(ms))

  /** A moment as day and time; at midnight, where files know days only, as a day. */
  const moment = (value: Maybe<number>) =>
    say(value, (ms) => (dates.clock.format(ms) === '00:00:00' ? dates.day : dates.time).format(ms))

  return {
    ...{
      number,
      count,
      money,
      percent,
      wholePercent: figures.wholePercent,
      signed: figures.signed,
      signedPercent: figures.signedPercent,
    },
    ...{ exactMoney: figures.exactMoney, exact, fixed, estimate, interval, date, month, dateTime, moment },
    byKind,
    duration: (seconds: Maybe<number>) => say(seconds, (s) => duration(s, intl)),
    bytes: (value: Maybe<number>) => say(value, (n) => bytes(n, intl)),
  }
}

type MakeFormat = (options: Intl.NumberFormatOptions) => Intl.NumberFormat

function duration(seconds: number, intl: MakeFormat): string {
  const unit = (name: string, value: number, digits = 0) =>
    intl({ style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: digits }).format(value)
  if (seconds < 10) return unit('second', seconds, 1)
  const whole = Math.round(seconds)
  if (whole < 60) return unit('second', whole)
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return join(unit('minute', minutes), whole % 60 ? unit('second', whole % 60) : '')
  const rest = Math.round((whole % 3600) / 60)
  return join(unit('hour', Math.floor(whole / 3600)), rest ? unit('minute', rest) : '')
}

const join = (first: string, second: string) => [first, second].filter(Boolean).join(' ')

function bytes(value: number, intl: MakeFormat): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte']
  const power = Math.min(units.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3))
  const options = { style: 'unit', unit: units[power], unitDisplay: 'short', maximumSignificantDigits: 3 } as const
  return intl(options).format(value / 1000 ** power)
}
