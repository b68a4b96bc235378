import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { ReportFilters } from '../../../main/report/definition.ts'
import { call } from '../client/client.ts'
import { useQuery } from '../composables/useAsync.ts'
import { useProject } from '../composables/useProject.ts'

/** The categories and brands that a report can be about. */
export function useReportFilters(filters: () => ReportFilters) {
  const { t } = useI18n()
  const project = useProject()
  const changed = [() => project.revision, () => project.asOf]
  const categories = useQuery(() => call('insight.categories', { asOf: project.asOf }), ...changed)
  const brands = useQuery(
    () => {
      const { categoryId, windowDays } = filters()
      return call('insight.loyalty', { categoryId, windowDays, asOf: project.asOf, runId: null })
    },
    ...[() => filters().categoryId, () => filters().windowDays, ...changed],
  )
  const categoryOptions = computed(() => [
    { value: 0, label: t('loyalty.everything') },
    ...(categories.state.value ?? []).map((choice) => ({
      value: choice.categoryId,
      label: t('loyalty.categoryOption', { category: choice.category, brands: choice.brands }),
    })),
  ])
  const brandOptions = computed(() =>
    (brands.state.value?.brands ?? []).map(({ brandId, brand }) => ({ value: brandId, label: brand })),
  )
  return { categoryOptions, brandOptions }
}
