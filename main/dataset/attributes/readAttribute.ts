import { createCellReaders, type unreadable } from '../shape/expression/values.ts'
import type { AttributeReading, AttributeValue } from './types.ts'

export type AttributeReader = (value: AttributeValue) => AttributeValue | typeof unreadable

/**
 * Reads a customer's attribute as another type than it was imported as, without importing again: the raw value stays as it is.
 * Dates come out as UTC milliseconds; `unreadable` is what the type can't take.
 */
export function createAttributeReader({ as, decimal, dates }: AttributeReading, timezone: string): AttributeReader {
  const readers = createCellReaders({ decimal, timezone, dates: {} })
  const isText = as === 'text' || as === 'category'
  const read = as === 'date' ? readers.dateIn(dates) : readers[as === 'category' ? 'text' : as]
  return (value) => {
    if (value === null) return null
    if (as === 'number' && typeof value === 'number') return value
    // A number was read from the file already: its digits have the decimal point of JSON, not of the file.
    return read(typeof value === 'number' && !isText ? readers.write(value) : `${value}`)
  }
}
