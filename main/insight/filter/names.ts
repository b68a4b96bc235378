import type { Ledger, Named } from '../ledger/types.ts'
import type { ShopFilter } from './types.ts'

/** Names of the brands and categories that a filter speaks of, by their ids: empty for "no category"; what is not there any more is absent. */
export interface FilterNames {
  brands: Record<number, string>
  categories: Record<number, string>
}

export function filterNames({ brands, categories }: Ledger, filter: ShopFilter): FilterNames {
  const all = [filter, ...filter.acts]
  return {
    brands: namesOf(brands, all.flatMap((one) => one.brands)), // prettier-ignore
    categories: namesOf(categories, all.flatMap((one) => one.categories)), // prettier-ignore
  }
}

function namesOf({ ids, names }: Named, chosen: number[]): Record<number, string> {
  return Object.fromEntries(
    chosen.flatMap((id): [number, string][] => {
      const at = ids.indexOf(id)
      return at < 0 ? [] : [[id, names[at]]]
    }),
  )
}
