import { createCalendar } from '../base/calendar.ts'
import { createTimeReader } from './dates.ts'
import { openRecords, type Readable } from './records.ts'
import { createSieve } from './sieve.ts'
import type { Ambiguity, FileFormat } from './types.ts'

/** Dates of a column that can only be read one way. */
interface Votes {
  column: string
  index: number
  dayFirst: number
  monthFirst: number
}

/**
 * Settles what the rows looked at left open: whether dates are day first or month first is decided by every row of the file.
 * Where even these fit both, or some fit one and some the other, it stays said.
 */
export async function settleByWholeFile(
  file: Readable,
  ambiguities: Ambiguity[],
): Promise<{ format: FileFormat; ambiguities: Ambiguity[] }> {
  const open = ambiguities.filter(({ code }) => code === 'dayMonthOrder')
  const columns = open.flatMap(({ column }) => {
    const index = column === null ? -1 : file.columns.indexOf(column)
    return column === null || index < 0 ? [] : [{ column, index, dayFirst: 0, monthFirst: 0 }]
  })
  if (columns.length === 0) return { format: file.format, ambiguities }
  await countVotes(file, columns)
  const dates = { ...file.format.dates }
  const rest = ambiguities.filter(({ code }) => code !== 'dayMonthOrder')
  for (const { column, dayFirst, monthFirst } of columns) {
    if (dayFirst !== monthFirst) dates[column] = dayFirst > monthFirst ? 'dayFirst' : 'monthFirst'
    const chosen = dates[column]
    if (dayFirst === 0 && monthFirst === 0) rest.push({ code: 'dayMonthOrder', column, chosen })
    else if (Math.min(dayFirst, monthFirst) > 0) rest.push({ code: 'dayMonthMixed', column, chosen })
  }
  return { format: { ...file.format, dates }, ambiguities: rest }
}

async function countVotes(file: Readable, columns: Votes[]): Promise<void> {
  const utc = createCalendar('UTC')
  const [dayFirst, monthFirst] = [createTimeReader('dayFirst', utc), createTimeReader('monthFirst', utc)]
  const sieve = createSieve(file.format)
  for await (const { records, part } of openRecords(file)) {
    while (records.next()) {
      const { record } = records
      if (sieve.aside(record, part) !== null || record.problem) continue
      for (const votes of columns) {
        if (votes.index >= record.count) continue
        const value = record.text.slice(record.starts[votes.index], record.ends[votes.index]).trim()
        const isDayFirst = !Number.isNaN(dayFirst(value, 0, value.length))
        const isMonthFirst = !Number.isNaN(monthFirst(value, 0, value.length))
        if (isDayFirst && !isMonthFirst) votes.dayFirst++
        if (isMonthFirst && !isDayFirst) votes.monthFirst++
      }
    }
  }
}
