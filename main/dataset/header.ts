import { isMissing } from './missing.ts'
import { parseDecorated } from './numbers.ts'
import { importKinds } from './types.ts'
import { normalise, synonymsOf } from './words.ts'

const knownNames = new Set(importKinds.flatMap((kind) => synonymsOf(kind).flatMap(({ names }) => names)))

/** How many cells of a row are names that exports give their columns. */
export const countKnownNames = (cells: string[]): number =>
  cells.filter((cell) => knownNames.has(normalise(cell))).length

/** Whether the first record names the columns: its cells are words, and known ones or ones that no cell below repeats. */
export function sniffHeader(records: string[][]): boolean {
  const [first, ...below] = records
  const cells = first.filter((cell) => cell !== '')
  if (cells.length === 0 || cells.some(isValue)) return false
  if (cells.some((cell) => knownNames.has(normalise(cell)))) return true
  if (new Set(cells).size < cells.length) return false
  if (below.length === 0) return true
  const hasNumbers = first.some((_, i) => below.filter((row) => row[i] && isValue(row[i])).length > below.length / 2)
  return hasNumbers || first.every((cell, i) => !below.some((row) => row[i] === cell))
}

/** A number, a date, or a word for "no value": what no column is called. */
export const isValue = (cell: string): boolean =>
  isMissing(cell, 0, cell.length) ||
  !Number.isNaN(parseDecorated(cell, '.')) ||
  !Number.isNaN(parseDecorated(cell, ',')) ||
  /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.test(cell)
