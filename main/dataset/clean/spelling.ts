/** One writing of what is written in many: width, case, accents, blanks and punctuation aside. Empty where nothing is left. */
export const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** What shops put behind a brand's name without meaning another brand. */
const additions =
  /(官方旗舰店|官方店|旗舰店|专卖店|专营店|官方|officialstore|official|flagshipstore|incorporated|inc|ltd|llc|gmbh)$/u

export function plainBrand(name: string): string {
  const text = plain(name)
  const bare = text.replace(additions, '')
  return bare === '' ? text : bare
}

/** Lower-cased, without blanks; empty for what is no address. */
export function plainEmail(text: string): string {
  const email = text.normalize('NFKC').trim().toLowerCase()
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? email : ''
}

/** The last ten digits of at least seven, so that codes of countries do not count; empty for what is no number. */
export function plainPhone(text: string): string {
  const digits = text.normalize('NFKC').replace(/\D/g, '')
  const isRepeated = /^(\d)\1*$/.test(digits) // 0000000: a cell that had to be filled
  return digits.length >= 7 && digits.length <= 15 && !isRepeated ? digits.slice(-10) : ''
}

/** An id without what spreadsheets do to it: case, blanks, a decimal 0. */
export const plainId = (text: string): string => text.normalize('NFKC').trim().toLowerCase().replace(/\.0+$/, '')

/** The text with each one of its characters taken out: texts at most one edit apart share one of these, or the text itself. */
export function withoutOne(text: string): string[] {
  const characters = [...text]
  return characters.map((_, i) => characters.filter((_character, at) => at !== i).join(''))
}

/** Whether two different texts are one character apart that was changed, added, left out or swapped with the next, no digit. */
export function isTypo(a: string, b: string): boolean {
  const [short, long] = [[...a], [...b]].sort((x, y) => x.length - y.length)
  let start = 0
  while (start < short.length && short[start] === long[start]) start++
  let end = 0
  while (end < short.length - start && short.at(-1 - end) === long.at(-1 - end)) end++
  const [left, right] = [short.slice(start, short.length - end), long.slice(start, long.length - end)]
  if ([...left, ...right].some((character) => /\p{N}/u.test(character))) return false
  const isOneEdit = left.length <= 1 && right.length === 1
  const isSwap = left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]
  return isOneEdit || isSwap
}
