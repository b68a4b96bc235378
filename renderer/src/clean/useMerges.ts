import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import type { Merge, MergeReason, MergeSuggestion } from '../../../main/dataset/clean/types.ts'
import type { MergedEntity } from '../../../main/storage/state.ts'
import { call } from '../client/client.ts'
import { toAppError, type AppError } from '../client/error.ts'
import { useQuery } from '../composables/useAsync.ts'
import { jobResult, useJobResult } from '../composables/useJobResult.ts'
import { useJobs } from '../composables/useJobs.ts'
import { useProject } from '../composables/useProject.ts'
import { pairKey, useDeclined } from './useDeclined.ts'

/** What may be one, what was turned down, what counts as one; and the changing of it. */
export function useMerges(entity: Ref<MergedEntity>) {
  const project = useProject()
  const jobs = useJobs()
  const merges = useQuery(
    () => call('clean.merges', {}),
    () => project.revision,
  )
  const searching = useJobResult<[MergedEntity], MergeSuggestion[]>((of) => call('clean.suggestMerges', { entity: of }))
  const look = () => searching.run(entity.value)
  watch(entity, () => void look(), { immediate: true })

  /** Those under way are gone from the list before the core has said so: the next one is waiting. */
  const underWay = shallowRef(new Set<string>())
  const failure = shallowRef<AppError | null>(null)
  const declined = useDeclined(failure)
  const reason = ref<MergeReason | null>(null)

  const found = computed(() => (searching.state.value ?? []).filter((pair) => pair.entity === entity.value))
  const mergedNames = computed(() => new Set(merges.state.value?.map(({ entity: of, from }) => `${of} ${from}`)))
  const isOpen = (pair: MergeSuggestion) =>
    !mergedNames.value.has(`${pair.entity} ${pair.from}`) &&
    !mergedNames.value.has(`${pair.entity} ${pair.to}`) &&
    !underWay.value.has(pairKey(pair))
  const open = computed(() => found.value.filter(isOpen))
  const pending = computed(() => open.value.filter((pair) => !declined.isDeclined(pair)))
  const suggestions = computed(() => pending.value.filter((pair) => !reason.value || pair.reason === reason.value))
  const reasons = computed(() => [...new Set(pending.value.map((pair) => pair.reason))])
  const turnedDown = computed(() => open.value.filter(declined.isDeclined))

  /** Runs a change of the merges as one step. */
  async function change(keys: string[], start: () => Promise<{ jobId: string }>): Promise<boolean> {
    underWay.value = new Set([...underWay.value, ...keys])
    failure.value = null
    try {
      const { jobId } = await start()
      const result = await jobResult<Merge[]>(jobs, jobId)
      if (result) merges.state.value = result
      return result !== null
    } catch (thrown) {
      failure.value = toAppError(thrown)
      return false
    } finally {
      underWay.value = new Set([...underWay.value].filter((key) => !keys.includes(key)))
    }
  }
  const merge = (pairs: Merge[]) =>
    change(pairs.map(pairKey), () =>
      call('clean.merge', { merges: pairs.map(({ entity: of, from, to }) => ({ entity: of, from, to })) }),
    )
  const unmerge = (pairs: Merge[]) =>
    change([], () => call('clean.unmerge', { merges: pairs.map(({ entity: of, from }) => ({ entity: of, from })) }))

  return {
    ...{ merges, searching, look, failure, suggestions, reason, reasons, turnedDown },
    ...{ merge, unmerge, decline: declined.decline, offerAgain: declined.offerAgain },
  }
}
