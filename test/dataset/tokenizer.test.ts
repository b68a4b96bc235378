import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTokenizer, type Dialect } from '../../main/dataset/tokenizer.ts'

interface Read {
  fields: string[]
  line: number
  problem: string | null
  raw: string
}

/** Feeds a text in pieces cut at the given places and returns every record. */
function readAll(text: string, dialect: Partial<Dialect> = {}, cuts: number[] = []): Read[] {
  const tokenizer = createTokenizer({ delimiter: ',', quote: '"', newline: '\n', ...dialect })
  const places = [0, ...cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b), text.length]
  const records: Read[] = []
  for (let i = 1; i < places.length; i++) {
    tokenizer.push(text.slice(places[i - 1], places[i]), i === places.length - 1)
    while (tokenizer.next()) {
      const { record } = tokenizer
      const fields = Array.from({ length: record.count }, (_, k) => record.text.slice(record.starts[k], record.ends[k]))
      records.push({ fields, line: record.line, problem: record.problem, raw: tokenizer.raw() })
    }
  }
  return records
}

/** The records of a text, in the plainest way; null where a quote never closes. */
function oneByOne(text: string): string[][] | null {
  const records: string[][] = []
  let at = 0
  while (at < text.length) {
    const empty = /[ \r]*(\n|$)/y
    empty.lastIndex = at
    if (empty.test(text)) {
      at = empty.lastIndex
      continue
    }
    const fields: string[] = []
    for (let isLast = false; !isLast;) {
      let inside = ''
      if (text[at] === '"') {
        for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
          if (at >= text.length) return null
          if (text[at] === '"') at++
          inside += text[at]
        }
        at++
      }
      const start = at
      while (at < text.length && text[at] !== ',' && text[at] !== '\n') at++
      isLast = text[at] !== ','
      fields.push(inside + (isLast ? text.slice(start, at).replace(/\r$/, '') : text.slice(start, at)))
      at++
    }
    records.push(fields)
  }
  return records
}

const fieldsOf = (text: string, dialect: Partial<Dialect> = {}) => readAll(text, dialect).map(({ fields }) => fields)

const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`
const needsQuotes = (field: string) => /[",\n\r]/.test(field)

describe('tokenizer', () => {
  it('gives back what an RFC 4180 writer wrote, however the text is cut into pieces', () => {
    const field = fc.string({ unit: fc.constantFrom('a', 'é', '商', '😀', ' ', ',', '"', '\n', '\r', ';') })
    const table = fc
      .integer({ min: 2, max: 6 })
      .chain((width) =>
        fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
      )
    fc.assert(
      fc.property(
        table,
        fc.constantFrom('\n', '\r\n'),
        fc.array(fc.nat(200)),
        fc.boolean(),
        fc.boolean(),
        (rows, lineBreak, cuts, quoteAll, endsWithBreak) => {
          const line = (row: string[]) =>
            row.map((value) => (quoteAll || needsQuotes(value) ? quoted(value) : value)).join(',')
          const text = rows.map(line).join(lineBreak) + (endsWithBreak ? lineBreak : '')
          expect(readAll(text, {}, cuts).map(({ fields }) => fields)).toEqual(rows)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('finds the same fields as a look at one character after the other, however the text is cut', () => {
    const soup = fc.string({ unit: fc.constantFrom('a', 'é', '商', ' ', ',', '"', '\n', '\r'), maxLength: 60 })
    fc.assert(
      fc.property(soup, fc.array(fc.nat(60)), (text, cuts) => {
        const expected = oneByOne(text)
        fc.pre(expected !== null)
        expect(readAll(text, {}, cuts).map(({ fields }) => fields)).toEqual(expected)
      }),
      { numRuns: 3000 },
    )
  })

  it('tells the physical line on which a record starts', () => {
    const records = readAll('a,b\n\n"x\ny",2\r\n\r\n3,4')
    expect(records.map(({ line }) => line)).toEqual([1, 3, 6])
    expect(records[1].raw).toBe('"x\ny",2')
  })

  it('keeps empty fields, the last one too', () => {
    expect(fieldsOf('a,,c\n,,\nx,y,')).toEqual([
      ['a', '', 'c'],
      ['', '', ''],
      ['x', 'y', ''],
    ])
  })

  it('takes quotes inside a field, and after a closed one, as characters', () => {
    expect(fieldsOf('5" screen,b\n"a"b,c')).toEqual([
      ['5" screen', 'b'],
      ['ab', 'c'],
    ])
  })

  it('gives up on one line when a quote never closes and goes on with the next', () => {
    const records = readAll('a,b\n"never,closed\nc,d\ne,f\n')
    expect(records.map(({ problem }) => problem)).toEqual([null, 'quote.unclosed', null, null])
    expect(records[1].raw).toBe('"never,closed')
    expect(records[3].fields).toEqual(['e', 'f'])
  })

  it('does not gather a file without line breaks in memory', () => {
    const tokenizer = createTokenizer({ delimiter: ',', quote: '"', newline: '\n' })
    tokenizer.push('x'.repeat(1_000_001), false)
    expect(tokenizer.next()).toBe(true)
    expect(tokenizer.record.problem).toBe('record.tooLong')
  })

  it('splits by runs of blanks, quoted fields included', () => {
    expect(fieldsOf(' id  date\tn \r\n 00001 19970101  1\r\n "a b"  2 3', { delimiter: 'whitespace' })).toEqual([
      ['id', 'date', 'n'],
      ['00001', '19970101', '1'],
      ['a b', '2', '3'],
    ])
  })

  it('reads lines that end with a return alone', () => {
    expect(fieldsOf('a,b\rc,d\r', { newline: '\r' })).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
  })
})
