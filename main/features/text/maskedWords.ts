import { createRandom, type Random } from '../../base/random.ts'
import type { Corpus } from './corpus.ts'

export interface MaskedWordOptions {
  dimensions: number
  epochs: number
  /** Falls to 0 over the training. */
  learningRate: number
  /** Wrong words drawn beside each right one. */
  negatives: number
  /** Words of fewer texts, or beyond so many, are context but never predicted. */
  fewestTexts: number
  mostTargets: number
  seed: number
}

/** Vectors of pieces, `tableRows` × `dimensions`, and of the words that are predicted. */
export interface WordModel {
  dimensions: number
  pieces: Float32Array
  /** Positions in the corpus's words, commonest first. */
  targets: Int32Array
  /** By target. */
  outputs: Float32Array
}

/**
 * Learns word vectors by predicting each word of a text from all its other words: CBOW with negative sampling (Mikolov et
 * al. 2013) over words made of pieces (Bojanowski et al. 2017), the whole text as window since titles are short. A word's
 * vector is the mean of its pieces'; the context's the mean of its words', without those that share a character with the
 * word to be found. Each text is one step of stochastic gradient descent. The same corpus and seed give the same model.
 */
export function learnMaskedWords(corpus: Corpus, options: MaskedWordOptions): WordModel {
  const random = createRandom(options.seed)
  const model = createModel(corpus, options, random)
  const step = createStep(corpus, model, options, random)
  const texts = corpus.textStarts.length - 1
  const order = Int32Array.from({ length: texts }, (_, t) => t)
  for (let epoch = 0; epoch < options.epochs && model.targets.length > 1; epoch++) {
    random.shuffle(order)
    for (let k = 0; k < texts; k++) {
      const done = (epoch + k / texts) / options.epochs
      step(order[k], options.learningRate * Math.max(0.0001, 1 - done))
    }
  }
  return model
}

function createModel(corpus: Corpus, { dimensions, fewestTexts, mostTargets }: MaskedWordOptions, random: Random) {
  const { counts } = corpus
  const targets = Int32Array.from(
    [...corpus.words.keys()]
      .filter((word) => counts[word] >= fewestTexts)
      .sort((a, b) => counts[b] - counts[a] || a - b)
      .slice(0, mostTargets),
  )
  const pieces = new Float32Array(corpus.tableRows * dimensions)
  for (let i = 0; i < pieces.length; i++) pieces[i] = (2 * random.uniform() - 1) / dimensions
  return { dimensions, pieces, targets, outputs: new Float32Array(targets.length * dimensions) }
}

/** Wrong words are drawn in proportion to count^0.75, from a table of this many places. */
const drawPlaces = 1 << 17

function createDraws({ counts }: Corpus, targets: Int32Array): Int32Array {
  const weights = Float64Array.from(targets, (word) => counts[word] ** 0.75)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const draws = new Int32Array(drawPlaces)
  let [target, reached] = [0, 0]
  for (let i = 0; i < drawPlaces; i++) {
    while (target + 1 < targets.length && (reached + weights[target]) / total <= i / drawPlaces) {
      reached += weights[target++]
    }
    draws[i] = target
  }
  return draws
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

/** One text's gradients, all taken at the vectors from before the step. */
function createStep(corpus: Corpus, model: WordModel, { negatives }: MaskedWordOptions, random: Random) {
  const { dimensions: d, pieces, outputs } = model
  const draws = createDraws(corpus, model.targets)
  const targetOf = new Int32Array(corpus.words.length).fill(-1)
  model.targets.forEach((word, target) => (targetOf[word] = target))
  let mostWords = 0
  for (let t = 0; t + 1 < corpus.textStarts.length; t++) {
    mostWords = Math.max(mostWords, corpus.textStarts[t + 1] - corpus.textStarts[t])
  }
  const vectors = new Float64Array(mostWords * d)
  const gradients = new Float64Array(mostWords * d)
  const [total, totalGradient, hidden] = [new Float64Array(d), new Float64Array(d), new Float64Array(d)]

  const readWord = (word: number, at: number) => {
    const [from, to] = [corpus.bucketStarts[word], corpus.bucketStarts[word + 1]]
    for (let b = from; b < to; b++) {
      const row = corpus.buckets[b] * d
      for (let j = 0; j < d; j++) vectors[at + j] += pieces[row + j]
    }
    for (let j = 0; j < d; j++) {
      vectors[at + j] /= to - from
      total[j] += vectors[at + j]
    }
  }

  const compare = (target: number, isRight: boolean, rate: number, at: number) => {
    const row = target * d
    let score = 0
    for (let j = 0; j < d; j++) score += hidden[j] * outputs[row + j]
    const push = rate * (Number(isRight) - sigmoid(score))
    for (let j = 0; j < d; j++) {
      gradients[at + j] += push * outputs[row + j]
      outputs[row + j] += push * hidden[j]
    }
  }

  return (text: number, rate: number): void => {
    const from = corpus.textStarts[text]
    const count = corpus.textStarts[text + 1] - from
    if (count < 2) return
    vectors.fill(0, 0, count * d)
    gradients.fill(0, 0, count * d)
    total.fill(0)
    totalGradient.fill(0)
    for (let i = 0; i < count; i++) readWord(corpus.textWords[from + i], i * d)
    for (let i = 0; i < count; i++) {
      const target = targetOf[corpus.textWords[from + i]]
      if (target < 0 || !contextOf(corpus, from, count, i, vectors, total, hidden, d)) continue
      compare(target, true, rate, i * d)
      for (let n = 0; n < negatives; n++) {
        const wrong = draws[random.integer(drawPlaces)]
        if (wrong !== target) compare(wrong, false, rate, i * d)
      }
      for (let j = 0; j < d; j++) totalGradient[j] += gradients[i * d + j]
    }
    for (let i = 0; i < count; i++) moveWord(corpus, from, count, i, gradients, totalGradient, pieces, d)
  }
}

/** Whether word i of a text shares a character with its left and right neighbour. */
const touches = ({ overlaps }: Corpus, from: number, count: number, i: number): [boolean, boolean] => [
  i > 0 && overlaps[from + i - 1] === 1,
  i + 1 < count && overlaps[from + i] === 1,
]

/** The mean of a text's words but word i and those that overlap it; false where none is left. */
function contextOf(
  corpus: Corpus,
  from: number,
  count: number,
  i: number,
  vectors: Float64Array,
  total: Float64Array,
  hidden: Float64Array,
  d: number,
): boolean {
  const [left, right] = touches(corpus, from, count, i)
  const words = count - 1 - Number(left) - Number(right)
  if (words === 0) return false
  for (let j = 0; j < d; j++) {
    let sum = total[j] - vectors[i * d + j]
    if (left) sum -= vectors[(i - 1) * d + j]
    if (right) sum -= vectors[(i + 1) * d + j]
    hidden[j] = sum / words
  }
  return true
}

/** A word learns from every other word it was context of; as in word2vec and fastText the mean's 1/n is left out. */
function moveWord(
  corpus: Corpus,
  from: number,
  count: number,
  i: number,
  gradients: Float64Array,
  totalGradient: Float64Array,
  pieces: Float32Array,
  d: number,
): void {
  const [left, right] = touches(corpus, from, count, i)
  const word = corpus.textWords[from + i]
  for (let j = 0; j < d; j++) {
    let push = totalGradient[j] - gradients[i * d + j]
    if (left) push -= gradients[(i - 1) * d + j]
    if (right) push -= gradients[(i + 1) * d + j]
    for (let b = corpus.bucketStarts[word]; b < corpus.bucketStarts[word + 1]; b++) {
      pieces[corpus.buckets[b] * d + j] += push
    }
  }
}
