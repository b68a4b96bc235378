import { createTokenizer, type Dialect, type Tokenizer } from './tokenizer.ts'

/** Delimiters of several characters that files are known to have. */
const wideDelimiters = ['::', '||', ';;', '\t|\t', '~~', '^^', '##', '@@', '~|~', '|~|', '^|^', '|^|']

/** Takes the place of a delimiter of several characters: Unicode keeps it free of meaning for such inner uses. */
const stand = '\ufdd0'

export const isWide = (delimiter: string): boolean =>
  delimiter.length > 1 && delimiter !== 'whitespace' && delimiter !== 'fixed'

/** A tokenizer for delimiters of any length. */
export function createAnyTokenizer(dialect: Dialect): Tokenizer {
  return isWide(dialect.delimiter) ? createWideTokenizer(dialect) : createTokenizer(dialect)
}

/** Delimiters outside quotes become one character, which the tokenizer proper then looks for. */
function createWideTokenizer(dialect: Dialect): Tokenizer {
  const { delimiter, quote, newline } = dialect
  const lineBreak = newline === '\r' ? '\r' : '\n'
  const inner = createTokenizer({ ...dialect, delimiter: stand })
  let rest = ''
  let isQuoted = false
  let beginsField = true

  /** What is sure of the text: its end may hold half a delimiter, or one of two quotes. */
  function narrowed(text: string, last: boolean): string {
    const sure = last ? text.length : text.length - delimiter.length
    let out = ''
    let i = 0
    let from = 0
    while (i < sure) {
      if (isQuoted) {
        const closed = text.indexOf(quote, i)
        if (closed < 0 || closed >= sure) i = sure
        else if (text[closed + 1] === quote) i = closed + 2
        else {
          isQuoted = false
          i = closed + 1
        }
      } else if (quote !== '' && beginsField && text[i] === quote) {
        isQuoted = true
        beginsField = false
        i++
      } else if (text.startsWith(delimiter, i)) {
        out += text.slice(from, i) + stand
        from = i += delimiter.length
        beginsField = true
      } else {
        beginsField = text[i] === lineBreak
        i++
      }
    }
    rest = text.slice(i)
    return out + text.slice(from, i)
  }

  return {
    record: inner.record,
    push: (text, last) => inner.push(narrowed(rest + text, last), last),
    next: () => inner.next(),
    raw: () => inner.raw().replaceAll(stand, delimiter),
  }
}

/**
 * The delimiter of several characters of which a single one, found before, is only a part: whatever it leaves between
 * delimiters does not hold that one again, but for clock times. Null where there is none. `agrees` says how well a
 * delimiter cuts the sample into even records, 0–1.
 */
export function sniffWideDelimiter(
  sample: string,
  single: { delimiter: string; score: number },
  agrees: (delimiter: string) => number,
): string | null {
  const lines = sample.split('\n').length
  const isPartOf = (wide: string) => wide.includes(single.delimiter) || single.delimiter === 'whitespace'
  const found = wideDelimiters.find((wide) => {
    if (!sample.includes(wide) || (single.score >= 0.9 && !isPartOf(wide))) return false
    const left = sample.replaceAll(wide, '').replace(/\d{1,2}:\d{2}(:\d{2})?/g, '')
    const marks = single.delimiter === 'whitespace' ? 0 : left.split(single.delimiter).length - 1
    return (single.score < 0.9 || marks <= lines / 50) && agrees(wide) > 0.95
  })
  return found ?? null
}
