import { afterEach, expect, it } from 'vitest'
import { dayMs } from '../../main/base/calendar.ts'
import { unattended } from '../../main/base/job.ts'
import { resolveSetup } from '../../main/features/setup.ts'
import { buildTrainingData } from '../../main/features/trainingData.ts'
import { encodeWords, fitVocabulary, sizeOf } from '../../main/features/vocabulary.ts'
import { createShop, type Shop } from './shop.ts'

let shop: Shop
afterEach(() => shop?.close())

it('gives words that are frequent a code of their own, and all others a shared one', () => {
  const words = ['rare', 'often', 'most', 'unseen', 'often too']
  const vocabulary = fitVocabulary(words, [1, 7, 9, 0, 7], 2, 4)
  expect(vocabulary).toEqual({ words: ['most', 'often'], buckets: 4 })
  expect(sizeOf(vocabulary)).toBe(7)
  const codes = encodeWords(words, vocabulary)
  expect([codes[2], codes[1]]).toEqual([1, 2])
  for (const shared of [codes[0], codes[3], codes[4]]) expect(shared >= 3 && shared < 7).toBe(true)
  expect(encodeWords(['unseen'], { words: ['most'], buckets: 0 })).toEqual(Int32Array.of(0))
})

it('keeps the last acts before the cutoff, oldest first, as they were', () => {
  shop = createShop()
  const start = Date.UTC(2023, 0, 1)
  const cutoff = Date.UTC(2023, 5, 1)
  const day = (n: number) => start + n * dayMs
  shop.products([
    { product: 'a', brand: 'One', category: 'Tea' },
    { product: 'b', brand: 'Two', category: 'Tea' },
  ])
  shop.acts([
    ...Array.from({ length: 100 }, (_, i) => ({ user: `u${i}`, product: 'a', amount: 4, time: day(i % 9) })),
    ...Array.from({ length: 6 }, (_, i) => ({ user: 'u0', product: 'b', amount: 9, time: day(20 + i) })),
    { user: 'u0', type: 'view' as const, product: 'a', time: day(40) },
    { user: 'u0', product: 'a', amount: 1, time: cutoff },
    { user: 'u1', product: 'a', amount: 1, time: cutoff + 90 * dayMs },
  ])
  const input = { cutoff: '2023-06-01', horizonDays: 60, split: 'users' as const, fold: { k: 1, n: 5 } }
  const setup = { ...resolveSetup(shop.project, input), sequenceLength: 3 }
  const { users, pairs, log, vocabularies } = buildTrainingData(shop.project, setup, unattended)
  if (!log || !pairs) throw new Error('a table is missing')
  const row = users.sequences.to.findIndex((to, i) => to - users.sequences.from[i] === 3)
  const [from, to] = [users.sequences.from[row], users.sequences.to[row]]
  const cutoffDay = cutoff / dayMs
  expect(users.sequences.cutoffDays[row]).toBe(cutoffDay)
  expect([...log.type.slice(from, to)]).toEqual([4, 4, 1])
  expect([...log.day.slice(from, to)]).toEqual([cutoffDay - 151 + 24, cutoffDay - 151 + 25, cutoffDay - 151 + 40])
  const [brandOne, brandTwo] = [
    1 + vocabularies.brand.words.indexOf('One'),
    1 + vocabularies.brand.words.indexOf('Two'),
  ]
  expect([...log.brand.slice(from, to)]).toEqual([brandTwo, brandTwo, brandOne])
  expect(log.price[from]).toBeCloseTo(Math.log1p(9), 5)
  expect(log.units[from]).toBeCloseTo(Math.log1p(1), 5)
  // Pairs read their customer's acts and tell which brand they are about.
  const pair = pairs.codes.brand.findIndex((code) => code === brandTwo)
  expect([pairs.sequences.from[pair], pairs.sequences.to[pair]]).toEqual([from, to])
  expect(new Set(pairs.codes.brand)).toEqual(new Set([brandOne, brandTwo]))
})

it('says of what there are more names than codes of their own', () => {
  shop = createShop()
  const start = Date.UTC(2023, 0, 1)
  shop.acts(
    Array.from({ length: 200 }, (_, i) => [
      { user: `u${i}`, product: 'common', amount: 4, time: start + (i % 9) * dayMs },
      { user: `u${i}`, product: `of u${i} alone`, amount: 4, time: start + 20 * dayMs },
      { user: `u${i}`, product: 'common', amount: 4, time: start + 200 * dayMs },
    ]).flat(),
  )
  const setup = resolveSetup(shop.project, { cutoff: '2023-06-01', horizonDays: 30, split: 'users' })
  const { hashed, users } = buildTrainingData(shop.project, setup, unattended)
  // Names are those of the training part.
  const learned = users.parts.filter((part) => part === 0).length
  expect(hashed).toEqual([{ of: 'product', names: 1 + learned, own: 1, places: 512 }])
})
