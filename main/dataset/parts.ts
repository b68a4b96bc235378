import type { Inspection } from './types.ts'

type Part = Pick<Inspection, 'header' | 'columns'>

/**
 * Whether a file is a further part of a table of which `first` holds the header: as many columns, and a first row that names none
 * of them. What its columns are called is then what the first calls them.
 */
export function isFurtherPart(first: Part, next: Part): boolean {
  if (!first.header || first.columns.length !== next.columns.length) return false
  const names = new Set(first.columns.map(({ name }) => name))
  return !next.columns.some(({ name }) => names.has(name))
}
