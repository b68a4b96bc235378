import type { Condition, RowFilter } from '../../../main/dataset/browse/types.ts'
import type { Days } from '../../../main/insight/customers/types.ts'
import { useShopFilter } from '../insight/useShopFilter.ts'

/**
 * The purchases that the page's filter means, as a choice of rows. Rows know nothing of a customer's region, gender and
 * channel: that part of the filter cannot be carried over.
 */
export function useFilteredRows(): (days: Days | null, further?: Condition[]) => RowFilter {
  const shop = useShopFilter()
  const labels = (list: 'brands' | 'categories') =>
    (shop.choices?.[list] ?? [])
      .filter(({ value }) => shop.filter[list].includes(Number(value)))
      .map(({ label }) => label)
  return (days, further = []) => {
    const named = (['brands', 'categories'] as const).flatMap((list): Condition[] => {
      const values = labels(list)
      return values.length > 0 ? [{ kind: 'oneOf', column: list === 'brands' ? 'brand' : 'category', values }] : []
    })
    const spanned: Condition[] = days ? [{ kind: 'dates', column: 'time', from: days.from, to: days.to }] : []
    const bought: Condition = { kind: 'oneOf', column: 'kind', values: ['purchase'] }
    return { table: 'acts', search: '', conditions: [bought, ...spanned, ...named, ...further] }
  }
}
