/** Figures as a reader of one language sees them. Null and what is not finite is "–", never 0. */
export interface ChartFormat {
  /** Three significant figures: 0.412, 18,400, 4.12M. */
  number(value: number | null): string
  /** Up to eight significant figures, for tables and tooltips. */
  exact(value: number | null): string
  /** A whole number with every digit. */
  count(value: number | null): string
  /** Money in the project's currency, three significant figures. */
  money(value: number | null): string
  exactMoney(value: number | null): string
  /** A share (0–1) as a percentage with one decimal. */
  percent(value: number | null): string
  /** A share as a whole percentage, for axes. */
  wholePercent(value: number | null): string
  /** With its sign, three significant figures. */
  signed(value: number | null): string
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
    return (value: number | null) => (value === null || !Number.isFinite(value) ? missing : formatter.format(value))
  }
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' })
    return (text: string) => formatter.format(dayMs(text.length === 7 ? `${text}-01` : text))
  }
  const coin: Intl.NumberFormatOptions =
    currency === '' ? {} : { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }
  const brief: Intl.NumberFormatOptions = { maximumSignificantDigits: 3 }
  const short: Intl.NumberFormatOptions = { ...brief, notation: 'compact' }

  /** Small amounts in full, large ones with the language's own short word for thousands or millions. */
  const bySize = (options: Intl.NumberFormatOptions) => {
    const [full, compact] = [figures({ ...options, ...brief }), figures({ ...options, ...short })]
    return (value: number | null) => (value !== null && Math.abs(value) >= 10_000 ? compact(value) : full(value))
  }
  const percent = figures({ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const smallPercent = figures({ style: 'percent', maximumSignificantDigits: 2 })

  return {
    number: bySize({}),
    exact: figures({ maximumSignificantDigits: 8 }),
    count: figures({ maximumFractionDigits: 0 }),
    money: bySize(coin),
    exactMoney: figures(coin),
    percent: (value) =>
      value !== null && value !== 0 && Math.abs(value) < 0.001 ? smallPercent(value) : percent(value),
    wholePercent: figures({ style: 'percent', maximumFractionDigits: 0 }),
    signed: figures({ ...brief, signDisplay: 'exceptZero' }),
    day: dates({ year: 'numeric', month: 'short', day: 'numeric' }),
    month: dates({ year: '2-digit', month: 'short' }),
  }
}

/** UTC milliseconds of a calendar day. */
export const dayMs = (day: string): number => Date.parse(`${day}T00:00:00Z`)

/** The calendar day of UTC milliseconds. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** `412 (371–455)`, or the figure alone where there is no interval. `bound` words the ends where they differ in form. */
export function withInterval(
  estimate: { value: number | null; low: number | null; high: number | null },
  format: (value: number | null) => string,
  bound = format,
): string {
  if (estimate.low === null || estimate.high === null) return format(estimate.value)
  return `${format(estimate.value)} (${rangeWords(estimate.low, estimate.high, bound)})`
}

/** `371–455`; a dash before a minus sign cannot be read. */
export function rangeWords(low: number, high: number, format: (value: number | null) => string): string {
  const end = format(high)
  return `${format(low)}${/^[-−]/.test(end) ? ' … ' : '–'}${end}`
}
