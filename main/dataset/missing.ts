import type { CodedText } from './codes.ts'

/** Words that exports write where there is no value. `NA` is not among them: it is North America, too. */
const missingWords = new Set([
  ...['NULL', 'null', 'Null', '\\N', 'NaN', 'nan', 'NaT', 'N/A', 'n/a', '(null)', '(not set)'],
  // What spreadsheets show in the place of a formula's value.
  ...['#N/A', '#DIV/0!', '#REF!', '#VALUE!', '#NAME?', '#NUM!', '#NULL!'],
])
const longest = Math.max(...[...missingWords].map((word) => word.length))
/** By code: 1 where a missing word begins so. Every cell asks, and a table answers faster than a set. */
const beginnings = new Uint8Array(128)
for (const word of missingWords) beginnings[word.charCodeAt(0)] = 1

/** Whether `text.slice(start, end)`, already trimmed, says that there is no value. */
export function isMissing(text: string, start: number, end: number): boolean {
  if (end <= start) return true
  return end - start <= longest && beginnings[text.charCodeAt(start)] === 1 && missingWords.has(text.slice(start, end))
}

/** The same of a text whose code units are at hand. */
export function isMissingCode({ text, codes }: CodedText, start: number, end: number): boolean {
  if (end <= start) return true
  return end - start <= longest && beginnings[codes[start]] === 1 && missingWords.has(text.slice(start, end))
}

/** Blanks that are trimmed off every value: ASCII up to 32, no-break, ideographic, byte order mark. */
export const isBlankCode = (code: number): boolean =>
  code <= 32 || (code >= 160 && (code === 160 || code === 0x3000 || code === 0xfeff))
