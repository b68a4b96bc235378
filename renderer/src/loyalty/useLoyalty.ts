import { computed, ref, watch } from 'vue'
import { call } from '../client/client.ts'
import { useQuery } from '../composables/useAsync.ts'
import { useProject } from '../composables/useProject.ts'

/** What the loyalty page shows: a category, a window of days and a brand, and what is known of each. */
export function useLoyalty() {
  const project = useProject()
  const categoryId = ref<number | null>(null)
  const windowDays = ref(365)
  const chosenBrandId = ref<number | null>(null)
  watch(
    () => project.state?.path,
    () => {
      categoryId.value = null
      chosenBrandId.value = null
    },
  )

  const changed = () => project.revision
  const scope = () => ({ categoryId: categoryId.value, windowDays: windowDays.value })
  const categories = useQuery(() => call('insight.categories', {}), changed)
  const overview = useQuery(
    () => call('insight.loyalty', { ...scope(), runId: project.runId }),
    ...[categoryId, windowDays, () => project.runId, changed],
  )
  const switching = useQuery(
    () => call('insight.switching', { ...scope(), brands: 6 }),
    ...[categoryId, windowDays, changed],
  )

  const brands = computed(() => overview.state.value?.brands ?? [])
  /** The chosen brand where the scope holds it, else the largest. */
  const brand = computed(
    () => brands.value.find(({ brandId }) => brandId === chosenBrandId.value) ?? brands.value[0] ?? null,
  )
  const brandId = computed(() => brand.value?.brandId ?? null)
  const details = useQuery(
    async () => (brandId.value === null ? null : call('insight.brand', { ...scope(), brandId: brandId.value, runId: project.runId })), // prettier-ignore
    ...[brandId, () => overview.state.value],
  )

  return { categoryId, windowDays, chosenBrandId, categories, overview, switching, brands, brand, brandId, details }
}
