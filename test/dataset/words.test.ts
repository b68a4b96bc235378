import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadWords } from '../../main/base/resources.ts'
import { fieldsOfKind } from '../../main/dataset/fields.ts'
import { oddityCodes } from '../../main/dataset/oddities.ts'
import { importKinds } from '../../main/dataset/types.ts'
import { actOf, knownActs, normalise, synonymsOf } from '../../main/dataset/words.ts'

const source = (name: string) => readFileSync(join(import.meta.dirname, '../../main/dataset', name), 'utf8')
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, code]) => code)

describe.each(['en', 'zh-CN'] as const)('words in %s', (language) => {
  const words = loadWords(language)
  const lacking = (keys: string[]) => keys.filter((key) => !words.has(`dataset.${key}`))

  it('cover every kind, canonical column and act', () => {
    expect(lacking(importKinds.map((kind) => `kinds.${kind}.name`))).toEqual([])
    const fields = importKinds.flatMap((kind) => fieldsOfKind[kind].map(({ name }) => `fields.${name}`))
    expect(lacking(fields)).toEqual([])
    expect(lacking([...knownActs].map((act) => `acts.${act}`))).toEqual([])
  })

  it('cover every warning, ambiguity and reason to reject', () => {
    const warnings = found(source('profile/warnings.ts'), /(?:warn\(|^ {2}\[)'(\w+)'/gm)
    const telling = ['sample.ts', 'settleFormat.ts', 'recognise.ts', 'wholeFile.ts']
    const ambiguities = telling.flatMap((name) => found(source(name), /code: '(\w+)'/g))
    expect(warnings.length).toBeGreaterThan(8)
    expect(new Set(ambiguities)).toEqual(
      new Set(found(/type AmbiguityCode =(.*?)\n\n/s.exec(source('types.ts'))?.[1] ?? '', /'(\w+)'/g)),
    )
    expect(lacking(warnings.map((code) => `warnings.${code}`))).toEqual([])
    expect(lacking(ambiguities.map((code) => `ambiguities.${code}`))).toEqual([])
    expect(lacking(oddityCodes.map((code) => `oddities.${code}`))).toEqual([])
    const ofFields = ['missing.field', 'invalid.field', 'implausible.field', 'fields.few', 'fields.many']
    const judges = ['tokenizer.ts', 'formats/json.ts', 'sieve.ts', 'intake.ts', 'rowReader.ts']
    const given = judges.flatMap((name) =>
      found(source(name), /'(encoding|preamble|total|(?:quote|record|json|header|fields)\.\w+)'/g),
    )
    expect(new Set(given).size).toBe(10)
    expect(lacking([...ofFields, ...given].map((reason) => `rejects.${reason}`))).toEqual([])
  })
})

describe('the tables of words', () => {
  it('know every canonical column by its own name', () => {
    for (const kind of importKinds) {
      const names = synonymsOf(kind).flatMap(({ field, names: each }) => {
        expect(each, `${kind}.${field}`).toContain(normalise(field))
        return each
      })
      expect(names.length).toBeGreaterThan(10)
    }
  })

  it('turn what shops write into acts, and leave other words alone', () => {
    const acts = ['pv', '浏览', 'Add to Cart', '加购', 'fav', '收藏', 'Buy', '购买', 'order', '退款', 'Cancelled']
    expect(acts.map(actOf)).toEqual(
      'view view cart cart favourite favourite purchase purchase purchase return return'.split(' '),
    )
    expect(actOf('Wiggle')).toBe('wiggle')
  })
})
