import { hashText } from '../../base/random.ts'

const shortest = 3
const longest = 5
const isLatin = /^[\p{L}\p{M}]+$/u

/**
 * A word's pieces: itself and, of words in letters, its n-grams of 3 to 5 characters with < and > marking begin and end
 * (Bojanowski et al. 2017, "Enriching word vectors with subword information"); of a Chinese bigram its two characters,
 * of a number nothing more. Words never seen before share pieces with those that were.
 */
export function piecesOf(word: string): string[] {
  const characters = [...word]
  if (characters.length < 2 || !isLatin.test(word)) return [word]
  if (characters.length === 2) return [word, ...characters]
  const marked = ['<', ...characters, '>']
  const pieces = [word]
  for (let length = shortest; length <= longest; length++) {
    for (let from = 0; from + length <= marked.length; from++) {
      const piece = marked.slice(from, from + length).join('')
      if (length < marked.length) pieces.push(piece)
    }
  }
  return pieces
}

/** The pieces' places in a table of so many rows, a power of two: two pieces may share one. */
export const bucketsOf = (word: string, rows: number): Int32Array =>
  Int32Array.from(piecesOf(word), (piece) => hashText(piece) & (rows - 1))
