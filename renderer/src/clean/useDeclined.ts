import { shallowRef, type ShallowRef } from 'vue'
import type { Merge, MergeSuggestion } from '../../../main/dataset/clean/types.ts'
import { call } from '../client/client.ts'
import { toAppError, type AppError } from '../client/error.ts'
import { useQuery } from '../composables/useAsync.ts'
import { useProject } from '../composables/useProject.ts'

/** Two names whichever of them would stay. */
export const pairKey = ({ entity, from, to }: Pick<MergeSuggestion, 'entity' | 'from' | 'to'>): string =>
  JSON.stringify([entity, ...[from, to].sort()])

/** Suggestions that were turned down: the project keeps them until they are offered again. */
export function useDeclined(failure: ShallowRef<AppError | null>) {
  const project = useProject()
  const keys = shallowRef(new Set<string>())
  const note = (pairs: Merge[]) => (keys.value = new Set(pairs.map(pairKey)))
  useQuery(
    async () => note(await call('clean.declined', {})),
    () => project.revision,
  )

  /** In sight at once; the project's word takes its place. */
  async function keep(pairs: MergeSuggestion[], declined: boolean, next: Set<string>): Promise<void> {
    const before = keys.value
    keys.value = next
    failure.value = null
    try {
      const plain = pairs.map(({ entity, from, to }) => ({ entity, from, to }))
      note(await call('clean.decline', { pairs: plain, declined }))
    } catch (thrown) {
      keys.value = before
      failure.value = toAppError(thrown)
    }
  }
  const decline = (pairs: MergeSuggestion[]) => keep(pairs, true, new Set([...keys.value, ...pairs.map(pairKey)]))
  function offerAgain(pairs: MergeSuggestion[]): Promise<void> {
    const again = new Set(pairs.map(pairKey))
    return keep(pairs, false, new Set([...keys.value].filter((key) => !again.has(key))))
  }
  const isDeclined = (pair: MergeSuggestion) => keys.value.has(pairKey(pair))

  return { isDeclined, decline, offerAgain }
}
