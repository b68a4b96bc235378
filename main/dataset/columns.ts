import { createCalendar } from '../base/calendar.ts'
import { createTimeReader } from './dates.ts'
import { isMissing } from './missing.ts'
import { createNumberReader, sniffDecimalMark } from './numbers.ts'
import type { ColumnType, DateStyle, DecimalMark, FileColumn } from './types.ts'

/** Share of the values looked at that must fit a type: files have dirt. */
const enough = 0.9
/** Share that is enough where the name already tells the type: the rest will be rejected with a reason. */
const most = 0.5
const calendar = createCalendar('UTC')

/** Judges a column by its values (trimmed, as they stand). */
export function describeColumn(name: string, values: string[], decimal: DecimalMark): FileColumn {
  const present = values.filter((value) => !isMissing(value, 0, value.length))
  return {
    name,
    type: typeOf(present, decimal),
    missing: values.length === 0 ? 0 : 1 - present.length / values.length,
    examples: [...new Set(present)].slice(0, 5),
  }
}

/** Whether the values can be read as numbers, dirt aside. */
export function mostlyNumbers(values: string[], decimal: DecimalMark): boolean {
  const present = values.filter((value) => !isMissing(value, 0, value.length))
  const readNumber = createNumberReader(decimal)
  return share(present, (value) => !Number.isNaN(readNumber(value, 0, value.length))) >= most
}

function typeOf(values: string[], decimal: DecimalMark): ColumnType {
  if (values.length === 0) return 'empty'
  if (share(values, isCompactDate) >= 0.99) return 'time'
  if (share(values, isCode) >= 0.05 && share(values, (value) => /^\d+$/.test(value)) >= enough) return 'text'
  if (share(values, (value) => /^[+-]?\d{1,15}$/.test(value)) >= enough) return 'integer'
  const readNumber = createNumberReader(decimal)
  if (share(values, (value) => !Number.isNaN(readNumber(value, 0, value.length))) >= enough) return 'number'
  return bestDateStyle(values, ['iso', 'dayFirst', 'monthFirst']) ? 'time' : 'text'
}

/** Digits that are no quantity: padded with zeros, or longer than a double holds. */
const isCode = (value: string) => /^0\d+$/.test(value) || /^\d{16,}$/.test(value)

const isCompactDate = (value: string) =>
  /^(19[5-9]|20\d)\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(([01]\d|2[0-3])([0-5]\d){1,2})?$/.test(value)

function share(values: string[], fits: (value: string) => boolean): number {
  let count = 0
  for (const value of values) if (fits(value)) count++
  return count / values.length
}

export interface SniffedDates {
  style: DateStyle
  /** Day and month could be the other way round. */
  ambiguous: boolean
}

/** How the times of a column are written; null when they are no times. Numbers are tried too: ask for time columns only. */
export function sniffDates(values: string[]): SniffedDates | null {
  const present = values.filter((value) => !isMissing(value, 0, value.length))
  if (present.length === 0) return { style: 'iso', ambiguous: false }
  if (share(present, isCompactDate) >= most) return { style: 'compact', ambiguous: false }
  const number = sniffNumericTime(present)
  if (number) return { style: number, ambiguous: false }
  if (areDayNumbers(present)) return { style: 'dayNumber', ambiguous: false }
  const style = bestDateStyle(present, ['iso', 'monthFirst', 'dayFirst'], most)
  if (!style) return null
  if (style === 'iso') return { style: share(present, namesMonth) >= most ? 'monthNames' : 'iso', ambiguous: false }
  const [dayFirst, monthFirst] = (['dayFirst', 'monthFirst'] as const).map((each) => share(present, reads(each)))
  if (dayFirst !== monthFirst) return { style: dayFirst > monthFirst ? 'dayFirst' : 'monthFirst', ambiguous: false }
  const american = present.some((value) => /[ap]\.?m\.?$/i.test(value))
  return { style: american ? 'monthFirst' : 'dayFirst', ambiguous: true }
}

function bestDateStyle(values: string[], styles: DateStyle[], threshold = enough): DateStyle | null {
  const fits = styles.map((style) => share(values, reads(style)))
  const highest = Math.max(...fits)
  return highest >= threshold ? styles[fits.indexOf(highest)] : null
}

function reads(style: DateStyle): (value: string) => boolean {
  const reader = createTimeReader(style, calendar)
  return (value) => !Number.isNaN(reader(value, 0, value.length))
}

/** Unix times from 1990 to 2100, or Excel's day numbers from 1982 to 2064. */
function sniffNumericTime(values: string[]): DateStyle | null {
  const within = (low: number, high: number) =>
    share(values, (value) => /^\d+(\.\d+)?$/.test(value) && Number(value) >= low && Number(value) < high) >= most
  if (within(631_152_000, 4_102_444_800)) return 'unixSeconds'
  if (within(631_152_000_000, 4_102_444_800_000)) return 'unixMilliseconds'
  if (within(631_152_000_000_000, 4_102_444_800_000_000)) return 'unixMicroseconds'
  return within(30_000, 60_000) ? 'excelSerial' : null
}

const namesMonth = (value: string) => /[a-z]{3}/i.test(value) && !/^\d{4}-/.test(value)

/** Days counted from the first one: more of them than a month has, and no times of day such as 1631. */
function areDayNumbers(values: string[]): boolean {
  if (share(values, (value) => /^\d{1,5}$/.test(value)) < enough) return false
  const numbers = values.map(Number).filter((number) => number >= 0)
  const highest = numbers.reduce((most, number) => Math.max(most, number), 0)
  return highest > 31 && highest < 30_000 && numbers.some((number) => number % 100 >= 60)
}

/** The decimal mark that the values of the number-like columns agree on. */
export function sniffDecimal(columns: string[][], delimiter: string): { mark: DecimalMark; ambiguous: boolean } {
  const numeric = columns.flatMap((values) => {
    const present = values.filter((value) => !isMissing(value, 0, value.length))
    const like = share(present, (value) => /^\D{0,4}[\d.,' \u00a0\u202f]+\D{0,4}$/.test(value) && /\d/.test(value))
    return present.length > 0 && like >= enough && !bestDateStyle(present, ['iso', 'dayFirst']) ? present : []
  })
  const { mark, ambiguous } = sniffDecimalMark(numeric)
  return { mark: mark ?? (ambiguous && delimiter === ';' ? ',' : '.'), ambiguous }
}
