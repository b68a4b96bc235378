/** The words of a text, in order. */
export interface Words {
  words: string[]
  /** By word: whether it shares a character with the next one. */
  overlaps: boolean[]
}

/** Longer texts are cut: what a title does not say in so many words is no title. */
const mostWords = 48
const longestWord = 24

const runs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|[\p{L}\p{M}]+|\p{N}+/gu
const isEastAsian = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

/**
 * Words as they are compared: compatibility forms made one (NFKC: ＡＢ is AB, ① is 1), in lower case; runs of letters and
 * runs of digits. Chinese and Japanese are written without blanks: every two neighbouring characters count as a word
 * (overlapping bigrams, as search engines index them), since a word list would have to know the shop's own words.
 */
export function wordsOf(text: string): Words {
  const words: string[] = []
  const overlaps: boolean[] = []
  const add = (word: string, overlapsNext: boolean) => {
    words.push(word)
    overlaps.push(overlapsNext)
  }
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(runs)) {
    if (words.length >= mostWords) break
    if (!isEastAsian.test(run)) {
      add(run.slice(0, longestWord), false)
      continue
    }
    const characters = [...run]
    if (characters.length === 1) add(run, false)
    for (let i = 0; i + 1 < characters.length && words.length < mostWords; i++) {
      add(characters[i] + characters[i + 1], i + 2 < characters.length)
    }
  }
  return { words, overlaps }
}

/** Every word once, at its first place. Where a repetition goes, its neighbours share no character. */
export function withoutRepetitions({ words, overlaps }: Words): Words {
  const seen = new Set<string>()
  const kept: Words = { words: [], overlaps: [] }
  let lastKept = -2
  words.forEach((word, i) => {
    if (seen.has(word)) {
      if (lastKept === i - 1) kept.overlaps[kept.overlaps.length - 1] = false
      return
    }
    seen.add(word)
    kept.words.push(word)
    kept.overlaps.push(overlaps[i])
    lastKept = i
  })
  if (kept.overlaps.length > 0) kept.overlaps[kept.overlaps.length - 1] = false
  return kept
}
