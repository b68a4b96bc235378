import type { TitleUnits } from './vocabulary.ts'

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\"]/g, '\\$&')
const longestFirst = (words: string[]) => words.toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1))
const number = String.raw`(\d+(?:[.,]\d+)?|(?<!\d)\.\d+)`
const valueOf = (digits: string) => Number(digits.replace(',', '.'))
/** Units in letters end where the word ends; Chinese ones may be followed by anything. */
const unitPattern = (units: string[]) =>
  longestFirst(units)
    .map((unit) => (/[a-z]$/.test(unit) ? `${escaped(unit)}s?(?![a-z])` : escaped(unit)))
    .join('|')

/** The first quantity in a text, in lower case; null without one. `units` says what one of each is. */
export function createQuantityReader(units: Record<string, number>): (text: string) => number | null {
  const pattern = new RegExp(`${number}\\s*-?\\s*(${unitPattern(Object.keys(units))})`)
  return (text) => {
    const match = pattern.exec(text)
    if (!match) return null
    const unit = match[2] in units ? match[2] : match[2].replace(/s$/, '')
    const value = valueOf(match[1]) * units[unit]
    return value > 0 && Number.isFinite(value) ? value : null
  }
}

const chineseDigits: Record<string, number> = {
  ...{ 一: 1, 两: 2, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 十: 10 },
}
const mostPieces = 10_000

/**
 * Pieces in a pack: `12 pack`, `pack of 6`, `6 x 330 ml`, `500ml*12`, `6/12 oz`, 24瓶, 三件套; null where a text names
 * none. More than 10,000 are taken for something else.
 */
export function createCountReader({ count, volumeMl, weightGrams }: TitleUnits): (text: string) => number | null {
  // 50 x 70 cm is a size, 6 x 70 g a pack.
  const measured = unitPattern([...Object.keys(volumeMl), ...Object.keys(weightGrams)])
  const not = count.notFollowedBy.map(escaped).join('|')
  const after = longestFirst(count.after)
    .map((word) => (/[a-z]$/.test(word) ? `\\s*-?\\s*${escaped(word)}(?![a-z])` : `\\s*(?!${not})${escaped(word)}`))
    .join('|')
  const patterns = [
    new RegExp(`(?<![\\d.])(\\d+)\\s*[x×*/]\\s*\\d+(?:\\.\\d+)?\\s*(?:${measured})`),
    new RegExp(`\\d\\s*(?:${measured})\\s*[x×*]\\s*(\\d+)`),
    new RegExp(`(?:${count.before.map(escaped).join('|')})\\s*(\\d+)`),
    new RegExp(`(?<![\\d.])(\\d+)(?:${after})`),
    /(?<![a-z\d.]|\d\s*)[x×*]\s*(\d+)(?![\d.x×*])(?!\s*[a-z"])/,
  ]
  const inWords = /([一两二三四五六七八九十])(?:件套|件装|只装|双装|条装|瓶装|盒装|包装|袋装|片装|支装|个装|对装)/
  return (text) => {
    for (const pattern of patterns) {
      const pieces = Number(pattern.exec(text)?.[1] ?? 0)
      if (pieces > 0 && pieces <= mostPieces) return pieces
    }
    const word = inWords.exec(text)
    return word ? chineseDigits[word[1]] : null
  }
}
