import { computed, shallowRef, watch } from 'vue'
import type { MergeSuggestion } from '../../../main/dataset/clean/types.ts'
import { useProject } from '../composables/useProject.ts'

/** Two names whichever of them would stay. */
export const pairKey = ({ entity, from, to }: Pick<MergeSuggestion, 'entity' | 'from' | 'to'>): string =>
  JSON.stringify([entity, ...[from, to].sort()])

/** Suggestions that were turned down on this workstation, by project: they change nothing, so no project keeps them. */
export function useDeclined() {
  const project = useProject()
  const place = computed(() => `assay.declined.${project.state?.path ?? ''}`)
  const declined = shallowRef(new Set<string>())
  watch(place, (key) => (declined.value = new Set(JSON.parse(localStorage.getItem(key) ?? '[]') as string[])), {
    immediate: true,
  })

  function keep(keys: Set<string>): void {
    declined.value = keys
    localStorage.setItem(place.value, JSON.stringify([...keys]))
  }
  const decline = (pairs: MergeSuggestion[]) => keep(new Set([...declined.value, ...pairs.map(pairKey)]))
  const offerAgain = (pairs: MergeSuggestion[]) => {
    const again = new Set(pairs.map(pairKey))
    keep(new Set([...declined.value].filter((key) => !again.has(key))))
  }
  const isDeclined = (pair: MergeSuggestion) => declined.value.has(pairKey(pair))

  return { isDeclined, decline, offerAgain }
}
