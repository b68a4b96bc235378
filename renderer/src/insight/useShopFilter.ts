import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { FilterChoices, SavedFilter, ShopFilter } from '../../../main/insight/filter/types.ts'
import { call } from '../client/client.ts'
import { useProject } from '../composables/useProject.ts'

/** A list of choices of the filter. */
export type FilterList = 'brands' | 'categories' | 'regions' | 'genders' | 'channels'
export const filterLists: readonly FilterList[] = ['brands', 'categories', 'regions', 'genders', 'channels']

const everything = (): ShopFilter => ({
  period: { days: null },
  comparison: 'none',
  ...{ brands: [], categories: [], regions: [], genders: [], channels: [], acts: [] },
})

/** What all pages of insight are narrowed to, what it can be narrowed to, and the filters that have a name. */
export const useShopFilter = defineStore('shopFilter', () => {
  const project = useProject()
  /** Replaced, never changed in place: commands are given it as it is. */
  const filter = shallowRef<ShopFilter>(everything())
  const choices = shallowRef<FilterChoices | null>(null)
  const saved = shallowRef<SavedFilter[]>([])

  const isNarrowed = computed(() => JSON.stringify(filter.value) !== JSON.stringify(everything()))

  watch(
    () => project.state?.path,
    () => {
      filter.value = everything()
      choices.value = null
    },
  )

  /** Reads what can be chosen, of the data as they are looked at; called by whoever shows it. */
  async function load(): Promise<void> {
    const [found, named] = await Promise.all([
      call('insight.filterChoices', { asOf: project.asOf }),
      call('insight.filters', {}),
    ])
    choices.value = found
    saved.value = named
  }

  const change = (changes: Partial<ShopFilter>) => (filter.value = { ...filter.value, ...changes })
  const clear = () => (filter.value = everything())
  /** Adds a choice to a list, or takes it away: what a click on a chart does. */
  function toggle(list: FilterList, value: number | string): void {
    const chosen = filter.value[list] as (number | string)[]
    const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]
    filter.value = { ...filter.value, [list]: next }
  }

  const save = async (name: string) => (saved.value = await call('insight.saveFilter', { name, filter: filter.value }))
  const remove = async (id: number) => (saved.value = await call('insight.deleteFilter', { id }))
  const use = (one: SavedFilter) => (filter.value = { ...one.filter })

  return { filter, choices, saved, isNarrowed, load, change, clear, toggle, save, remove, use }
})
