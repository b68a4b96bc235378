/** What the number of a cell stands for, by its format. */
export type NumberMeaning = { kind: 'number' } | { kind: 'time' } | { kind: 'padded'; digits: number }

const number: NumberMeaning = { kind: 'number' }
const time: NumberMeaning = { kind: 'time' }

/** ECMA-376 part 1, 18.8.30; 27–36 and 50–58 are dates and times in East Asian locales. 46 is a duration. */
export const meaningOfBuiltIn = (id: number): NumberMeaning =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id === 45 || id === 47 || (id >= 50 && id <= 58) ? time : number

/** `yyyy"年"m"月"` is a date, `[h]:mm` a duration, `00000` a number padded with zeros: a code. */
export function meaningOfFormat(format: string): NumberMeaning {
  if (/^0{2,}$/.test(format)) return { kind: 'padded', digits: format.length }
  const [positive] = format.split(';')
  if (/\[(h+|m+|s+)\]/i.test(positive)) return number
  const bare = positive.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
  return /[ymdhs]/i.test(bare.replace(/general|am\/pm|a\/p/gi, '')) ? time : number
}

const dayMs = 86_400_000

/** An Excel serial as `2024-05-01`, `2024-05-01 10:00:00` or, below one day, `10:00:00`. */
export function dateText(serial: number, from1904: boolean): string {
  if (!(serial >= 0 && serial < 2_958_466)) return String(serial)
  // Serial 60 is 29 February 1900, a day that never was: the days before it count from a day later.
  const origin = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30)
  const nearSecond = Math.round(serial * 86_400) * 1000
  const ms = Math.abs(nearSecond - serial * dayMs) < 2 ? nearSecond : Math.round(serial * dayMs)
  const text = new Date(origin + ms).toISOString()
  const clock = text.slice(11, text.endsWith('.000Z') ? 19 : 23)
  if (serial < 1 && serial > 0) return clock
  return ms % dayMs === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${clock}`
}
