import { computed, onScopeDispose, ref, shallowRef, watch, type Ref, type WatchSource } from 'vue'
import type { BrowsePage, BrowseRow, RowQuery } from '../../../main/dataset/browse/types.ts'
import { call } from '../client/client.ts'
import { fromErrorData, toAppError, type AppError } from '../client/error.ts'
import { useJobs } from '../composables/useJobs.ts'

export const rowsPerPage = 100
/** Pages kept; what was looked at longest ago goes first. */
const keptPages = 60
/** Pages asked for at a time: more would only wait in the core. */
const mostUnderWay = 2

/** The rows of one query as far as they have been fetched. */
interface Found {
  query: RowQuery
  asOf: number | null
  total: number
  pages: Map<number, BrowseRow[]>
}

/**
 * The rows of a query as of a state of the data, fetched page by page as they come into sight. The rows of the query before stay until the first
 * page of the next is there; replies that are overtaken are dropped.
 */
export function useRows(query: Ref<RowQuery>, asOf: Ref<number | null>, ...sources: WatchSource[]) {
  const jobs = useJobs()
  const found = shallowRef<Found | null>(null)
  /** Grows whenever a page arrives. */
  const version = ref(0)
  const loading = ref(false)
  const error = shallowRef<AppError | null>(null)
  const jobId = ref<string | null>(null)
  const progress = computed(() => (jobId.value ? (jobs.jobs.get(jobId.value)?.progress ?? null) : null))
  const underWay = new Set<number>()
  let wanted: number[] = []
  let generation = 0

  async function load(): Promise<void> {
    const mine = ++generation
    stopFinding()
    loading.value = true
    error.value = null
    const wantedQuery = query.value
    const asked = { ...wantedQuery, asOf: asOf.value }
    try {
      const first = await firstPage(asked, mine)
      if (mine !== generation || !first) return
      underWay.clear()
      found.value = { query: wantedQuery, asOf: asked.asOf, total: first.total, pages: new Map([[0, first.rows]]) }
      version.value++
    } catch (thrown) {
      if (mine === generation) error.value = toAppError(thrown)
    } finally {
      if (mine === generation) loading.value = false
    }
  }

  /** The first page, once the rows have been found; null when overtaken or cancelled. */
  async function firstPage(asked: RowQuery & { asOf: number | null }, mine: number): Promise<BrowsePage | null> {
    const input = { ...asked, ...rowsOf(0) }
    const ready = await call('dataset.rows', input)
    if (ready || mine !== generation) return ready
    const started = await call('dataset.findRows', asked)
    if (mine !== generation) {
      void jobs.cancel(started.jobId)
      return null
    }
    jobId.value = started.jobId
    const job = await jobs.ended(started.jobId)
    if (mine !== generation) return null
    jobId.value = null
    if (job.error && job.state === 'failed') throw fromErrorData(job.error)
    return job.state === 'done' ? call('dataset.rows', input) : null
  }

  function stopFinding(): void {
    if (jobId.value) void jobs.cancel(jobId.value)
    jobId.value = null
  }

  /** Says which rows are in sight. */
  function show(first: number, last: number): void {
    const pages: number[] = []
    for (let page = Math.floor(first / rowsPerPage); page <= Math.floor(last / rowsPerPage); page++) pages.push(page)
    wanted = pages
    fetchWanted()
  }

  function fetchWanted(): void {
    const now = found.value
    if (!now) return
    for (const page of wanted) {
      if (underWay.size >= mostUnderWay) return
      if (!now.pages.has(page) && !underWay.has(page) && page * rowsPerPage < now.total) void fetchPage(now, page)
    }
  }

  async function fetchPage(now: Found, page: number): Promise<void> {
    const mine = generation
    underWay.add(page)
    try {
      const answer = await call('dataset.rows', { ...now.query, asOf: now.asOf, ...rowsOf(page) })
      if (mine !== generation || found.value !== now) return
      // The data have changed under the page: what was found no longer holds.
      if (!answer || answer.total !== now.total) return void load()
      now.pages.set(page, answer.rows)
      forgetOldest(now.pages, wanted)
      version.value++
    } catch (thrown) {
      if (mine === generation) error.value = toAppError(thrown)
      return
    } finally {
      underWay.delete(page)
    }
    fetchWanted()
  }

  function rowAt(index: number): BrowseRow | null {
    return found.value?.pages.get(Math.floor(index / rowsPerPage))?.[index % rowsPerPage] ?? null
  }

  watch([query, asOf, ...sources], () => void load(), { immediate: true })
  onScopeDispose(() => {
    generation++
    stopFinding()
  })

  const total = computed(() => found.value?.total ?? null)
  /** The query whose rows are shown. */
  const shownQuery = computed(() => found.value?.query ?? null)
  return { total, shownQuery, version, loading, error, progress, jobId, rowAt, show, reload: load, stop: stopFinding }
}

const rowsOf = (page: number) => ({ offset: page * rowsPerPage, limit: rowsPerPage })

function forgetOldest(pages: Map<number, BrowseRow[]>, kept: number[]): void {
  for (const page of pages.keys()) {
    if (pages.size <= keptPages) return
    if (!kept.includes(page)) pages.delete(page)
  }
}
