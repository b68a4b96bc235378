import { computed } from 'vue'
import { useProject } from '../composables/useProject.ts'
import { useShopFilter } from '../insight/useShopFilter.ts'

/** What every question about products is asked with, and what makes a page ask it again. */
export function useProductQuery() {
  const project = useProject()
  const shop = useShopFilter()
  const question = computed(() => ({ filter: shop.filter, asOf: project.asOf, runId: project.runId }))
  return { question, changed: [question, () => project.revision] as const }
}
