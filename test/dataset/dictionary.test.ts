import fc from 'fast-check'
import { expect, it } from 'vitest'
import { coded } from '../../main/dataset/codes.ts'
import { createDictionary } from '../../main/dataset/dictionary.ts'

it('numbers texts as a Map would, wherever they stand in a longer text', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 300 }), (texts) => {
      const dictionary = createDictionary()
      const expected = new Map<string, number>()
      const page = coded(`<${texts.join('|')}>`)
      let at = 1
      for (const text of texts) {
        if (!expected.has(text)) expected.set(text, expected.size)
        expect(dictionary.key(page, at, at + text.length)).toBe(expected.get(text))
        at += text.length + 1
      }
      const known = [...expected.keys()]
      for (const text of texts) {
        const same = known.filter((_, key) => dictionary.is(key, coded(text), 0, text.length))
        expect(same).toEqual([text])
      }
      expect(dictionary.takeNew()).toEqual(known)
    }),
  )
})

it('holds more texts than it has room for at first', () => {
  const dictionary = createDictionary()
  const texts = Array.from({ length: 50_000 }, (_, i) => `user-${i}`)
  for (let round = 0; round < 2; round++) {
    texts.forEach((text, i) => expect(dictionary.key(coded(text), 0, text.length)).toBe(i))
  }
  expect(dictionary.takeNew()).toEqual(texts)
  expect(dictionary.takeNew()).toEqual([])
})
