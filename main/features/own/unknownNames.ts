import type { Database } from 'better-sqlite3'
import { AssayError } from '../../base/errors.ts'
import { categoryNamesOf } from './matching.ts'
import { readFilterNames, unknownProducts } from './ownTaskStore.ts'
import type { ActFilter } from './types.ts'

/** Throws `input.invalid` for a filter that names what the project does not have: nobody could ever fulfil it. */
export function refuseUnknownNames(database: Database, filters: (ActFilter & { name: string })[]): void {
  if (filters.length === 0) return
  const { types, categories, brands } = readFilterNames(database)
  const known = {
    types: new Set([...types, 'purchase']),
    categories: new Set(categoryNamesOf(['', ...categories]).flat()),
    brands: new Set(brands),
  }
  const wordsOf = {
    types: 'types of acts that occur',
    categories: 'categories of products',
    brands: 'brands of products',
  }
  for (const { name, products, ...named } of filters) {
    for (const what of ['types', 'categories', 'brands'] as const) {
      const unknown = named[what].find((word) => !known[what].has(word))
      if (unknown !== undefined) refuse(name, wordsOf[what], unknown)
    }
    const [unknown] = unknownProducts(database, products)
    if (unknown !== undefined) refuse(name, 'ids of products', unknown)
  }
}

function refuse(field: string, expected: string, found: string): never {
  throw new AssayError('input.invalid', { field, problem: `${expected}, not ${found}` })
}
