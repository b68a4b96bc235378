import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef, type WatchSource } from 'vue'
import type { Page } from '../../../main/storage/types.ts'
import type { AppError } from '../client/error.ts'
import type { TableSort } from '../components/tableColumns.ts'
import { useAsync } from '../composables/useAsync.ts'

export interface RowsQuery<Sort extends string> {
  offset: number
  limit: number
  search: string
  sort: Sort
  descending: boolean
}

export interface PagedRows<Row> {
  rows: ShallowRef<Row[]>
  /** How many there are in all; null before the first page. */
  total: Ref<number | null>
  loading: Ref<boolean>
  error: ShallowRef<AppError | null>
  search: Ref<string>
  sort: Ref<TableSort>
  searchFor(text: string): void
  sortBy(sort: TableSort): void
  more(): void
  reload(): void
  /** Every row, as searched and sorted, for a file: so many at most. */
  all(): Promise<Row[]>
}

const pageSize = 200
/** Rows of a file, and how many are asked for at a time. */
const mostRows = 100_000
const largePage = 1000
/** Typing is waited out before it is asked for. */
const typingMs = 250

/**
 * A long list that the server sorts and searches, loaded page by page as it is scrolled. The first sort is the default. `key` is what was
 * asked to be sorted by, for lists that have further columns.
 */
export function usePagedRows<Row, const Sort extends string>(
  sorts: readonly [Sort, ...Sort[]],
  fetch: (query: RowsQuery<Sort>, key: string) => Promise<Page<Row>>,
  ...sources: WatchSource[]
): PagedRows<Row> {
  const rows = shallowRef<Row[]>([])
  const total = ref<number | null>(null)
  const search = ref('')
  const sort = ref<TableSort>({ key: sorts[0], descending: true })
  let typing: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(typing))

  const ask = (offset: number, limit: number) => {
    const { key, descending } = sort.value
    const known = sorts.find((name) => name === key) ?? sorts[0]
    return fetch({ offset, limit, search: search.value.trim(), sort: known, descending }, key)
  }
  const page = useAsync((offset: number) => ask(offset, pageSize))

  async function load(offset: number): Promise<void> {
    const answer = await page.run(offset)
    if (!answer) return
    rows.value = offset === 0 ? answer.rows : [...rows.value, ...answer.rows]
    total.value = answer.total
  }

  async function all(): Promise<Row[]> {
    const found: Row[] = []
    for (;;) {
      const answer = await ask(found.length, largePage)
      for (const row of answer.rows) found.push(row)
      if (answer.rows.length === 0 || found.length >= Math.min(answer.total, mostRows)) return found.slice(0, mostRows)
    }
  }

  const reload = () => void load(0)
  watch([sort, ...sources], reload, { immediate: true })
  watch(search, () => {
    clearTimeout(typing)
    typing = setTimeout(reload, typingMs)
  })

  return {
    ...{ rows, total, search, sort, reload, all, loading: page.loading, error: page.error },
    searchFor: (text) => (search.value = text),
    sortBy: (next) => (sort.value = next),
    more: () => {
      if (!page.loading.value && rows.value.length < (total.value ?? 0)) void load(rows.value.length)
    },
  }
}
