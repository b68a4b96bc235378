import { afterEach, beforeEach, expect, test } from 'vitest'
import { toAssayError } from '../../main/base/errors.ts'
import { createTestProject, type TestProject } from './projects.ts'

let project: TestProject
beforeEach(() => {
  project = createTestProject()
})
afterEach(() => project.remove())

const orders = (from: number, count: number) =>
  [
    'user_id,time,amount',
    ...Array.from({ length: count }, (_, i) => `u${from + i},2024-01-0${1 + (i % 9)},${i}.5`),
  ].join('\n')

test('an import that the disk has no room for says so, leaves the project as it was, and can be tried again', async () => {
  await project.import(project.write('first.csv', orders(0, 50)), 'orders')
  const before = project.content()
  // SQLite answers the same when the file can't grow as when the disk is full.
  const pages = Number(project.database.pragma('page_count', { simple: true }))
  project.database.pragma(`max_page_count = ${pages + 20}`)
  const large = project.write('large.csv', orders(1000, 50_000))
  const error = await project.import(large, 'orders').then(
    () => null,
    (thrown: unknown) => toAssayError(thrown),
  )
  expect(error?.code).toBe('disk.full')
  expect(project.content()).toEqual(before)
  project.database.pragma('max_page_count = 4294967294')
  expect(await project.import(large, 'orders')).toMatchObject({ rowsKept: 50_000, rowsRejected: 0 })
  expect(project.database.pragma('integrity_check', { simple: true })).toBe('ok')
})
