import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef, type WatchSource } from 'vue'
import { toAppError, type AppError } from '../client/error.ts'

export interface Async<Args extends unknown[], Result> {
  /** The last good answer; null before the first. Kept while the next one is on its way. */
  state: ShallowRef<Result | null>
  loading: Ref<boolean>
  error: ShallowRef<AppError | null>
  /** Resolves to the answer, or to null when it failed or was overtaken by a later call. */
  run(...args: Args): Promise<Result | null>
}

/**
 * Runs `task` and holds its answer. A reply that a later call has overtaken, or that comes after the component has
 * gone, is dropped.
 */
export function useAsync<Args extends unknown[], Result>(
  task: (...args: Args) => Promise<Result>,
): Async<Args, Result> {
  const state = shallowRef<Result | null>(null)
  const loading = ref(false)
  const error = shallowRef<AppError | null>(null)
  let latest = 0
  onScopeDispose(() => (latest = -1))

  async function run(...args: Args): Promise<Result | null> {
    if (latest < 0) return null
    const mine = ++latest
    loading.value = true
    try {
      const result = await task(...args)
      if (mine !== latest) return null
      state.value = result
      error.value = null
      return result
    } catch (thrown) {
      if (mine === latest) error.value = toAppError(thrown)
      return null
    } finally {
      if (mine === latest) loading.value = false
    }
  }

  return { state, loading, error, run }
}

/** Like `useAsync`, run at once and again whenever one of the sources changes. */
export function useQuery<Result>(task: () => Promise<Result>, ...sources: WatchSource[]): Async<[], Result> {
  const query = useAsync(task)
  watch(sources, () => void query.run(), { immediate: true })
  return query
}
