import { computed, ref, shallowRef, watch } from 'vue'
import type { CategoryChoice } from '../../../main/insight/types.ts'
import { call } from '../client/client.ts'
import { useQuery } from '../composables/useAsync.ts'
import { useProject } from '../composables/useProject.ts'
import { useShopFilter } from '../insight/useShopFilter.ts'

/** The largest category, or the one that most buyers of the filter's brands bought them in. */
const mainCategory = (categories: CategoryChoice[]): CategoryChoice | undefined =>
  categories.toSorted((a, b) => b.namedBuyers - a.namedBuyers || b.buyers - a.buyers).at(0)

/** What the loyalty page shows under the filter that all pages share: a category, a brand, and what is known of each. */
export function useLoyalty() {
  const project = useProject()
  const shop = useShopFilter()
  /** The whole shop was asked for; else, with nothing said, the category that the filter speaks of, or the largest. */
  const wholeShop = ref(false)
  const chosenBrandId = ref<number | null>(null)
  watch(
    () => project.state?.path,
    () => {
      wholeShop.value = false
      chosenBrandId.value = null
    },
  )

  const changed = [() => shop.filter, () => project.revision, () => project.asOf]
  const question = () => ({ categoryId: categoryId.value, filter: shop.filter, asOf: project.asOf })
  const categories = useQuery(() => call('insight.categories', { filter: shop.filter, asOf: project.asOf }), ...changed)
  const known = () => categories.state.value !== null
  // Brands compete within a category: figures over the whole shop mix markets that have nothing to do with each other.
  const categoryId = computed(() => {
    const { categories: chosen } = shop.filter
    if (chosen.length > 0) return chosen.length === 1 ? chosen[0] : null
    return wholeShop.value ? null : (mainCategory(categories.state.value ?? [])?.categoryId ?? null)
  })
  const overview = useQuery(
    async () => (known() ? call('insight.loyalty', { ...question(), runId: project.runId }) : null),
    ...[known, categoryId, () => project.runId, ...changed],
  )
  const switching = useQuery(
    async () => (known() ? call('insight.switching', { ...question(), brands: 6 }) : null),
    ...[known, categoryId, ...changed],
  )

  const brands = computed(() => overview.state.value?.brands ?? [])
  /** The chosen brand where the scope holds it, else the first one that the filter names, else the largest. */
  const brand = computed(() => {
    const named = (id: number | null | undefined) => brands.value.find(({ brandId }) => brandId === id)
    return named(chosenBrandId.value) ?? named(shop.filter.brands[0]) ?? brands.value[0] ?? null
  })
  const brandId = computed(() => brand.value?.brandId ?? null)
  /** What is asked of the chosen brand; another one only with another answer of the market, so that nothing is asked twice. */
  const brandQuestion = shallowRef<ReturnType<typeof question> & { brandId: number }>()
  watch(
    [brandId, () => overview.state.value],
    () => (brandQuestion.value = brandId.value === null ? undefined : { ...question(), brandId: brandId.value }),
    { immediate: true },
  )
  const details = useQuery(
    async () => (brandId.value === null ? null : call('insight.brand', { ...question(), brandId: brandId.value, runId: project.runId })), // prettier-ignore
    ...[brandId, () => overview.state.value],
  )

  function chooseCategory(id: number | null): void {
    wholeShop.value = id === null
    shop.change({ categories: id === null ? [] : [id] })
  }

  return {
    categoryId,
    chooseCategory,
    chosenBrandId,
    categories,
    overview,
    switching,
    brands,
    brand,
    brandId,
    brandQuestion,
    details,
  }
}
