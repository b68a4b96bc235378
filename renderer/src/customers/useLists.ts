import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { SavedList } from '../../../main/insight/customers/types.ts'
import { call } from '../client/client.ts'
import { useProject } from '../composables/useProject.ts'

export interface Lists {
  all: ShallowRef<SavedList[]>
  /** Grows with every change of a list: what shows one reloads on it. */
  revision: Ref<number>
  load(): Promise<void>
}

/** The sets of customers that have a name. */
export function useLists(): Lists {
  const project = useProject()
  const all = shallowRef<SavedList[]>([])
  const revision = ref(0)
  async function load(): Promise<void> {
    all.value = await call('customers.lists', {})
    revision.value++
  }
  watch(() => project.state?.path, load, { immediate: true })
  return { all, revision, load }
}
