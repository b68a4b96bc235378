import type { ParquetParsers, SchemaElement } from 'hyparquet'
import { textOf, type Nested } from './flatten.ts'

/** Times as ISO texts; which of them are instants, and so end with Z, their column says. */
export const parquetParsers: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (value) => isoText(Number(value)),
  timestampFromMicroseconds: (value) => isoText(Math.floor(Number(value) / 1000)),
  timestampFromNanoseconds: (value) => isoText(Number(BigInt(value) / 1_000_000n)),
  dateFromDays: (days) => isoText(days * 86_400_000).slice(0, 10),
}

/** `2024-05-01T10:00:00`, with milliseconds where there are any; nothing for what is missing or no time. */
function isoText(ms: number): string {
  if (!(Math.abs(ms) <= 8.64e15)) return ''
  return new Date(ms).toISOString().replace(/(\.000)?Z$/, '')
}

/** How the values of a column are written as texts. */
export function textOfColumn(element: SchemaElement): (value: Nested) => string {
  const { converted_type: converted, logical_type: logical, type } = element
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    const scale = element.scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0)
    return present((value) => decimalText(toBigInt(value), scale))
  }
  if (converted === 'INTERVAL') return present((value) => (value instanceof Uint8Array ? intervalText(value) : ''))
  if (isInstant(element)) return present((value) => (value === '' ? '' : `${textOf(value)}Z`))
  if (logical?.type === 'TIME' || converted === 'TIME_MILLIS' || converted === 'TIME_MICROS') {
    const unit = logical?.type === 'TIME' ? logical.unit : converted === 'TIME_MICROS' ? 'MICROS' : 'MILLIS'
    const perMs = unit === 'NANOS' ? 1_000_000 : unit === 'MICROS' ? 1000 : 1
    return present((value) => isoText(Math.floor(Number(value) / perMs)).slice(11))
  }
  if (type === 'FLOAT') return present((value) => shortest32(Number(value)))
  return textOf
}

const present =
  (text: (value: Nested) => string): ((value: Nested) => string) =>
  (value) =>
    value === null || value === undefined ? '' : text(value)

/** INT96 holds instants, too: what Spark, Hive and Impala write. */
const isInstant = ({ type, converted_type: converted, logical_type: logical }: SchemaElement): boolean =>
  logical?.type === 'TIMESTAMP'
    ? logical.isAdjustedToUTC
    : converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS' || (type === 'INT96' && !converted)

/** Months, days and milliseconds, each in four bytes, the lowest first: `P1M3DT4.5S`. */
function intervalText(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [months, days, ms] = [0, 4, 8].map((at) => view.getUint32(at, true))
  return `P${months}M${days}DT${ms / 1000}S`
}

/** Decimals stand as whole numbers, or as the bytes of one, the highest first, in two's complement. */
function toBigInt(value: Nested): bigint {
  if (typeof value === 'bigint') return value
  if (!(value instanceof Uint8Array)) return BigInt(Number(value))
  let number = 0n
  for (const byte of value) number = (number << 8n) | BigInt(byte)
  return BigInt.asIntN(value.length * 8, number)
}

function decimalText(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? '-' : ''
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  return scale > 0 ? `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}` : sign + digits
}

/** The shortest decimal that is the same number to 32 bits: 1.1, not 1.100000023841858. */
function shortest32(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return String(short)
  }
  return String(value)
}
