// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { usePagedRows, type RowsQuery } from '../../../renderer/src/results/usePagedRows.ts'

type Query = RowsQuery<'ltv' | 'id'>
const asked: { query: Query; answer(rows: number[], total: number): void }[] = []
const scope = effectScope()

beforeEach(() => {
  vi.useFakeTimers()
  asked.length = 0
})
afterEach(() => vi.useRealTimers())

const start = () =>
  scope.run(() =>
    usePagedRows<number, 'ltv' | 'id'>(
      ['ltv', 'id'],
      (query) => new Promise((resolve) => asked.push({ query, answer: (rows, total) => resolve({ rows, total }) })),
    ),
  )!

it('appends the next page, and begins anew with another order', async () => {
  const list = start()
  expect(asked[0].query).toMatchObject({ offset: 0, search: '', sort: 'ltv', descending: true })
  asked[0].answer([1, 2], 3)
  await flushPromises()
  list.more()
  asked[1].answer([3], 3)
  await flushPromises()
  expect([list.rows.value, list.total.value]).toEqual([[1, 2, 3], 3])
  list.more()
  expect(asked).toHaveLength(2)

  list.sortBy({ key: 'id', descending: false })
  await flushPromises()
  expect(asked[2].query).toMatchObject({ offset: 0, sort: 'id', descending: false })
  asked[2].answer([9], 1)
  await flushPromises()
  expect(list.rows.value).toEqual([9])
})

it('waits until typing pauses and drops an answer that a later one has overtaken', async () => {
  const list = start()
  list.searchFor('a')
  await flushPromises()
  vi.advanceTimersByTime(100)
  list.searchFor(' ab ')
  await flushPromises()
  vi.advanceTimersByTime(300)
  expect(asked.map(({ query }) => query.search)).toEqual(['', 'ab'])
  asked[1].answer([5], 1)
  asked[0].answer([1, 2, 3], 3)
  await flushPromises()
  expect(list.rows.value).toEqual([5])
})

it('reads every row for a file, as searched and sorted, without touching what is shown', async () => {
  const list = start()
  asked[0].answer([1, 2], 5)
  await flushPromises()
  const all = list.all()
  expect(asked[1].query).toMatchObject({ offset: 0, limit: 1000, sort: 'ltv', descending: true })
  asked[1].answer([1, 2, 3], 5)
  await flushPromises()
  expect(asked[2].query).toMatchObject({ offset: 3, limit: 1000 })
  asked[2].answer([4, 5], 5)
  expect(await all).toEqual([1, 2, 3, 4, 5])
  expect(list.rows.value).toEqual([1, 2])
})
