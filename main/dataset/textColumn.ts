import type { CodedText } from './codes.ts'
import type { ColumnData } from './batch.ts'

export type TextColumn = Extract<ColumnData, { kind: 'text' }>

/** Collects texts as UTF-8, row by row: bytes can be handed to another thread and to the project as they are. */
export interface TextGatherer {
  /** Row `row`, the last one or the one after it, is `source.text.slice(start, end)`. */
  put(row: number, source: CodedText, start: number, end: number): void
  take(rows: number): Pick<TextColumn, 'bytes' | 'ends'>
}

export function createTextGatherer(mostRows: number): TextGatherer {
  let bytes = new Uint8Array(mostRows * 8)
  let ends = new Int32Array(mostRows)
  return {
    put(row, { codes }, start, end) {
      let at = row === 0 ? 0 : ends[row - 1]
      if (at + 3 * (end - start) > bytes.length) bytes = withRoom(bytes, at + 3 * (end - start))
      for (let i = start; i < end; i++) {
        const code = codes[i]
        if (code < 0x80) bytes[at++] = code
        else {
          const point = code < 0xd800 || code > 0xdfff ? code : pointOf(code, i + 1 < end ? codes[i + 1] : 0)
          if (point > 0xffff) i++
          at = writePoint(bytes, at, point)
        }
      }
      ends[row] = at
    },
    take(rows) {
      const taken = { bytes: bytes.slice(0, rows === 0 ? 0 : ends[rows - 1]), ends: ends.slice(0, rows) }
      ends = new Int32Array(mostRows)
      return taken
    },
  }
}

/** The character of a pair of surrogates; U+FFFD for half a pair. */
function pointOf(high: number, low: number): number {
  const isPair = high < 0xdc00 && low >= 0xdc00 && low <= 0xdfff
  return isPair ? (high - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000 : 0xfffd
}

function writePoint(bytes: Uint8Array, at: number, point: number): number {
  let i = at
  if (point < 0x800) bytes[i++] = 0xc0 | (point >> 6)
  else {
    if (point < 0x10000) bytes[i++] = 0xe0 | (point >> 12)
    else {
      bytes[i++] = 0xf0 | (point >> 18)
      bytes[i++] = 0x80 | ((point >> 12) & 0x3f)
    }
    bytes[i++] = 0x80 | ((point >> 6) & 0x3f)
  }
  bytes[i++] = 0x80 | (point & 0x3f)
  return i
}

function withRoom(bytes: Uint8Array, needed: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(needed, bytes.length * 2))
  larger.set(bytes)
  return larger
}

/** A column of texts that are at hand as such. */
export function textColumn(field: string, pieces: string[]): TextColumn {
  const bytes = new TextEncoder().encode(pieces.join(''))
  const ends = new Int32Array(pieces.length)
  const measure = bytes.length === pieces.reduce((sum, { length }) => sum + length, 0) ? lengthOf : Buffer.byteLength
  let end = 0
  for (let i = 0; i < pieces.length; i++) ends[i] = end += measure(pieces[i])
  return { field, kind: 'text', bytes, ends }
}

const lengthOf = (text: string) => text.length

/** The texts of a column by row; empty where one is missing. */
export function textsOf({ bytes, ends }: TextColumn): (row: number) => string {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const text = all.toString('utf8')
  const begins = (row: number) => (row === 0 ? 0 : ends[row - 1])
  if (text.length === bytes.length) return (row) => text.slice(begins(row), ends[row])
  return (row) => all.toString('utf8', begins(row), ends[row])
}
