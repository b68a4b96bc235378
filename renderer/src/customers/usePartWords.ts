import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CustomerPart } from '../../../main/insight/customers/types.ts'
import { useFormat } from '../composables/useFormat.ts'
import { useShopFilter } from '../insight/useShopFilter.ts'
import { partWords } from './parts.ts'

/** Words a part of a chart; brands by the names that the filter offers. */
export function usePartWords() {
  const { t } = useI18n()
  const format = useFormat()
  const shop = useShopFilter()
  const nameOf = (list: 'brands' | 'categories', id: number) =>
    shop.choices?.[list].find(({ value }) => value === id)?.label ?? `#${id}`
  return computed(() => (part: CustomerPart) => partWords(part, { t, format: format.value, nameOf }))
}
