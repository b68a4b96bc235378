import { dateStyles, type DateStyle } from '../../types.ts'
import { finite, unreadable, type CellReaders, type Value } from './values.ts'

/** `cell` is what a column gives: it is read as whatever is needed. `missing` fits everywhere. */
export type Type = 'number' | 'text' | 'boolean' | 'date' | 'cell' | 'missing'

/** A function whose result is missing when any argument is. The rest, such as `if`, is in `compile.ts`. */
export interface PlainFunction {
  /** Types of the arguments; `any` takes all. */
  takes: (Exclude<Type, 'cell' | 'missing'> | 'any')[]
  /** How many of them may be left out, from the last. */
  optional?: number
  /** The last one may be repeated. */
  repeats?: boolean
  gives: Type
  run(values: never, readers: CellReaders): Value
}

const plain = <Values extends (number | string | boolean | undefined)[]>(
  takes: PlainFunction['takes'],
  gives: Type,
  run: (values: Values, readers: CellReaders) => Value,
  more: Pick<PlainFunction, 'optional' | 'repeats'> = {},
): PlainFunction => ({ takes, gives, run, ...more })

const onText = (run: (text: string) => Value, gives: Type = 'text') =>
  plain<[string]>(['text'], gives, ([text]) => run(text))
const onTexts = (run: (text: string, part: string) => boolean) =>
  plain<[string, string]>(['text', 'text'], 'boolean', ([text, part]) => run(text, part))
const dateNumber = (run: (time: number, readers: CellReaders) => number) =>
  plain<[number]>(['date'], 'number', ([time], readers) => run(time, readers))
const datePart = (from: number, to: number) =>
  dateNumber((time, { calendar }) => Number(calendar.isoDate(time).slice(from, to)))

/** Positions count characters from 1, as in SQL and spreadsheets. */
export const functions: Record<string, PlainFunction> = {
  abs: plain<[number]>(['number'], 'number', ([value]) => Math.abs(value)),
  round: plain<[number, number?]>(['number', 'number'], 'number', ([value, digits = 0]) => round(value, digits), {
    optional: 1,
  }),
  min: plain<number[]>(['number'], 'number', (values) => Math.min(...values), { repeats: true }),
  max: plain<number[]>(['number'], 'number', (values) => Math.max(...values), { repeats: true }),
  upper: onText((text) => text.toUpperCase()),
  lower: onText((text) => text.toLowerCase()),
  trim: onText((text) => text.trim()),
  length: onText((text) => [...text].length, 'number'),
  substr: plain<[string, number, number?]>(
    ['text', 'number', 'number'],
    'text',
    ([text, start, length]) => substring(text, start, length),
    { optional: 1 },
  ),
  replace: plain<[string, string, string]>(['text', 'text', 'text'], 'text', ([text, find, by]) =>
    find === '' ? text : text.split(find).join(by),
  ),
  part: plain<[string, string, number]>(['text', 'text', 'number'], 'text', ([text, separator, position]) =>
    separator === '' ? null : (text.split(separator)[position - 1] ?? null),
  ),
  contains: onTexts((text, part) => text.includes(part)),
  startswith: onTexts((text, part) => text.startsWith(part)),
  endswith: onTexts((text, part) => text.endsWith(part)),
  concat: plain<(string | number | boolean)[]>(['any'], 'text', (values) => values.join(''), { repeats: true }),
  year: datePart(0, 4),
  month: datePart(5, 7),
  day: datePart(8, 10),
  hour: dateNumber((time, { calendar }) => calendar.hour(time)),
  /** 1 Monday – 7 Sunday. */
  weekday: dateNumber((time, { calendar }) => calendar.weekday(time) + 1),
}

/** Half away from zero on the decimal digits as they are written: 1.005 to two digits is 1.01. */
export function round(value: number, digits: number): Value {
  if (!Number.isInteger(digits) || Math.abs(digits) > 15) return null
  const power = 10 ** digits
  const scaled = Math.abs(value) * power
  const isTie = Math.abs(scaled - Math.floor(scaled) - 0.5) < 1e-6
  // Away from a tie, and small enough to be exact, the product of doubles rounds as the digits do.
  if (digits >= 0 && !isTie && scaled < 1e9) return (Math.sign(value) * Math.round(scaled)) / power
  const shifted = shift(Math.abs(value), digits)
  return finite(Math.sign(value) * shift(Math.round(shifted), -digits))
}

function shift(value: number, digits: number): number {
  const [mantissa, exponent = '0'] = `${value}`.split('e')
  return Number(`${mantissa}e${Number(exponent) + digits}`)
}

function substring(text: string, start: number, length = Infinity): Value {
  if (!(start >= 1) || !(length >= 0)) return null
  const first = Math.trunc(start) - 1
  return [...text].slice(first, first + Math.trunc(length)).join('')
}

export const isDateStyle = (text: string): text is DateStyle => dateStyles.some((style) => style === text)

/** Runs a plain function on evaluated arguments: unreadable, then missing ones go before everything. */
export function callPlain(called: PlainFunction, values: Value[], readers: CellReaders): Value {
  if (values.includes(unreadable)) return unreadable
  if (values.includes(null)) return null
  return called.run(values as never, readers)
}
