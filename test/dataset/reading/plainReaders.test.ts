import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCalendar } from '../../../main/base/calendar.ts'
import { codesOf, codesOfUtf8, joinedCodes, type Codes } from '../../../main/dataset/codes.ts'
import { createTimeReader } from '../../../main/dataset/dates.ts'
import { createNumberReader, createPlainNumberReader } from '../../../main/dataset/numbers.ts'
import { createPlainTimeReader } from '../../../main/dataset/plainTimes.ts'
import { createTextGatherer, textColumn, textsOf } from '../../../main/dataset/textColumn.ts'

const pad = (value: number, length: number) => String(value).padStart(length, '0')
/** The codes of a text as the importer has them: bytes where it is ASCII. */
const importCodes = (text: string): Codes => codesOfUtf8(text, new TextEncoder().encode(text))

describe('readers of plain values agree with those of all values', () => {
  it('on numbers', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789.,-+e $%'), minLength: 1, maxLength: 20 })
    const written = fc.double({ noNaN: true, noDefaultInfinity: true }).map(String)
    const money = fc.tuple(fc.integer(), fc.nat(99)).map(([whole, cents]) => `${whole}.${pad(cents, 2)}`)
    for (const decimal of ['.', ','] as const) {
      const [all, plain] = [createNumberReader(decimal), createPlainNumberReader(decimal)]
      let taken = 0
      fc.assert(
        fc.property(fc.oneof(digits, written, money), fc.constantFrom('', 'x', '9'), (number, around) => {
          const text = around + (decimal === ',' ? number.replace('.', ',') : number) + around
          const end = text.length - around.length
          const quick = plain(importCodes(text), around.length, end)
          if (Number.isNaN(quick)) return
          taken++
          expect(quick).toBe(all(text, around.length, end))
        }),
        { numRuns: 2000 },
      )
      expect(taken).toBeGreaterThan(200)
    }
  })

  it('on times, in zones that change their clocks and that do not', () => {
    const part = (most: number, length: number) => fc.nat(most).map((value) => pad(value, length))
    const date = fc
      .tuple(fc.integer({ min: 1500, max: 2300 }), part(14, 2), part(33, 2), fc.constantFrom('-', '/', '.'))
      .map(([year, month, day, mark]) => [year, month, day].join(mark))
    const clock = fc.oneof(
      fc.constant(''),
      fc.tuple(part(26, 2), part(62, 2)).map((parts) => parts.join(':')),
      fc.tuple(part(26, 2), part(62, 2), part(62, 2)).map((parts) => parts.join(':')),
      fc.string({ unit: fc.constantFrom(...'0123456789: '), minLength: 5, maxLength: 8 }),
    )
    const gap = fc.constantFrom(' ', 'T', ',', '  ')
    for (const zone of ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Shanghai']) {
      const calendar = createCalendar(zone)
      const [all, plain] = [createTimeReader('iso', calendar), createPlainTimeReader(calendar)]
      let taken = 0
      fc.assert(
        fc.property(date, gap, clock, (day, between, time) => {
          const text = `<${day}${time === '' ? '' : between + time}>`
          const quick = plain(importCodes(text), 1, text.length - 1)
          if (Number.isNaN(quick)) return
          taken++
          expect(quick).toBe(all(text, 1, text.length - 1))
        }),
        { numRuns: 2000 },
      )
      expect(taken).toBeGreaterThan(50)
    }
  })
})

describe('texts as bytes', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.string({ unit: fc.constantFrom('a', '\ud83d', '\ude00', '商', 'é', '\0'), maxLength: 12 }),
  )

  it('are what an encoder makes of them, a row written again included', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anything, anything, fc.boolean())), (rows) => {
        const gatherer = createTextGatherer(rows.length)
        const expected = rows.map(([text, other, isAgain], row) => {
          const put = (value: string) => gatherer.put(row, { text: value, codes: importCodes(value) }, 0, value.length)
          put(text)
          if (isAgain) put(other)
          return (isAgain ? other : text).toWellFormed()
        })
        const column = { field: 'a', kind: 'text' as const, ...gatherer.take(rows.length) }
        expect(expected.map((_, row) => textsOf(column)(row))).toEqual(expected)
        expect(column).toEqual(textColumn('a', expected))
      }),
    )
  })

  it('are seen by their code units, however they are kept or put together', () => {
    fc.assert(
      fc.property(anything, anything, (first, second) => {
        const units = (text: string) => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))
        expect([...codesOf(first)]).toEqual(units(first))
        const wellFormed = first.toWellFormed()
        expect([...importCodes(wellFormed)]).toEqual(units(wellFormed))
        expect([...joinedCodes(codesOf(first), codesOf(second))]).toEqual(units(first + second))
      }),
    )
    expect([...codesOfUtf8('a1', new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0x31]))]).toEqual([0x61, 0x31])
    expect(codesOfUtf8('a1', new Uint8Array([0x61, 0x31]))).toBeInstanceOf(Uint8Array)
  })
})
