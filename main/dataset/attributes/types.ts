import type { DateStyle, DecimalMark } from '../types.ts'

/** A `text` is words of its own for everyone; a `category` is one of a few that many share. */
export const attributeTypes = ['number', 'date', 'boolean', 'category', 'text'] as const
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

/** An attribute that customers in force have. */
export interface Attribute {
  name: string
  /** Customers who have it. */
  users: number
  /** As it was declared; null where it is taken as the files write it. */
  reading: AttributeReading | null
  /** Customers whose value the declared type cannot take: it counts as missing. */
  unreadable: number
}

/** What reading an attribute as a type gives. */
export interface AttributePreview {
  /** As it was asked for; what was left open is what reads most of the values. */
  reading: AttributeReading
  /** Customers who have it. */
  users: number
  readable: number
  /** Values that the type can't take, the most frequent first, at most 20. */
  unreadable: { value: string; users: number }[]
  /** Up to 20 different values and what they become; dates as UTC milliseconds. */
  examples: { value: AttributeValue; read: AttributeValue }[]
}
