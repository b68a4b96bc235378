import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createAnyTokenizer } from '../../../main/dataset/wideDelimiter.ts'
import type { Tokenizer } from '../../../main/dataset/tokenizer.ts'

const dialect = (delimiter: string) => ({ delimiter, quote: '"', newline: '\n' as const })

/** Fields and raw text of every record, the text coming in pieces cut at the given places. */
function read(tokenizer: Tokenizer, text: string, cuts: number[]): { fields: string[]; raw: string; line: number }[] {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (text.length + 1)), text.length])].sort((a, b) => a - b)
  const records: { fields: string[]; raw: string; line: number }[] = []
  places.forEach((place, i) => {
    const isLast = i === places.length - 1
    if (i > 0 || isLast) tokenizer.push(text.slice(places[i - 1] ?? 0, place), isLast)
    while (tokenizer.next()) {
      const { record } = tokenizer
      const fields = Array.from({ length: record.count }, (_, at) =>
        record.text.slice(record.starts[at], record.ends[at]),
      )
      records.push({ fields, raw: tokenizer.raw(), line: record.line })
    }
  })
  return records
}

const field = fc.stringMatching(/^[a:|"\n ]{0,4}$/)
const written = (fields: string[], delimiter: string) =>
  fields.map((each) => (/["\n:|]/.test(each) ? `"${each.replaceAll('"', '""')}"` : each)).join(delimiter)

it.each(['::', '||', '\t|\t'])('reads %j as it was written, however the text is cut', (delimiter) => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(fc.constant('x'), field, field).map((row) => [...row, 'y']),
        { maxLength: 6 },
      ),
      fc.array(fc.nat(200), { maxLength: 8 }),
      (rows, cuts) => {
        const lines = rows.map((row) => written(row, delimiter))
        const records = read(createAnyTokenizer(dialect(delimiter)), lines.map((line) => `${line}\n`).join(''), cuts)
        expect(records.map(({ fields }) => fields)).toEqual(rows)
        expect(records.map(({ raw }) => raw)).toEqual(lines)
      },
    ),
    { numRuns: 300 },
  )
})
