import { describe, expect, it } from 'vitest'
import { bothNames } from '../../../main/dataset/clean/brandTwins.ts'
import { isTypo, plain, plainBrand, plainEmail, plainId, plainPhone } from '../../../main/dataset/clean/spelling.ts'

it.each([
  ['Ｎｉｋｅ', 'nike'],
  ["L'Oréal  PARIS", 'lorealparis'],
  ['ﾊﾟﾅｿﾆｯｸ', 'パナソニック'.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFKC')],
  ['——', ''],
])('writes %s plainly', (text, expected) => expect(plain(text)).toBe(expected))

it.each([
  ['Nike官方旗舰店', 'nike'],
  ['Acme, Inc.', 'acme'],
  ['旗舰店', '旗舰店'],
])('sees the brand in %s', (text, expected) => expect(plainBrand(text)).toBe(expected))

it.each([
  [' Ann@Mail.COM', 'ann@mail.com'],
  ['none', ''],
  ['a b@c.d', ''],
])('reads the address %s', (text, expected) => expect(plainEmail(text)).toBe(expected))

it.each([
  ['+86 138-0013-8000', '3800138000'],
  ['13800138000', '3800138000'],
  ['00000000', ''],
  ['12345', ''],
])('reads the phone %s', (text, expected) => expect(plainPhone(text)).toBe(expected))

it('reads ids as people mean them', () => {
  expect(plainId(' A17.0 ')).toBe('a17')
  expect(plainId('007')).toBe('007')
})

describe('a typo', () => {
  const letters = 'abcd'.split('')
  const words = letters.flatMap((a) => letters.flatMap((b) => [a + b, a + b + a, a + a + b + b]))

  /** Optimal string alignment distance, straight from its recursion (Boytsov 2011). */
  function distance(a: string, b: string): number {
    if (a === '' || b === '') return a.length + b.length
    const same = a.at(-1) === b.at(-1) ? 0 : 1
    const swapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)
    return Math.min(
      distance(a.slice(0, -1), b) + 1,
      distance(a, b.slice(0, -1)) + 1,
      distance(a.slice(0, -1), b.slice(0, -1)) + same,
      swapped ? distance(a.slice(0, -2), b.slice(0, -2)) + 1 : Infinity,
    )
  }

  it('is one edit, by the definition of the distance', () => {
    for (const a of words)
      for (const b of words) if (a !== b) expect([a, b, isTypo(a, b)]).toEqual([a, b, distance(a, b) === 1])
  })

  it('is never a digit: brand 12 is not brand 13', () => {
    expect([isTypo('brand12', 'brand13'), isTypo('brand1', 'brand'), isTypo('brand', 'brant')]).toEqual([
      false,
      false,
      true,
    ])
  })
})

it.each([
  ['耐克(Nike) 跑鞋', ['耐克', 'nike']],
  ['Nike（耐克）', ['nike', '耐克']],
  ['Nike/耐克', ['nike', '耐克']],
  ['夏季 (男) 新款', null],
  ['Nike shoe', null],
])('sees both names in %s', (text, names) => expect(bothNames(text)).toEqual(names))
