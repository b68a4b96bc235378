import { bucketsOf } from './subwords.ts'
import { withoutRepetitions, wordsOf } from './words.ts'

/** Texts as numbers. Words stand in the order of their first use. */
export interface Corpus {
  words: string[]
  /** Texts that have the word. */
  counts: Int32Array
  /** The buckets of word w are buckets[bucketStarts[w]] … buckets[bucketStarts[w + 1] − 1]. */
  bucketStarts: Int32Array
  buckets: Int32Array
  /** Likewise the words of text t, each once. */
  textStarts: Int32Array
  textWords: Int32Array
  /** By place in `textWords`: 1 where the word shares a character with the next one. */
  overlaps: Uint8Array
  /** Rows of the table of pieces. */
  tableRows: number
}

/** `tableRows` is a power of two. */
export function readCorpus(texts: string[], tableRows: number): Corpus {
  const places = new Map<string, number>()
  const counts: number[] = []
  const [textStarts, textWords, overlaps] = [[0], [] as number[], [] as number[]]
  for (const text of texts) {
    const found = withoutRepetitions(wordsOf(text))
    found.words.forEach((word, i) => {
      const place = places.get(word) ?? places.size
      places.set(word, place)
      counts[place] = (counts[place] ?? 0) + 1
      textWords.push(place)
      overlaps.push(Number(found.overlaps[i]))
    })
    textStarts.push(textWords.length)
  }
  const words = [...places.keys()]
  const { starts, buckets } = placePieces(words, tableRows)
  return {
    words,
    counts: Int32Array.from(counts),
    bucketStarts: starts,
    buckets,
    textStarts: Int32Array.from(textStarts),
    textWords: Int32Array.from(textWords),
    overlaps: Uint8Array.from(overlaps),
    tableRows,
  }
}

function placePieces(words: string[], tableRows: number): { starts: Int32Array; buckets: Int32Array } {
  const starts = new Int32Array(words.length + 1)
  const buckets: number[] = []
  words.forEach((word, w) => {
    for (const bucket of bucketsOf(word, tableRows)) buckets.push(bucket)
    starts[w + 1] = buckets.length
  })
  return { starts, buckets: Int32Array.from(buckets) }
}
