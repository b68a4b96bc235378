import { describe, expect, it } from 'vitest'
import { ruleInput, ruleKindNames as coreKinds } from '../../../main/dataset/clean/ruleKinds.ts'
import {
  newRule,
  problemOf,
  ruleFromRoute,
  ruleKindNames,
  ruleRoute,
  textOf,
  withRule,
} from '../../../renderer/src/clean/rules.ts'

describe('rules of the screens', () => {
  it('are of the same kinds as the core has, in the same order', () => {
    expect(ruleKindNames).toEqual(coreKinds)
  })

  it.each(ruleKindNames)('%s begins as the core has it begin', (kind) => {
    const { settings, enabled } = newRule(kind)
    expect({ kind, settings, enabled }).toEqual(ruleInput.parse({ kind }))
  })

  it('travel in a link', () => {
    const settings = { ids: ['test*', 'u/1?'], actsPerHourAbove: 500 }
    const { query } = ruleRoute({ kind: 'excludedUsers', settings }) as { query: { rule: string } }
    expect(ruleFromRoute(query.rule)).toMatchObject({
      kind: 'excludedUsers',
      settings: { ...settings, unitsPerOrderAbove: null, unitsPerProductAbove: null },
      enabled: true,
    })
  })

  it.each(['', '{', '7', 'null', '{"kind":"toString"}', '{"kind":"dateWindow","settings":1}', undefined])(
    'are not read from %s',
    (text) => expect(ruleFromRoute(text)).toBeNull(),
  )

  it('go where they do most good in a list', () => {
    const list = [newRule('dateWindow'), newRule('exactDuplicates'), newRule('winsorise')]
    const kinds = withRule(list, newRule('excludedUsers')).map(({ kind }) => kind)
    expect(kinds).toEqual(['dateWindow', 'excludedUsers', 'exactDuplicates', 'winsorise'])
  })

  it('are equal whatever the order of their settings', () => {
    const one = newRule('excludedUsers', { ids: ['a'], actsPerHourAbove: 5 })
    const { ids, ...limits } = { ...one.settings } as { ids: string[] }
    const other = { ...newRule('excludedUsers'), settings: { ...limits, ids } }
    expect(JSON.stringify(other.settings)).not.toBe(JSON.stringify(one.settings))
    expect(textOf(other as typeof one)).toBe(textOf(one))
  })

  it('say what is missing before they do anything', () => {
    const rate = { currency: 'USD', rate: 7, month: null }
    const problems = [
      newRule('dateWindow'),
      newRule('dateWindow', { from: '2025-02-01', to: '2025-01-01' }),
      newRule('dateWindow', { from: '2025-01-01' }),
      newRule('excludedProducts'),
      newRule('excludedUsers'),
      newRule('excludedUsers', { unitsPerOrderAbove: 0 }),
      newRule('changedTypes'),
      newRule('convertedCurrencies'),
      newRule('convertedCurrencies', { rates: [{ ...rate, currency: 'US' }] }),
      newRule('convertedCurrencies', { rates: [{ ...rate, rate: 0 }] }),
      newRule('convertedCurrencies', { rates: [{ ...rate, month: '2025-13' }] }),
      newRule('convertedCurrencies', { rates: [rate, rate] }),
      newRule('convertedCurrencies', { rates: [rate, { ...rate, month: '2025-12' }] }),
      newRule('exactDuplicates'),
    ].map(problemOf)
    expect(problems).toEqual([
      ...['noDay', 'daysReversed', null, 'noProduct', 'noUser', null, 'noChange'],
      ...['noRate', 'badCurrency', 'badRate', 'badMonth', 'rateTwice', null, null],
    ])
  })
})
