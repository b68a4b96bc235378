import { useRouter } from 'vue-router'
import type { Condition } from '../../../main/dataset/browse/types.ts'
import { rowsRoute } from '../browse/rowQuery.ts'

/** Purchases that figures about brands count: days, and a category where there is one. */
export interface BrandScope {
  from: string
  to: string
  category: string | null
}

/**
 * Opens the purchases of brands, each customer's together; of all brands where none is named. Rows know nothing of a customer's
 * region, gender and channel: that part of the filter cannot be carried over.
 */
export function useBrandRows(scope: () => BrandScope) {
  const router = useRouter()
  return (brands: string[], further: Condition[] = []) => {
    const { from, to, category } = scope()
    const oneOf = (column: string, values: string[]): Condition[] =>
      values.length > 0 ? [{ kind: 'oneOf', column, values }] : []
    const conditions: Condition[] = [
      ...oneOf('kind', ['purchase']),
      { kind: 'dates', column: 'time', from, to },
      ...oneOf('category', category === null ? [] : [category]),
      ...oneOf('brand', brands),
      ...further,
    ]
    return router.push(rowsRoute({ table: 'acts', search: '', conditions }, { column: 'user', descending: false }))
  }
}
