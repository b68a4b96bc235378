import type { DateStyle, DecimalMark } from '../types.ts'

export const attributeTypes = ['text', 'number', 'boolean', 'date'] as const
export type AttributeType = (typeof attributeTypes)[number]

/** As it is stored: numbers where the file's column was one, else texts. */
export type AttributeValue = string | number | boolean | null

/** How an attribute is to be read. */
export interface AttributeReading {
  as: AttributeType
  decimal: DecimalMark
  /** How its dates are written. */
  dates: DateStyle
}

/** What reading an attribute as a type gives. */
export interface AttributePreview {
  /** Customers who have it. */
  users: number
  readable: number
  /** Values that the type can't take, the most frequent first, at most 20. */
  unreadable: { value: string; users: number }[]
  /** Up to 20 different values and what they become; dates as UTC milliseconds. */
  examples: { value: AttributeValue; read: AttributeValue }[]
}
