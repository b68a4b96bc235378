import { createCountReader, createQuantityReader } from './quantities.ts'
import { readLetterSize, readNumberSize } from './sizes.ts'
import { kinds, quantities, readTitleUnits, readTitleWords, type Kind, type Quantity } from './vocabulary.ts'

/** What a title says of its product. */
export interface TitleAttributes {
  /** Meanings by kind, e.g. colour: ['black', 'red']; a size is one at most. */
  values: Record<Kind, string[]>
  /** Content of one piece; null where the title names none. */
  quantities: Record<Quantity, number | null>
  /** Pieces in the pack; null where the title names none. */
  packCount: number | null
  /** A numbered size of shoes or clothes: 42码, size 38. */
  sizeNumber: number | null
}

/**
 * Returns a reader of English and Chinese titles: words of `resources/titles/words.json` (English ones between word
 * boundaries, Chinese ones anywhere) and quantities with units of `units.json`. It knows no grammar: "black pepper" is no
 * colour only because the file says so.
 */
export function createTitleMiner(): (title: string) => TitleAttributes {
  const words = readTitleWords()
  const units = readTitleUnits()
  const matchers = kinds.map((kind) => ({ kind, find: createMatcher(words[kind]) }))
  const notColours = wordPattern([...words.notColours.en, ...words.notColours.zh])
  const quantityReaders = quantities.map((quantity) => ({ quantity, find: createQuantityReader(units[quantity]) }))
  const countIn = createCountReader(units)
  return (title) => {
    const written = title.normalize('NFKC').replaceAll('’', "'")
    const text = written.toLowerCase()
    const values = {} as TitleAttributes['values']
    for (const { kind, find } of matchers) values[kind] = find(kind === 'colour' ? text.replace(notColours, ' ') : text)
    const letter = readLetterSize(written)
    values.size = letter === null ? values.size.slice(0, 1) : [letter]
    const found = {} as TitleAttributes['quantities']
    for (const { quantity, find } of quantityReaders) found[quantity] = find(text)
    return { values, quantities: found, packCount: countIn(text), sizeNumber: readNumberSize(text) }
  }
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const isLatin = /^[\x20-\x7e]+$/

/** Longest first, so that "rose gold" is found before "gold"; English words stand between boundaries. */
function wordPattern(words: string[]): RegExp {
  const ordered = words.map((word) => word.toLowerCase()).sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
  const alternatives = ordered.map((word) =>
    isLatin.test(word) ? `(?<![a-z0-9])${escaped(word)}(?![a-z0-9])` : escaped(word),
  )
  return new RegExp(alternatives.join('|'), 'g')
}

function createMatcher(meanings: Record<string, { en: string[]; zh: string[] }>): (text: string) => string[] {
  const meaningsOf = new Map<string, string[]>()
  for (const [meaning, { en, zh }] of Object.entries(meanings)) {
    for (const word of [...en, ...zh]) {
      meaningsOf.set(word.toLowerCase(), [...(meaningsOf.get(word.toLowerCase()) ?? []), meaning])
    }
  }
  const pattern = wordPattern([...meaningsOf.keys()])
  return (text) => {
    const found = new Set<string>()
    for (const [word] of text.matchAll(pattern)) for (const meaning of meaningsOf.get(word) ?? []) found.add(meaning)
    return [...found]
  }
}
