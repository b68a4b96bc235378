import type { FileColumn } from '../types.ts'
import { normalise, synonymsOf } from '../words.ts'

/** Columns of a file and some of its records, trimmed. */
export interface ShapeSample {
  columns: FileColumn[]
  rows: string[][]
}

const namesOf = (field: string) =>
  new Set(synonymsOf('orders').flatMap((synonym) => (synonym.field === field ? synonym.names : [])))
const productNames = new Set([...namesOf('product_id'), ...namesOf('title')])
const amountNames = namesOf('amount')
const allNames = new Set(synonymsOf('orders').flatMap(({ names }) => names))

/** Whether a column's name is one under which a product is known. */
export const isProductName = (name: string): boolean => productNames.has(normalise(name))

/** Whether a column's name is known at all. */
export const isKnownName = (name: string): boolean => allNames.has(normalise(name))

/** The money of a whole order, that has to be split when its items become rows. */
export const amountColumn = ({ columns }: ShapeSample): string | undefined =>
  columns.find(({ name, type }) => amountNames.has(normalise(name)) && (type === 'number' || type === 'integer'))?.name

/** A name that the file does not have yet. */
export const freeName = ({ columns }: ShapeSample, name: string): string =>
  columns.some((column) => column.name === name) ? `item_${name}` : name
