import { createRandom } from '../../base/random.ts'
import { readCorpus, type Corpus } from './corpus.ts'
import { normalise, type TextEncoder } from './encoder.ts'
import { learnMaskedWords, type WordModel } from './maskedWords.ts'
import { bucketsOf } from './subwords.ts'
import { wordsOf } from './words.ts'

export const builtInDimensions = 32
/** Texts beyond these are not learned from; they are encoded like all others. */
const mostTexts = 200_000
/** Words are hashed with their pieces: the table grows with the catalogue up to this many rows (16 MB). */
const [fewestRows, mostRows] = [1 << 12, 1 << 17]
const mostTargets = 30_000
/** Word positions to be learned from in all: small catalogues are read more often. */
const positionsWanted = 1_500_000
const [fewestEpochs, mostEpochs] = [3, 60]
/** Weight of a word of frequency p: a / (a + p) (Arora, Liang & Ma 2017, "A simple but tough-to-beat baseline"). */
const smoothing = 1e-3

/**
 * An encoder learned from the shop's own texts. A text's vector is the mean of its words', common words weighing less;
 * words it has never seen are made of pieces it has. The same texts and seed give the same encoder.
 */
export function createBuiltInEncoder(texts: string[], seed: number): TextEncoder {
  const learned = sampled(texts, seed)
  const tableRows = rowsFor(learned)
  const corpus = readCorpus(learned, tableRows)
  const model = learnMaskedWords(corpus, {
    dimensions: builtInDimensions,
    epochs: Math.max(fewestEpochs, Math.min(mostEpochs, Math.round(positionsWanted / corpus.textWords.length))),
    ...{ learningRate: 0.05, negatives: 5, fewestTexts: 2, mostTargets, seed },
  })
  return {
    dimensions: builtInDimensions,
    encode: createReader(corpus, model),
    note: {
      ...{ encoder: 'builtIn', dimensions: builtInDimensions, tableRows },
      ...{ texts: learned.length, words: corpus.words.length, targets: model.targets.length },
    },
  }
}

function sampled(texts: string[], seed: number): string[] {
  if (texts.length <= mostTexts) return texts
  return createRandom(seed).shuffle(texts.slice()).slice(0, mostTexts)
}

/** About four rows a text, a power of two. */
function rowsFor(texts: string[]): number {
  let rows = fewestRows
  while (rows < mostRows && rows < 4 * texts.length) rows *= 2
  return rows
}

/** Words are looked up once and their vectors kept: titles repeat them. */
function createReader(corpus: Corpus, { dimensions: d, pieces }: WordModel): (text: string) => Float32Array {
  const texts = Math.max(1, corpus.textStarts.length - 1)
  const weights = new Map(corpus.words.map((word, w) => [word, smoothing / (smoothing + corpus.counts[w] / texts)]))
  const known = new Map<string, Float32Array>()
  const vectorOf = (word: string): Float32Array => {
    const found = known.get(word)
    if (found) return found
    const vector = new Float32Array(d)
    const buckets = bucketsOf(word, corpus.tableRows)
    const weight = (weights.get(word) ?? 1) / buckets.length
    for (const bucket of buckets) for (let j = 0; j < d; j++) vector[j] += weight * pieces[bucket * d + j]
    if (known.size < mostTexts) known.set(word, vector)
    return vector
  }
  const sum = new Float32Array(d)
  return (text) => {
    sum.fill(0)
    for (const word of wordsOf(text).words) {
      const vector = vectorOf(word)
      for (let j = 0; j < d; j++) sum[j] += vector[j]
    }
    return normalise(sum)
  }
}
