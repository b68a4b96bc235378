import type { Calendar } from '../base/calendar.ts'
import type { Codes } from './codes.ts'
import { createWallClock } from './dates.ts'

const zero = 48

/**
 * Reads `2024-05-01`, `2024-05-01 10:30` and `2024-05-01T10:30:45` by their code units, all digits written out, as UTC
 * milliseconds: what most files hold. NaN for whatever else there is.
 */
export function createPlainTimeReader(calendar: Calendar): (codes: Codes, start: number, end: number) => number {
  const wallClock = createWallClock(calendar)
  return (codes, start, end) => {
    const length = end - start
    if (length !== 19 && length !== 10 && length !== 16) return NaN
    if (codes[start + 4] !== 45 || codes[start + 7] !== 45) return NaN
    const year = twoDigits(codes, start) * 100 + twoDigits(codes, start + 2)
    const month = twoDigits(codes, start + 5)
    const day = twoDigits(codes, start + 8)
    if (year !== year || month !== month || day !== day) return NaN
    if (length === 10) return wallClock(year, month, day, 0)
    const gap = codes[start + 10]
    if ((gap !== 32 && gap !== 84) || codes[start + 13] !== 58) return NaN
    const hour = twoDigits(codes, start + 11)
    const minute = twoDigits(codes, start + 14)
    if (length === 19 && codes[start + 16] !== 58) return NaN
    const second = length === 19 ? twoDigits(codes, start + 17) : 0
    if (!(hour <= 24 && minute <= 59 && second <= 60)) return NaN
    return wallClock(year, month, day, ((hour * 60 + minute) * 60 + second) * 1000)
  }
}

function twoDigits(codes: Codes, at: number): number {
  const tens = codes[at] - zero
  const units = codes[at + 1] - zero
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : NaN
}
