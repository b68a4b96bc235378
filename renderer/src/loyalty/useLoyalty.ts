import { computed, ref, watch } from 'vue'
import { call } from '../client/client.ts'
import { useQuery } from '../composables/useAsync.ts'
import { useProject } from '../composables/useProject.ts'

/** What the loyalty page shows: a category, a window of days and a brand, and what is known of each. */
export function useLoyalty() {
  const project = useProject()
  /** Null: the whole shop; undefined: nothing said, so the largest category. */
  const chosenCategoryId = ref<number | null | undefined>(undefined)
  const windowDays = ref(365)
  const chosenBrandId = ref<number | null>(null)
  watch(
    () => project.state?.path,
    () => {
      chosenCategoryId.value = undefined
      chosenBrandId.value = null
    },
  )

  const changed = [() => project.revision, () => project.asOf]
  const scope = () => ({ categoryId: categoryId.value, windowDays: windowDays.value, asOf: project.asOf })
  const categories = useQuery(() => call('insight.categories', { asOf: project.asOf }), ...changed)
  const known = () => categories.state.value !== null
  // Brands compete within a category: figures over the whole shop mix markets that have nothing to do with each other.
  const categoryId = computed(() =>
    chosenCategoryId.value === undefined ? (categories.state.value?.[0]?.categoryId ?? null) : chosenCategoryId.value,
  )
  const overview = useQuery(
    async () => (known() ? call('insight.loyalty', { ...scope(), runId: project.runId }) : null),
    ...[known, categoryId, windowDays, () => project.runId, ...changed],
  )
  const switching = useQuery(
    async () => (known() ? call('insight.switching', { ...scope(), brands: 6 }) : null),
    ...[known, categoryId, windowDays, ...changed],
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

  const chooseCategory = (id: number | null) => (chosenCategoryId.value = id)

  return {
    categoryId,
    chooseCategory,
    windowDays,
    chosenBrandId,
    categories,
    overview,
    switching,
    brands,
    brand,
    brandId,
    details,
  }
}
