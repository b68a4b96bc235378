import type { DecimalMark } from './types.ts'

import type { Codes } from './codes.ts'

/** Reads `text.slice(start, end)`, already trimmed; NaN when it is no number. */
export type NumberReader = (text: string, start: number, end: number) => number

const zero = 48
const nine = 57
const minus = 45
const powersOfTen = Array.from({ length: 23 }, (_, power) => 10 ** power)

/** Plain numbers digit by digit; thousands marks, currency signs, brackets and exponents by `parseDecorated`. */
export function createNumberReader(decimal: DecimalMark): NumberReader {
  const mark = decimal.charCodeAt(0)
  return (text, start, end) => {
    const negative = text.charCodeAt(start) === minus
    const first = negative ? start + 1 : start
    let mantissa = 0
    let markAt = -1
    for (let i = first; i < end; i++) {
      const code = text.charCodeAt(i)
      if (code >= zero && code <= nine) mantissa = mantissa * 10 + (code - zero)
      else if (code === mark && markAt < 0) markAt = i
      else return parseDecorated(text.slice(start, end), decimal)
    }
    const digits = end - first - (markAt < 0 ? 0 : 1)
    // Up to 15 digits, mantissa and power are exact, so the one division rounds correctly.
    if (digits === 0 || digits > 15) return parseDecorated(text.slice(start, end), decimal)
    const value = markAt < 0 ? mantissa : mantissa / powersOfTen[end - markAt - 1]
    return negative ? -value : value
  }
}

/** The same for plain numbers alone, by their code units; NaN for whatever else there is. */
export function createPlainNumberReader(decimal: DecimalMark): (codes: Codes, start: number, end: number) => number {
  const mark = decimal.charCodeAt(0)
  return (codes, start, end) => {
    const first = codes[start] === minus ? start + 1 : start
    let mantissa = 0
    let markAt = -1
    for (let i = first; i < end; i++) {
      const code = codes[i]
      if (code >= zero && code <= nine) mantissa = mantissa * 10 + (code - zero)
      else if (code === mark && markAt < 0) markAt = i
      else return NaN
    }
    const digits = end - first - (markAt < 0 ? 0 : 1)
    if (digits === 0 || digits > 15) return NaN
    const value = markAt < 0 ? mantissa : mantissa / powersOfTen[end - markAt - 1]
    return first > start ? -value : value
  }
}

const currency =
  /^(?:[$€£¥￥₹₩₽₺₫฿]|R\$|(?:US|CA|AU|HK|NT)\$|CNY|RMB|USD|EUR|GBP|JPY|CHF|INR|kr|zł)|(?:[$€£¥￥₹₩₽₺₫฿元圆]|CNY|RMB|USD|EUR|GBP|JPY|CHF|INR|kr|zł|块)$/i
const grouped = {
  '.': /^\d{1,3}(?:[, \u00a0\u202f'’]\d{3})+(?:\.\d*)?$|^\d{1,2}(?:,\d{2})*,\d{3}(?:\.\d*)?$/,
  ',': /^\d{1,3}(?:[. \u00a0\u202f'’]\d{3})+(?:,\d*)?$/,
} as const
const plain = {
  '.': /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i,
  ',': /^(?:\d+,?\d*|,\d+)(?:e[+-]?\d{1,3})?$/i,
} as const

/** What stands behind a number and multiplies it. */
const factors: Record<string, number> = { '%': 0.01, '‰': 0.001, 万: 1e4, 萬: 1e4, 亿: 1e8, 億: 1e8 }

/**
 * A number with a currency sign, thousands marks, a trailing or bracketed minus, a per cent sign, 万 or 亿, full-width digits, or an
 * exponent; NaN when it is none.
 */
export function parseDecorated(text: string, decimal: DecimalMark): number {
  let rest = (/[\uff00-\uffef]/.test(text) ? text.normalize('NFKC') : text).trim()
  let negative = false
  const stripBrackets = () => {
    if (!rest.startsWith('(') || !rest.endsWith(')')) return
    negative = !negative
    rest = rest.slice(1, -1).trim()
  }
  stripBrackets()
  const stripSign = () => {
    const sign = /^([+\-−])\s*(.*)$/.exec(rest) ?? null
    if (!sign) return
    negative = negative !== (sign[1] !== '+')
    rest = sign[2]
  }
  stripSign()
  const bare = rest.replace(currency, '').trim()
  if (bare !== rest) {
    rest = bare.replace(currency, '').trim()
    stripBrackets()
    stripSign()
  }
  const factor = factors[rest.at(-1) ?? '']
  if (factor) rest = rest.slice(0, -1).trim()
  if (/^[\d.,\s]+-$/.test(rest)) {
    negative = !negative
    rest = rest.slice(0, -1)
  }
  if (grouped[decimal].test(rest))
    rest = rest.replace(decimal === '.' ? /[, \u00a0\u202f'’]/g : /[. \u00a0\u202f'’]/g, '')
  else if (!plain[decimal].test(rest)) return NaN
  const value = scaled(Number(rest.replace(',', '.')), factor)
  return negative ? -value : value
}

/** 12.5 % is 0.125 and 1.2万 12000, without what multiplying by a fraction adds to them. */
const scaled = (value: number, factor: number | undefined): number =>
  factor === undefined ? value : factor < 1 ? value / Math.round(1 / factor) : Number((value * factor).toPrecision(15))

/** What the values say about the decimal mark; null where they fit both readings. */
export function sniffDecimalMark(values: Iterable<string>): { mark: DecimalMark | null; ambiguous: boolean } {
  let dots = 0
  let commas = 0
  let open = 0
  for (const value of values) {
    const digits = value.replace(/[^\d.,]/g, '')
    const dot = digits.lastIndexOf('.')
    const comma = digits.lastIndexOf(',')
    if (dot < 0 && comma < 0) continue
    if (dot >= 0 && comma >= 0) {
      if (dot > comma) dots++
      else commas++
    } else if (dot >= 0) {
      if (digits.indexOf('.') !== dot) commas++
      else if (digits.length - dot - 1 !== 3 || dot > 3) dots++
      else open++
    } else if (digits.indexOf(',') !== comma) dots++
    else if (digits.length - comma - 1 !== 3 || comma > 3) commas++
    else open++
  }
  if (dots === 0 && commas === 0) return { mark: null, ambiguous: open > 0 }
  return { mark: dots >= commas ? '.' : ',', ambiguous: false }
}
