import { computed, shallowRef, type Ref } from 'vue'
import type { BrowseColumn, BrowseTable } from '../../../main/dataset/browse/types.ts'

const remembered = 'assay.rowColumns'

type Choice = Partial<Record<BrowseTable, string[]>>

/** Which columns of a table are shown, remembered on this workstation. */
export function useShownColumns(table: Ref<BrowseTable>, columns: Ref<BrowseColumn[]>) {
  const choice = shallowRef<Choice>(recall())

  const shown = computed({
    get() {
      const names = columns.value.map(({ name }) => name)
      const chosen = choice.value[table.value]?.filter((name) => names.includes(name)) ?? []
      return chosen.length > 0 ? chosen : columns.value.filter(({ isExtra }) => !isExtra).map(({ name }) => name)
    },
    set(names: string[]) {
      const inOrder = columns.value.map(({ name }) => name).filter((name) => names.includes(name))
      choice.value = { ...choice.value, [table.value]: inOrder }
      localStorage.setItem(remembered, JSON.stringify(choice.value))
    },
  })
  return { shown }
}

function recall(): Choice {
  try {
    return (JSON.parse(localStorage.getItem(remembered) ?? '{}') ?? {}) as Choice
  } catch {
    return {}
  }
}
