import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { encodeRows, type StoredColumn } from '../../../main/dataset/rowEncoder.ts'
import { createTableFile } from '../../../main/storage/tableFile.ts'

let folder: string
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'assay-encoder-'))))
afterAll(() => rmSync(folder, { recursive: true }))

const createSql = `CREATE TABLE act (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, unused TEXT, amount REAL,
  name TEXT, time INTEGER, gone REAL) STRICT`

interface Row {
  source: number
  amount: number
  name: string
  time: number
}

/** Whole numbers of every size that SQLite tells apart, and those around the borders between them. */
const whole = fc.oneof(
  fc.constantFrom(0, 1, -1, 2, -0),
  fc
    .tuple(fc.constantFrom(7, 8, 15, 16, 23, 24, 31, 32, 47, 48, 53), fc.integer({ min: -2, max: 2 }), fc.boolean())
    .map(([bits, offset, negative]) => (negative ? -1 : 1) * (2 ** bits + offset)),
  fc.maxSafeInteger(),
)
const real = fc.oneof(whole, fc.double({ noNaN: true }), fc.constantFrom(1e300, 2 ** 62, Infinity, -Infinity, 1.5))
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.nat(30_000).map((length) => 'ab商'.repeat(Math.ceil(length / 3))),
  fc.constant(''),
)
const orMissing = (value: fc.Arbitrary<number>) => fc.option(value, { nil: NaN })
const row: fc.Arbitrary<Row> = fc.record({ source: whole, amount: orMissing(real), name: text, time: orMissing(whole) })

function columnsOf(rows: Row[]): (StoredColumn & { needed: boolean })[] {
  const numbers = (name: 'source' | 'amount' | 'time') => Float64Array.from(rows, (each) => each[name])
  const bytes = new TextEncoder().encode(rows.map(({ name }) => name).join(''))
  let end = 0
  const ends = Int32Array.from(rows, ({ name }) => (end += Buffer.byteLength(name)))
  return [
    { kind: 'null', needed: false },
    { kind: 'integer', values: numbers('source'), needed: true },
    { kind: 'null', needed: false },
    { kind: 'real', values: numbers('amount'), needed: false },
    { kind: 'text', bytes, ends, needed: false },
    { kind: 'integer', values: numbers('time'), needed: false },
    { kind: 'null', needed: false },
  ]
}

/** Writes rows both ways, takes the file's over as an import does, and hands both tables back. */
function storeBothWays(batches: Row[][], firstId = 1): { encoded: unknown[]; bound: unknown[] } {
  const path = join(folder, 'rows.db')
  const file = createTableFile(path, createSql)
  let id = firstId
  for (const rows of batches) {
    encodeRows(file, id, rows.length, columnsOf(rows))
    id += rows.length
  }
  file.finish()
  const database = new SQLite(':memory:')
  database.exec(createSql)
  database.exec(createSql.replace('TABLE act', 'TABLE bound'))
  const insert = database.prepare('INSERT INTO bound (id, source, amount, name, time) VALUES (?, ?, ?, ?, ?)')
  batches.flat().forEach(({ source, amount, name, time }, i) => {
    insert.run(firstId + i, source, amount, name === '' ? null : name, time)
  })
  database.prepare('ATTACH ? AS staged').run(path)
  expect(database.pragma('staged.integrity_check', { simple: true })).toBe('ok')
  database.exec('INSERT INTO main.act SELECT * FROM staged.act')
  database.exec('DETACH staged')
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  const read = (table: string) =>
    database.prepare(`SELECT *, typeof(source), typeof(amount), typeof(name), typeof(time) FROM ${table}`).raw().all()
  return { encoded: read('act'), bound: read('bound') }
}

it('stores what binding would have stored, whatever the values', () => {
  const batches = fc.array(fc.array(row, { maxLength: 30 }), { maxLength: 4 })
  fc.assert(
    fc.property(batches, fc.constantFrom(1, 126, 16_380, 2 ** 31, 2 ** 40), (rows, firstId) => {
      const { encoded, bound } = storeBothWays(rows, firstId)
      expect(encoded).toEqual(bound)
    }),
    { numRuns: 60 },
  )
})

it('builds trees of several levels', () => {
  // Two rows a page: more pages than the root has place for.
  const rows = Array.from({ length: 3000 }, (_, i) => ({ source: i, amount: i / 3, name: 'x'.repeat(3990), time: NaN }))
  for (const count of [1, 2, 3, 1800, 1900, 3000]) {
    const { encoded, bound } = storeBothWays([rows.slice(0, count)])
    expect(encoded.length).toBe(count)
    expect(encoded).toEqual(bound)
  }
})

it('refuses what SQLite would not look at again', () => {
  const file = createTableFile(join(folder, 'refused.db'), createSql)
  const good: Row = { source: 1, amount: 1, name: 'a', time: 1 }
  const add = (rows: Row[]) => encodeRows(file, 1, rows.length, columnsOf(rows))
  expect(() => add([good, { ...good, time: 1.5 }])).toThrow(RangeError)
  expect(() => add([good, { ...good, time: 2 ** 63 }])).toThrow(RangeError)
  expect(() => add([good, { ...good, source: NaN }])).toThrow(RangeError)
  file.abandon()
})
