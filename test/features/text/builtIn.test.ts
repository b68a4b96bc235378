import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import { createBuiltInEncoder } from '../../../main/features/text/builtIn.ts'
import { readCorpus } from '../../../main/features/text/corpus.ts'
import type { TextEncoder } from '../../../main/features/text/encoder.ts'
import { learnMaskedWords, type WordModel } from '../../../main/features/text/maskedWords.ts'
import { bucketsOf } from '../../../main/features/text/subwords.ts'
import { readTitleWords } from '../../../main/features/titles/vocabulary.ts'

/** Titles of four kinds of product; words of one kind stand together, colours and brands anywhere. */
const kinds = [
  { nouns: ['running shoes', 'hiking boots', 'canvas sneakers'], traits: ['waterproof', 'cushioned', 'breathable'] },
  { nouns: ['frying pan', 'stockpot', 'saucepan'], traits: ['nonstick', 'induction', 'dishwasher safe'] },
  { nouns: ['越野跑鞋', '健步鞋', '登山靴'], traits: ['防水', '缓震', '透气'] },
  { nouns: ['平底锅', '汤锅', '炒锅'], traits: ['不粘', '电磁炉适用', '加厚'] },
]
const colours = ['black', 'red', '黑色', '银色']
const brands = ['Fernstride', 'Copperwhin', '拾野', '砂月']

function titles(count: number, seed: number): { text: string; kind: number }[] {
  const random = createRandom(seed)
  const pick = <Item>(items: Item[]) => items[random.integer(items.length)]
  return Array.from({ length: count }, () => {
    const kind = random.integer(kinds.length)
    const { nouns, traits } = kinds[kind]
    return { text: `${pick(brands)} ${pick(traits)} ${pick(traits)} ${pick(nouns)} ${pick(colours)}`, kind }
  })
}

function similarity(encoder: TextEncoder, one: string, other: string): number {
  const first = encoder.encode(one).slice()
  return encoder.encode(other).reduce((sum, value, j) => sum + value * first[j], 0)
}

describe('the built-in encoder', () => {
  const shop = titles(1200, 1)
  const encoder = createBuiltInEncoder(
    shop.map(({ text }) => text),
    1,
  )

  it('puts titles of one kind nearer to each other than to those of others', () => {
    const [some, others] = [shop.slice(0, 60), shop.slice(60, 120)]
    let right = 0
    for (const { text, kind } of some) {
      const nearest = others.toSorted((a, b) => similarity(encoder, text, b.text) - similarity(encoder, text, a.text))
      if (nearest.slice(0, 5).every((other) => other.kind === kind)) right++
    }
    expect(right / some.length).toBeGreaterThan(0.9)
  })

  it('knows words it has never seen by their pieces', () => {
    const near = similarity(encoder, 'waterproofed hikingboot', 'waterproof hiking boots')
    expect(near).toBeGreaterThan(similarity(encoder, 'waterproofed hikingboot', 'nonstick frying pan') + 0.2)
  })

  it('gives unit vectors, zeros for no word, and the same for the same texts and seed', () => {
    const length = Math.hypot(...encoder.encode('red 炒锅'))
    expect(length).toBeCloseTo(1, 5)
    expect([...encoder.encode(' – ')].every((value) => value === 0)).toBe(true)
    const again = createBuiltInEncoder(
      shop.map(({ text }) => text),
      1,
    )
    expect([...again.encode('red 炒锅')]).toEqual([...encoder.encode('red 炒锅')])
    const other = createBuiltInEncoder(
      shop.map(({ text }) => text),
      2,
    )
    expect([...other.encode('red 炒锅')]).not.toEqual([...encoder.encode('red 炒锅')])
  })

  it('learns nothing, and fails at nothing, where there is hardly a text', () => {
    const tiny = createBuiltInEncoder(['one', 'one', 'two three'], 1)
    expect(tiny.note).toMatchObject({ texts: 3, words: 3, targets: 1 })
    expect([...tiny.encode('two')].every(Number.isFinite)).toBe(true)
  })

  it('reads 50,000 titles in well under a minute', () => {
    const many = titles(50_000, 3).map(({ text }, i) => `${text} ${i % 997}`)
    const before = process.cpuUsage()
    const learned = createBuiltInEncoder(many, 1)
    for (const text of many) learned.encode(text)
    const { user, system } = process.cpuUsage(before)
    // CPU time, not the clock's; the bound is several times what it takes.
    expect((user + system) / 1e6).toBeLessThan(60)
  }, 120_000)
})

describe('masked words', () => {
  const options = {
    dimensions: 32,
    epochs: 40,
    learningRate: 0.05,
    negatives: 5,
    fewestTexts: 2,
    mostTargets: 1000,
    seed: 1,
  }
  const learnFrom = titles(900, 5).map(({ text }) => text)
  const corpus = readCorpus(learnFrom, 1 << 12)
  const model = learnMaskedWords(corpus, options)
  const heldOut = titles(200, 6).map(({ text }) => readCorpus([text], 1 << 12))

  it('of texts it has not seen are found better than by frequency', () => {
    const ranked = heldOut.flatMap(({ words, overlaps }) =>
      words.flatMap((word, i) => {
        const target = [...model.targets].findIndex((w) => corpus.words[w] === word)
        if (target < 0) return []
        const context = words.filter(
          (_, k) => k !== i && !(k === i - 1 && overlaps[k] === 1) && !(k === i + 1 && overlaps[i] === 1),
        )
        return [{ byModel: rankOf(scores(model, context), target), byFrequency: target + 1 }]
      }),
    )
    const reciprocal = (of: 'byModel' | 'byFrequency') =>
      ranked.reduce((sum, found) => sum + 1 / found[of], 0) / ranked.length
    expect(ranked.length).toBeGreaterThan(1000)
    expect(reciprocal('byModel')).toBeGreaterThan(2 * reciprocal('byFrequency'))
  })

  const scores = ({ dimensions: d, pieces, outputs, targets }: WordModel, context: string[]): Float64Array => {
    const hidden = new Float64Array(d)
    for (const word of context) {
      const buckets = bucketsOf(word, 1 << 12)
      for (const b of buckets)
        for (let j = 0; j < d; j++) hidden[j] += pieces[b * d + j] / buckets.length / context.length
    }
    // Negative sampling learns log p(word | context) − 0.75 log count(word), but for a constant.
    return Float64Array.from(targets, (word, t) => {
      let sum = 0.75 * Math.log(corpus.counts[word])
      for (let j = 0; j < d; j++) sum += hidden[j] * outputs[t * d + j]
      return sum
    })
  }
  const rankOf = (all: Float64Array, one: number) => 1 + all.filter((score) => score > all[one]).length

  it('follow a planted pattern: what always stands together', () => {
    const planted = Array.from({ length: 400 }, (_, i) =>
      i % 2 ? `alpha beta filler${i % 7}` : `gamma delta filler${i % 7}`,
    )
    const own = readCorpus(planted, 1 << 12)
    const learned = learnMaskedWords(own, options)
    const score = (context: string, word: string) => {
      const target = [...learned.targets].findIndex((w) => own.words[w] === word)
      return scoreOf(learned, context, target)
    }
    expect(score('alpha', 'beta')).toBeGreaterThan(score('alpha', 'delta') + 2)
    expect(score('gamma', 'delta')).toBeGreaterThan(score('gamma', 'beta') + 2)
  })

  function scoreOf({ dimensions: d, pieces, outputs }: WordModel, context: string, target: number): number {
    const buckets = bucketsOf(context, 1 << 12)
    let sum = 0
    for (const b of buckets)
      for (let j = 0; j < d; j++) sum += (pieces[b * d + j] / buckets.length) * outputs[target * d + j]
    return sum
  }
})

describe('the words titles are searched for', () => {
  it('are listed in both languages, each under one meaning of a kind', () => {
    const { notColours, ...words } = readTitleWords()
    expect(notColours.en.length).toBeGreaterThan(0)
    for (const kind of ['colour', 'material', 'size'] as const) {
      const all = Object.values(words[kind]).flatMap(({ en, zh }) => [...en, ...zh])
      expect(new Set(all).size, kind).toBe(all.length)
    }
  })
})
