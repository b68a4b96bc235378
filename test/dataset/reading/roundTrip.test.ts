import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspection } from '../formats/inspection.ts'
import { xlsxOf } from '../formats/xlsxFiles.ts'
import { zipOf } from '../formats/zipFiles.ts'
import { createTestProject, type TestProject } from '../projects.ts'
import { encode } from './encoders.ts'

let project: TestProject
beforeAll(() => void (project = createTestProject()))
afterAll(() => project.remove())

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()

/** How a text becomes a file, and what letters it can hold. */
const encoders: Record<string, { encode(text: string): Buffer; letters: string[]; encoding: string }> = {
  'UTF-8': { encode: (text) => Buffer.from(text), letters: ['é', '商', '😀', 'ß'], encoding: 'utf-8' },
  'UTF-8 with mark': { encode: (text) => Buffer.from(`\uFEFF${text}`), letters: ['é', '商'], encoding: 'utf-8' },
  'UTF-16LE': { encode: (text) => Buffer.from(text, 'utf16le'), letters: ['é', '商'], encoding: 'utf-16le' },
  'UTF-16BE': { encode: utf16be, letters: ['é', '商'], encoding: 'utf-16be' },
  'UTF-16LE with mark': {
    encode: (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
    letters: ['商'],
    encoding: 'utf-16le',
  },
  GB18030: { encode: (text) => encode(text, 'gb18030'), letters: ['华', '为', '商', '品'], encoding: 'gb18030' },
  Big5: {
    encode: (text) => encode(text, 'big5'),
    letters: ['電', '視', '機', '品', '商', '的', '好'],
    encoding: 'big5',
  },
  'Windows-1252': {
    encode: (text) => encode(text, 'windows-1252'),
    letters: ['é', 'ß', 'ü', '€'],
    encoding: 'windows-1252',
  },
}

/** Tables as shops export them: ids, dates, amounts, and a text that may hold anything. */
const table = (letters: string[], decimal: string) =>
  fc.array(
    fc.tuple(
      fc.nat(99_999).map((id) => `u${id}`),
      fc
        .date({ min: new Date('2001-01-01'), max: new Date('2029-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10)),
      fc.integer({ min: 1, max: 99_999 }).map((cents) => (cents / 100).toFixed(2).replace('.', decimal)),
      fc
        .array(fc.constantFrom('a', 'B', ' ', ',', ';', '"', "'", '\n', ...letters, ...letters), { maxLength: 12 })
        .map((parts) => parts.join('').trim()),
    ),
    { minLength: 12, maxLength: 30 },
  )

const pack = async (bytes: Uint8Array, how: string): Promise<Uint8Array> => {
  if (how === 'gzip') return gzipSync(bytes)
  return how === 'zip' ? zipOf({ 'table.txt': Buffer.from(bytes) }) : bytes
}

type Table = [string, string, string, string][]
const names = ['user_id', 'order_date', 'amount', 'channel']
const objects = (rows: Table) => rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])))

/** How a table becomes a file that knows cells. */
const containers: Record<string, (rows: Table) => Promise<Uint8Array> | Uint8Array> = {
  'JSON Lines': (rows) =>
    Buffer.from(
      objects(rows)
        .map((row) => JSON.stringify(row))
        .join('\n'),
    ),
  'a JSON array': (rows) => Buffer.from(JSON.stringify(objects(rows), null, 2)),
  'JSON around an array': (rows) => Buffer.from(JSON.stringify({ total: rows.length, data: objects(rows) })),
  XLSX: (rows) => xlsxOf([{ name: 'S', rows: [names, ...rows] }]),
  Parquet: (rows) =>
    new Uint8Array(
      parquetWriteBuffer({
        columnData: names.map((name, i) => ({ name, data: rows.map((row) => row[i]), type: 'STRING' })),
      }),
    ),
}

describe('a table in any container', () => {
  it.each(Object.entries(containers))('comes back from %s, plain, gzipped or in a ZIP', async (_, write) => {
    const sample = fc.tuple(fc.constantFrom('plain', 'gzip', 'zip'), table(['é', '商', '😀', '\t'], '.'))
    await fc.assert(
      fc.asyncProperty(sample, async ([packed, rows]) => {
        const bytes = await pack(await write(rows as Table), packed)
        const found = await inspection(project.write('table.bin', bytes))
        expect({ rows: found.rows, header: found.header, kind: found.kind }).toEqual({
          ...{ rows: rows.length, header: true, kind: 'orders' },
        })
        expect(found.preview).toEqual(rows)
      }),
      { numRuns: 25 },
    )
  })
})

describe('a table written in any dialect', () => {
  for (const [name, { encode: toBytes, letters, encoding }] of Object.entries(encoders)) {
    it(`comes back from ${name} by sniffing alone`, async () => {
      const dialect = fc.record({
        delimiter: fc.constantFrom(',', ';', '\t', '|'),
        lineBreak: fc.constantFrom('\n', '\r\n', '\r'),
        quotesAll: fc.boolean(),
        endsWithBreak: fc.boolean(),
        packed: fc.constantFrom('plain', 'gzip', 'zip'),
        decimal: fc.constantFrom('.', ','),
      })
      const sample = dialect.chain((said) => fc.tuple(fc.constant(said), table(letters, said.decimal)))
      await fc.assert(
        fc.asyncProperty(sample, async ([said, rows]) => {
          const { delimiter, lineBreak, quotesAll, endsWithBreak, packed, decimal } = said
          const cell = (text: string) =>
            quotesAll || /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text
          // Letters beyond ASCII in every row: an encoding can only be told by them.
          const told = rows.map(([user, day, amount, note]) => [user, day, amount, `${letters.join('')}${note}`.trim()])
          const lines = [['user_id', 'order_date', 'amount', 'channel'], ...told].map((row) =>
            row.map(cell).join(delimiter),
          )
          const bytes = toBytes(lines.join(lineBreak) + (endsWithBreak ? lineBreak : ''))
          const found = await inspection(project.write('table.txt', await pack(bytes, packed)))
          expect({ encoding: found.encoding, delimiter: found.delimiter }).toEqual({ encoding, delimiter })
          expect(found.format).toMatchObject({
            decimal,
            header: true,
            compression: packed === 'gzip' ? 'gzip' : 'none',
          })
          expect(found.rows).toBe(rows.length)
          expect(found.preview).toEqual(told)
        }),
        { numRuns: 40 },
      )
    })
  }

  it('comes back from fixed widths', async () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '7'), minLength: 1, maxLength: 6 })
    const rows = fc.array(fc.tuple(fc.nat(999), word, word, fc.nat(99)), { minLength: 12, maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(rows, async (cells) => {
        // Two words a cell, so that blanks alone can't tell the columns.
        const told = cells.map(([id, a, b, n], i) => [
          String(id),
          i % 3 === 0 ? a : `${a} ${b}`,
          i % 4 === 1 ? '' : b,
          String(n),
        ])
        const pad = (row: string[]) =>
          [6, 16, 10, 6]
            .map((width, i) => row[i].padEnd(width))
            .join('')
            .trimEnd()
        const text = [['id', 'name', 'city', 'n'], ...told].map(pad).join('\n')
        const { preview } = await inspection(project.write('fixed.txt', text), { delimiter: 'fixed', header: true })
        expect(preview).toEqual(told)
      }),
      { numRuns: 60 },
    )
  })
})
