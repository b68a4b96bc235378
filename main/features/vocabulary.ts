import { hashText } from '../base/random.ts'

/**
 * Codes that embeddings are looked up by: 0 is "none", then the words of a vocabulary, most frequent first, then shared
 * buckets into which all other words are hashed (Weinberger et al. 2009).
 */
export interface Vocabulary {
  words: string[]
  buckets: number
}

/** Rarer words than this teach an embedding nothing: they share buckets. */
const leastCount = 5

/** How many codes there are, "none" included. */
export const sizeOf = ({ words, buckets }: Vocabulary): number => 1 + words.length + buckets

/** The `most` words counted most often, of equal counts the earlier ones; the rest goes to buckets where there is any. */
export function fitVocabulary(words: string[], counts: ArrayLike<number>, most: number, buckets: number): Vocabulary {
  const frequent = [...words.keys()]
    .filter((position) => counts[position] >= leastCount)
    .sort((a, b) => counts[b] - counts[a] || a - b)
    .slice(0, most)
  let counted = 0
  for (let position = 0; position < words.length; position++) if (counts[position] > 0) counted++
  return { words: frequent.map((position) => words[position]), buckets: frequent.length < counted ? buckets : 0 }
}

/** The code of each word. */
export function encodeWords(words: string[], vocabulary: Vocabulary): Int32Array {
  const { buckets } = vocabulary
  const codes = new Map(vocabulary.words.map((word, index) => [word, index + 1]))
  const rest = 1 + vocabulary.words.length
  return Int32Array.from(words, (word) => codes.get(word) ?? (buckets > 0 ? rest + (hashText(word) % buckets) : 0))
}

/** How names are compared across shops: without regard to width (ＡＢ is AB), case and repeated blanks. */
export const foldName = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

/**
 * The code that stands in another vocabulary for each code of this one: 0 where that has neither the word nor buckets. Words
 * that share a bucket here share the same one there, as far as it has as many.
 */
export function translateCodes(from: Vocabulary, to: Vocabulary): Int32Array {
  const codes = new Int32Array(sizeOf(from))
  codes.set(encodeWords(from.words, to), 1)
  const [own, other] = [1 + from.words.length, 1 + to.words.length]
  if (to.buckets > 0) for (let i = 0; i < from.buckets; i++) codes[own + i] = other + (i % to.buckets)
  return codes
}
