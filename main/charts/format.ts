/** A figure that may be missing. */
export type Figure = number | null | undefined

/** Figures as a reader of one language sees them. Missing and what is not finite is "–", never 0. */
export interface ChartFormat {
  /** Three significant figures: 0.410, 18,400, 4.12M. A whole number gets no zeros behind its point. */
  number(value: Figure): string
  /** As `number`, without zeros at its end: for the ticks of an axis. */
  tick(value: Figure): string
  /** As `number`, but never with a short word for thousands. */
  unshortened(value: Figure): string
  /** Up to eight significant figures, for tables and tooltips. */
  exact(value: Figure): string
  /** A whole number with every digit. */
  count(value: Figure): string
  /** Money in the project's currency, three significant figures. */
  money(value: Figure): string
  exactMoney(value: Figure): string
  /** A share (0–1) as a percentage of three significant figures. */
  percent(value: Figure): string
  /** A share as a whole percentage, for axes. */
  wholePercent(value: Figure): string
  /** With its sign, three significant figures. */
  signed(value: Figure): string
  signedPercent(value: Figure): string
  /** A calendar day, `2024-05-01`. */
  day(day: string): string
  /** A month, `2024-05`. */
  month(month: string): string
}

export const missing = '–'

/** Formats of one language and currency (ISO 4217; empty: plain figures). The language is a BCP 47 tag. */
export function createChartFormat(language: string, currency: string): ChartFormat {
  const figures = (options: Intl.NumberFormatOptions) => {
    const formatter = new Intl.NumberFormat(language, options)
    return (value: Figure) => (isKnown(value) ? formatter.format(value).replace('-', '−') : missing)
  }
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' })
    return (text: string) => formatter.format(dayMs(text.length === 7 ? `${text}-01` : text))
  }
  /** Figures that stand side by side keep their zeros, so that 35.0% is seen to be as fine as 30.9%. */
  const brief = (options: Intl.NumberFormatOptions) => {
    const whole = figures({ ...options, maximumSignificantDigits: 3 })
    const parted = figures({ ...options, minimumSignificantDigits: 3, maximumSignificantDigits: 3 })
    return (value: Figure) => (Number.isInteger(value) ? whole(value) : parted(value))
  }
  /** Small amounts in full, large ones with the language's own short word for thousands or millions. */
  const bySize = (options: Intl.NumberFormatOptions, word = brief) => {
    const [full, compact] = [word(options), word({ ...options, notation: 'compact' })]
    return (value: Figure) => (isKnown(value) && Math.abs(value) >= 10_000 ? compact(value) : full(value))
  }
  const coin: Intl.NumberFormatOptions =
    currency === '' ? {} : { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }
  const percent: Intl.NumberFormatOptions = { style: 'percent' }

  return {
    number: bySize({}),
    unshortened: brief({}),
    tick: bySize({}, (options) => figures({ ...options, maximumSignificantDigits: 3 })),
    exact: figures({ maximumSignificantDigits: 8 }),
    count: figures({ maximumFractionDigits: 0 }),
    money: bySize(coin),
    exactMoney: figures(coin),
    percent: brief(percent),
    wholePercent: figures({ ...percent, maximumFractionDigits: 0 }),
    signed: brief({ signDisplay: 'exceptZero' }),
    signedPercent: brief({ ...percent, signDisplay: 'exceptZero' }),
    day: dates({ year: 'numeric', month: 'short', day: 'numeric' }),
    month: dates({ year: '2-digit', month: 'short' }),
  }
}

const isKnown = (value: Figure): value is number => value != null && Number.isFinite(value)

/** UTC milliseconds of a calendar day. */
export const dayMs = (day: string): number => Date.parse(`${day}T00:00:00Z`)

/** The calendar day of UTC milliseconds. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** A figure with its interval, as far as they are known. */
export interface Interval {
  value: number | null
  low: number | null
  high: number | null
}

/** `412 (371–455)`, or the figure alone where there is no interval. `bound` words the ends where they differ in form. */
export function withInterval(
  estimate: Interval,
  format: (value: Figure) => string,
  bound = format,
  unshortened = bound,
): string {
  const range = rangeWords(estimate, bound, unshortened)
  return range === '' ? format(estimate.value) : `${format(estimate.value)} (${range})`
}

/** `371–455`, empty where an end is missing; beside a minus sign a dash cannot be read, so `−0.0140 … 0.00402`. */
export function rangeWords(
  { low, high }: Omit<Interval, 'value'>,
  format: (value: Figure) => string,
  unshortened = format,
): string {
  if (low === null || high === null) return ''
  // 0.492–3,130 would say more of one end than the other end's rounding leaves.
  const isWhole = Math.max(Math.abs(low), Math.abs(high)) >= 100
  const ends = isWhole ? [Math.round(low), Math.round(high)] : [low, high]
  // 9–20.4K would leave open what the K belongs to.
  const isMixed = unitOf(format(ends[0])) !== unitOf(format(ends[1]))
  return ends.map(isMixed ? unshortened : format).join(Math.min(low, high) < 0 ? ' … ' : '–')
}

/** What stands behind a figure's digits. */
const unitOf = (figure: string): string => figure.replace(/^.*\d/, '').trim()
