/** A figure with its interval, as the app sends it. */
export interface EstimateLike {
  value: number | null
  low: number | null
  high: number | null
}

export interface FormatSettings {
  language: string
  /** ISO 4217, or empty where the project names none. */
  currency: string
  timezone: string
}

export type FigureKind = 'number' | 'money' | 'percent' | 'count'

type Maybe<T> = T | null | undefined

/** Missing is never 0. */
export const missing = '–'

export type Format = ReturnType<typeof createFormat>

/** Figures and dates in one language, money in one currency, dates in one zone. Missing values become an en dash. */
export function createFormat(settings: FormatSettings) {
  const { language, currency, timezone } = settings
  const intl = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options)
  const inCurrency: Intl.NumberFormatOptions = currency
    ? { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }
    : {}
  const short: Intl.NumberFormatOptions = { maximumSignificantDigits: 3, notation: 'compact' }

  const formats = {
    count: intl({ maximumFractionDigits: 0 }),
    number: intl({ maximumSignificantDigits: 3 }),
    short: intl(short),
    exact: intl({ maximumFractionDigits: 20 }),
    money: intl({ ...inCurrency, ...short }),
    exactMoney: intl(inCurrency),
    percent: intl({ style: 'percent', maximumSignificantDigits: 3 }),
    signed: intl({ maximumSignificantDigits: 3, signDisplay: 'exceptZero' }),
  }
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

  /** Whole numbers of things, all digits. */
  const count = (value: Maybe<number>) => say(value, (n) => formats.count.format(n))
  /** Three significant figures; from 10,000 on shortened: 18.4K. */
  const number = (value: Maybe<number>) =>
    say(value, (n) => (Math.abs(n) < 10_000 ? formats.number : formats.short).format(n))
  const exact = (value: Maybe<number>) => say(value, (n) => formats.exact.format(n))
  /** Three significant figures in the project's currency. */
  const money = (value: Maybe<number>) => say(value, (n) => formats.money.format(n))
  const exactMoney = (value: Maybe<number>) => say(value, (n) => formats.exactMoney.format(n))
  /** Takes a share of 1. */
  const percent = (value: Maybe<number>) => say(value, (n) => formats.percent.format(n))
  const signed = (value: Maybe<number>) => say(value, (n) => formats.signed.format(n))

  const byKind = { number, money, percent, count }
  /** The figure of an interval's end: the unit is said once, at the value. */
  const bare = { number, count, percent, money: (value: Maybe<number>) => say(value, (n) => formats.short.format(n)) }

  /** `412 (371–455)`. */
  function estimate(figure: Maybe<EstimateLike>, kind: FigureKind = 'number'): string {
    if (!figure || figure.value === null) return missing
    const range = interval(figure, kind)
    return range ? `${byKind[kind](figure.value)} (${range})` : byKind[kind](figure.value)
  }

  /** `371–455`, empty where there is none. */
  function interval(figure: Maybe<EstimateLike>, kind: FigureKind = 'number'): string {
    if (!figure || figure.low === null || figure.high === null) return ''
    return `${bare[kind](figure.low)}–${bare[kind](figure.high)}`
  }

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
    ...{ count, number, exact, money, exactMoney, percent, signed, estimate, interval, date, month, dateTime, moment },
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
