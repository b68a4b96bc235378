import { codesOf, joinedCodes, type Codes, type CodedText } from './codes.ts'

/** How records are told apart. */
export interface Dialect {
  /** One character, `whitespace` for runs of blanks, or `fixed` for columns of fixed widths. */
  delimiter: string
  /** Characters each column takes, where they are fixed; the last column takes what is left. */
  widths?: number[]
  /** Empty where the file quotes nothing. */
  quote: string
  /** `mixed`: the file breaks its lines now so, now so; whoever reads it turns all of them into line feeds. */
  newline: '\n' | '\r' | 'mixed'
}

/** One record: field i is `text.slice(starts[i], ends[i])`, untrimmed. Valid until the next call of `next`. */
export interface RawRecord extends CodedText {
  starts: Int32Array
  ends: Int32Array
  count: number
  /** Physical line on which the record starts, from 1. */
  line: number
  /** Why the record means nothing, as a key of `dataset.rejects`; null where it means something. */
  problem: string | null
}

/** Records one after the other. */
export interface RecordWalk {
  /** The record that `next` moved to. */
  record: RawRecord
  /** Moves to the next record; false when there is none (yet). */
  next(): boolean
  /** The record as it stands in the file, without its line break. */
  raw(): string
}

/** Empty lines are no records; `next` answers false when more text is needed. */
export interface Tokenizer extends RecordWalk {
  /** Adds the next piece of the file; `last` says that nothing follows. `codes`: its code units, where they are known. */
  push(text: string, last: boolean, codes?: Codes): void
}

const longestRecord = 1_000_000
const space = 32
const tab = 9

/**
 * Splits text into records (RFC 4180: quoted fields may hold delimiters, line breaks and doubled quotes) in one pass.
 * Fields are given as positions, so that numbers and dates can be read without making strings.
 */
export function createTokenizer(dialect: Dialect): Tokenizer {
  const byBlanks = dialect.delimiter === 'whitespace'
  const delimiter = byBlanks ? space : dialect.delimiter.charCodeAt(0)
  const quote = dialect.quote ? dialect.quote.charCodeAt(0) : -1
  const lineBreak = dialect.newline === '\r' ? '\r' : '\n'
  const newline = lineBreak.charCodeAt(0)
  const columnEnds = dialect.delimiter === 'fixed' ? endsOfColumns(dialect.widths ?? []) : null
  const record: RawRecord = {
    text: '',
    codes: new Uint8Array(0),
    starts: new Int32Array(64),
    ends: new Int32Array(64),
    count: 0,
    line: 0,
    problem: null,
  }
  let text = ''
  let codes: Codes = new Uint8Array(0)
  let ended = false
  let at = 0
  let line = 1
  let rawStart = 0
  let rawEnd = 0
  let skipsLine = false // the rest of a line that was given up

  const isBlank = (code: number) => code === space || code === tab

  function addField(start: number, end: number): void {
    if (record.count === record.starts.length) {
      record.starts = grown(record.starts)
      record.ends = grown(record.ends)
    }
    record.starts[record.count] = start
    record.ends[record.count] = end
    record.count++
  }

  function finish(end: number, lines: number): true {
    record.line = line
    rawStart = at
    rawEnd = end
    at = end + 1
    line += lines
    return true
  }

  /** Gives up on the record that starts here: its first line is one record, however long it is. */
  function giveUp(problem: RawRecord['problem']): true {
    const lineEnd = text.indexOf(lineBreak, at)
    beginRecord()
    record.problem = lineEnd < 0 ? (problem ?? 'record.tooLong') : 'quote.unclosed'
    skipsLine = lineEnd < 0
    return finish(lineEnd < 0 ? text.length : lineEnd, 1)
  }

  function skipLine(): void {
    const lineEnd = text.indexOf(lineBreak, at)
    skipsLine = lineEnd < 0
    at = lineEnd < 0 ? text.length : lineEnd + 1
  }

  function skipEmptyLines(): void {
    while (at < text.length && isBlankOrBreak(codes[at])) {
      const lineEnd = endOfBlank(codes, at, newline, byBlanks)
      if (lineEnd < text.length && codes[lineEnd] !== newline) return
      if (lineEnd >= text.length && !ended) return
      at = lineEnd + 1
      line++
    }
  }

  /**
   * The record up to its line break; false when it is cut by the end of the text, null when it holds a quoted field that
   * is more than its content between two quotes.
   */
  function plainRecord(): boolean | null {
    const source = codes
    const length = text.length
    let { starts, ends } = record
    let count = 0
    let lines = 1
    let start = at
    beginRecord()
    for (;;) {
      let end = start
      let next = start
      if (start < length && source[start] === quote) {
        start++
        end = start
        for (; end < length && source[end] !== quote; end++) if (source[end] === 10) lines++
        next = end + 1
        if (next < length && source[next] === 13 && newline === 10) next++
        if (next < length && source[next] !== newline && (source[next] !== delimiter || next > end + 1)) return null
        if (next >= length && (!ended || end >= length)) return null
      } else {
        while (next < length && source[next] !== delimiter && source[next] !== newline) next++
        if (next === length && !ended) return false
        end = next
        const isLast = next === length || source[next] === newline
        if (isLast && end > start && source[end - 1] === 13) end--
      }
      if (count === starts.length) {
        starts = record.starts = grown(starts)
        ends = record.ends = grown(ends)
      }
      starts[count] = start
      ends[count++] = end
      if (next >= length || source[next] === newline) {
        record.count = count
        return finish(next, lines)
      }
      start = next + 1
    }
  }

  function beginRecord(): void {
    record.text = text
    record.codes = codes
    record.count = 0
    record.problem = null
  }

  /** As `plainRecord`, where runs of blanks delimit: none of them makes an empty field. */
  function blankedRecord(): boolean | null {
    let i = at
    beginRecord()
    for (;;) {
      while (i < text.length && isBlank(codes[i])) i++
      const start = i
      let code = i < text.length ? codes[i] : newline
      if (code === quote) return null
      while (i < text.length && code !== newline && !isBlank(code)) code = codes[++i]
      if (i >= text.length && !ended) return false
      if (i >= text.length || code === newline) {
        const end = i > start && codes[i - 1] === 13 ? i - 1 : i
        if (end > start) addField(start, end)
        return finish(i, 1)
      }
      addField(start, i)
    }
  }

  /** As `plainRecord`, where columns have their places. A line that ends early has empty columns at its end. */
  function fixedRecord(columnEnds: number[]): boolean {
    const found = text.indexOf(lineBreak, at)
    if (found < 0 && !ended) return false
    let lineEnd = found < 0 ? text.length : found
    const end = lineEnd
    if (lineEnd > at && codes[lineEnd - 1] === 13) lineEnd--
    beginRecord()
    let start = at
    for (const columnEnd of columnEnds) {
      const to = Math.min(lineEnd, at + columnEnd)
      addField(start, to)
      start = to
    }
    return finish(end, 1)
  }

  /** A record with quoted fields: its clean fields are put together in a text of their own. */
  function quotedRecord(): boolean {
    const fields: string[] = []
    let lines = 1
    let i = at
    for (;;) {
      if (byBlanks) while (i < text.length && isBlank(text.charCodeAt(i))) i++
      let field = ''
      if (text.charCodeAt(i) === quote) {
        const closed = closingQuote(text, i + 1, dialect.quote)
        if (closed < 0 || (closed === text.length - 1 && !ended)) {
          if (ended || text.length - at > longestRecord) return giveUp('quote.unclosed')
          return false
        }
        const inside = text.slice(i + 1, closed)
        for (let j = inside.indexOf('\n'); j >= 0; j = inside.indexOf('\n', j + 1)) lines++
        field = inside.replaceAll(dialect.quote + dialect.quote, dialect.quote)
        i = closed + 1
      }
      const start = i
      let code = i < text.length ? text.charCodeAt(i) : newline
      while (i < text.length && code !== newline && !(byBlanks ? isBlank(code) : code === delimiter)) {
        code = text.charCodeAt(++i)
      }
      if (i >= text.length && !ended) return false
      field += code === newline ? text.slice(start, i).replace(/\r$/, '') : text.slice(start, i)
      if (!byBlanks || field !== '') fields.push(field)
      if (i < text.length && code !== newline) i++
      else break
    }
    layOut(fields)
    return finish(i, lines)
  }

  function layOut(fields: string[]): void {
    beginRecord()
    record.text = fields.join('')
    record.codes = codesOf(record.text)
    let start = 0
    for (const field of fields) {
      addField(start, start + field.length)
      start += field.length
    }
  }

  return {
    record,
    push(more, last, moreCodes = codesOf(more)) {
      codes = at < text.length ? joinedCodes(codes.subarray(at), moreCodes) : moreCodes
      text = at < text.length ? text.slice(at) + more : more
      at = 0
      ended = last
    },
    next() {
      if (skipsLine) skipLine()
      skipEmptyLines()
      if (at >= text.length) return false
      const found = columnEnds
        ? fixedRecord(columnEnds)
        : ((byBlanks ? blankedRecord() : plainRecord()) ?? quotedRecord())
      if (!found && text.length - at > longestRecord) return giveUp(null)
      return found
    },
    raw: () => text.slice(rawStart, rawEnd).replace(/\r$/, ''),
  }
}

/** Where each column ends, counted from the start of its line. */
function endsOfColumns(widths: number[]): number[] {
  let end = 0
  return widths.map((width, i) => (i === widths.length - 1 ? Infinity : (end += width)))
}

/** Whether a line may be empty that begins so. */
const isBlankOrBreak = (code: number) => code <= space

/** Where the blanks from `at` on end; tabs count only where blanks delimit. */
function endOfBlank(codes: Codes, at: number, newline: number, byBlanks: boolean): number {
  let i = at
  while (i < codes.length) {
    const code = codes[i]
    if (code === newline || !(code === space || code === 13 || (byBlanks && code === tab))) break
    i++
  }
  return i
}

/** Position of the quote that closes a field whose content starts at `from`, or -1. Doubled quotes are content. */
function closingQuote(text: string, from: number, quote: string): number {
  let i = text.indexOf(quote, from)
  while (i >= 0 && text[i + 1] === quote) i = text.indexOf(quote, i + 2)
  return i
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2)
  larger.set(array)
  return larger
}
