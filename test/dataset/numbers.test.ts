import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createNumberReader, sniffDecimalMark } from '../../main/dataset/numbers.ts'
import type { DecimalMark } from '../../main/dataset/types.ts'

const read = (text: string, decimal: DecimalMark = '.') => createNumberReader(decimal)(text, 0, text.length)

describe('numbers', () => {
  it('reads what JavaScript writes to the last digit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(read(String(value))).toBe(Number(String(value)))
      }),
      { numRuns: 2000 },
    )
  })

  it('reads prices exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 6 }), (cents, places) => {
        const text = (cents / 10 ** places).toFixed(places)
        expect(read(text)).toBe(Number(text))
        expect(read(text.replace('.', ','), ',')).toBe(Number(text))
      }),
    )
  })

  it.each<[string, DecimalMark, number]>([
    ['1,234.50', '.', 1234.5],
    ['1.234,50', ',', 1234.5],
    ['1 234,50', ',', 1234.5],
    ["1'234.50", '.', 1234.5],
    ['12,34,567.8', '.', 1234567.8],
    ['$1,234', '.', 1234],
    ['-$5.00', '.', -5],
    ['$-5.00', '.', -5],
    ['¥ 12.30', '.', 12.3],
    ['￥12', '.', 12],
    ['12.5元', '.', 12.5],
    ['12,50 €', ',', 12.5],
    ['USD 12', '.', 12],
    ['(12.00)', '.', -12],
    ['12.00-', '.', -12],
    ['+3', '.', 3],
    ['.5', '.', 0.5],
    ['1e3', '.', 1000],
  ])('reads %s with %s', (text, decimal, value) => {
    expect(read(text, decimal)).toBe(value)
  })

  it.each<[string, DecimalMark]>([
    ['', '.'],
    ['-', '.'],
    ['abc', '.'],
    ['1.2.3', '.'],
    ['1,23', '.'],
    ['1.5', ','],
    ['12 apples', '.'],
    ['2024-05-01', '.'],
  ])('refuses %s with %s', (text, decimal) => {
    expect(read(text, decimal)).toBeNaN()
  })

  it.each<[string[], DecimalMark | null, boolean]>([
    [['1.5', '2.25'], '.', false],
    [['1,5', '2,25'], ',', false],
    [['1.234,50', '7'], ',', false],
    [['1,234.50'], '.', false],
    [['1,234,567'], '.', false],
    [['1,234', '2,500'], null, true],
    [['1', '2'], null, false],
  ])('finds the decimal mark of %j', (values, mark, ambiguous) => {
    expect(sniffDecimalMark(values)).toEqual({ mark, ambiguous })
  })
})
