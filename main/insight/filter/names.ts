import type { Ledger, Named } from '../ledger/types.ts'
import type { ShopFilter } from './types.ts'

/** Names of the brands and categories of a filter, in its order: empty for "no category", null for what is not there any more. */
export interface FilterNames {
  brands: (string | null)[]
  categories: (string | null)[]
}

export function filterNames({ brands, categories }: Ledger, filter: ShopFilter): FilterNames {
  return { brands: namesOf(brands, filter.brands), categories: namesOf(categories, filter.categories) }
}

function namesOf({ ids, names }: Named, chosen: number[]): (string | null)[] {
  return chosen.map((id) => names[ids.indexOf(id)] ?? null)
}
