import { createCalendar, type Calendar } from '../../../base/calendar.ts'
import { parseBoolean } from '../../cells.ts'
import { createTimeReader } from '../../dates.ts'
import { isMissing } from '../../missing.ts'
import { createNumberReader } from '../../numbers.ts'
import type { DateStyle, DecimalMark } from '../../types.ts'

/** A cell is there, but is not what an expression needs. The row can't be trusted and becomes a reject. */
export const unreadable: unique symbol = Symbol('unreadable')

/** What evaluating gives: null is missing; dates are UTC milliseconds. */
export type Value = number | string | boolean | null | typeof unreadable

/** How the cells of a file are to be read. Plain data, settled once for the whole file. */
export interface Reading {
  decimal: DecimalMark
  timezone: string
  /** Columns whose dates are written otherwise than 2024-05-01. */
  dates: Record<string, DateStyle>
}

/** The readings of a cell that expressions can ask for. */
export interface CellReaders {
  calendar: Calendar
  text(cell: string): Value
  number(cell: string): Value
  boolean(cell: string): Value
  /** In the style of the column, ISO where none is named. */
  date(column: string): (cell: string) => Value
  dateIn(style: DateStyle): (cell: string) => Value
  /** A value as a cell of the file, so that the rest of the import reads it as it reads the others. */
  write(value: number): string
}

export function createCellReaders({ decimal, timezone, dates }: Reading): CellReaders {
  const calendar = createCalendar(timezone)
  const readNumber = createNumberReader(decimal)
  const present = (read: (text: string) => Value) => (cell: string) => {
    const text = cell.trim()
    return isMissing(text, 0, text.length) ? null : read(text)
  }
  const known = (value: number): Value => (Number.isNaN(value) ? unreadable : value)
  const dateIn = (style: DateStyle) => {
    const read = createTimeReader(style, calendar)
    return present((text) => known(read(text, 0, text.length)))
  }
  return {
    calendar,
    text: present((text) => text),
    number: present((text) => known(readNumber(text, 0, text.length))),
    boolean: present((text) => {
      const value = parseBoolean(text, 0, text.length)
      return Number.isNaN(value) ? unreadable : value === 1
    }),
    date: (column) => dateIn(dates[column] ?? 'iso'),
    dateIn,
    write: (value) => (decimal === '.' ? `${value}` : `${value}`.replace('.', decimal)),
  }
}

/** Numbers beyond what a double holds, and what division by zero gives, are missing. */
export const finite = (value: number): Value => (Number.isFinite(value) ? value : null)
