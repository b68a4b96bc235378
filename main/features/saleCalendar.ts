import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { dayMs } from '../base/calendar.ts'
import { resourcesFolder } from '../base/resources.ts'

const saleFile = z.object({
  fixed: z.record(z.string(), z.tuple([z.string(), z.string()])),
  blackFriday: z.object({ days: z.int().positive() }),
  chineseNewYear: z.object({ daysBefore: z.int().positive(), days: z.array(z.iso.date()) }),
})
type SaleFile = z.output<typeof saleFile>

/** Years with sale days; outside them there are none. */
const [firstYear, lastYear] = [1990, 2060]

/**
 * The days on which shops sell more than usual, by day number (days since 1970-01-01 in the project's zone): 618, 双11,
 * 双12, Black Friday to Cyber Monday, Christmas, the weeks before Chinese New Year; see `resources/saleEvents.json`. Their
 * dates are known years ahead, so looking at those after a cutoff is no leak.
 */
export interface SaleCalendar {
  isSale(day: number): boolean
  /** Days back from a day to the latest sale day before it, and on to the first one from it on; at most 366. */
  daysSince(day: number): number
  daysUntil(day: number): number
  /** Sale days among `length` days from a day on. */
  count(day: number, length: number): number
}

const farthest = 366
const dayNumber = (year: number, month: number, day: number) => Date.UTC(year, month - 1, day) / dayMs

/** A season of sales by its first and last day, both included. */
export interface SaleSeason {
  name: string
  year: number
  fromDay: number
  toDay: number
}

/** Every season of the years with sales. */
function seasonsOf({ fixed, blackFriday, chineseNewYear }: SaleFile): SaleSeason[] {
  const seasons: SaleSeason[] = []
  for (let year = firstYear; year <= lastYear; year++) {
    for (const [name, [from, to]] of Object.entries(fixed)) {
      seasons.push({ name, year, fromDay: monthDay(year, from), toDay: monthDay(year, to) })
    }
    const friday = fourthThursday(year) + 1
    seasons.push({ name: 'blackFriday', year, fromDay: friday, toDay: friday + blackFriday.days - 1 })
  }
  for (const date of chineseNewYear.days) {
    const newYear = Date.parse(date) / dayMs
    const days = { fromDay: newYear - chineseNewYear.daysBefore, toDay: newYear - 1 }
    seasons.push({ name: 'chineseNewYear', year: Number(date.slice(0, 4)), ...days })
  }
  return seasons
}

const monthDay = (year: number, text: string) => Date.parse(`${year}-${text}`) / dayMs

function fourthThursday(year: number): number {
  const first = dayNumber(year, 11, 1)
  // Day 0 was a Thursday.
  return first + ((7 - (first % 7)) % 7) + 21
}

let calendar: SaleCalendar | null = null
let seasons: SaleSeason[] | null = null

/** Read once. */
export function saleSeasons(): SaleSeason[] {
  seasons ??= seasonsOf(saleFile.parse(JSON.parse(readFileSync(join(resourcesFolder, 'saleEvents.json'), 'utf8'))))
  return seasons
}

/** Read once. */
export function saleCalendar(): SaleCalendar {
  calendar ??= createCalendar(saleSeasons())
  return calendar
}

function createCalendar(all: SaleSeason[]): SaleCalendar {
  const first = dayNumber(firstYear, 1, 1)
  const marks = new Uint8Array(dayNumber(lastYear + 1, 1, 1) - first)
  for (const { fromDay, toDay } of all) marks.fill(1, Math.max(0, fromDay - first), toDay - first + 1)
  const isSale = (day: number) => marks[day - first] === 1
  const steps = (from: number, direction: 1 | -1) => {
    let away = 0
    while (away < farthest && !isSale(from + direction * away)) away++
    return away
  }
  return {
    isSale,
    daysSince: (day) => Math.min(farthest, steps(day - 1, -1) + 1),
    daysUntil: (day) => steps(day, 1),
    count(day, length) {
      let found = 0
      for (let i = 0; i < length; i++) if (isSale(day + i)) found++
      return found
    },
  }
}
