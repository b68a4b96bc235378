import { afterEach, beforeEach, expect, it } from 'vitest'
import { AssayError } from '../../../main/base/errors.ts'
import { unattended, type Work } from '../../../main/base/job.ts'
import { findRowsOperation, rowDetailOperation, rowsOperation } from '../../../main/dataset/browse/operations.ts'
import { browseTables, type BrowseTable } from '../../../main/dataset/browse/types.ts'
import { compactOperation } from '../../../main/dataset/clean/compact.ts'
import { mergeOperation } from '../../../main/dataset/clean/merging.ts'
import { openForReading } from '../../../main/storage/open.ts'
import type { OpenProject } from '../../../main/storage/operation.ts'
import { currentStateId } from '../../../main/storage/state.ts'
import { applyRules } from '../clean/acts.ts'
import { createTestProject, type TestProject } from '../projects.ts'

let project: TestProject
/** A connection of its own, as the browsing thread has. */
let reader: OpenProject
beforeEach(() => {
  project = createTestProject()
  reader = openForReading(project.path)
})
afterEach(() => {
  reader.database.close()
  project.remove()
})

const cancel = () => {
  throw new AssayError('job.cancelled')
}
const queryOf = (table: BrowseTable) => ({ filter: { table, search: '', conditions: [] }, sort: null })

async function rowsOf(table: BrowseTable, asOf: number | null, work: Work = unattended) {
  const input = { query: queryOf(table), asOf, offset: 0, limit: 1000 }
  const ready = await rowsOperation.run(reader, input, work)
  if (ready) return ready
  await findRowsOperation.run(reader, { query: queryOf(table), asOf, findings: [] }, work)
  return rowsOperation.run(reader, input, work)
}
async function everything(asOf: number | null) {
  const pages = []
  for (const table of browseTables) pages.push([table, await rowsOf(table, asOf)])
  return pages
}

/** The rows of every state that the project has stood in, as they were seen then. */
const seen = new Map<number, unknown>()
const note = async () => seen.set(currentStateId(project.database), await everything(null))

const orders = (from: number) =>
  [
    'user_id,time,product_id,amount',
    ...[0, 0, 1, 2].map((i) => `u${from + i},2024-05-0${i + 1},p${i},${10 * (i + 1)}`),
  ].join('\n')

it('pages through the rows of any past state, to and fro, also after later imports', async () => {
  seen.clear()
  await project.import(project.write('a.csv', orders(1)), 'orders')
  await note()
  await applyRules(project, { kind: 'exactDuplicates' }, { kind: 'winsorise', settings: { quantile: 0.5 } })
  await note()
  await mergeOperation.run(project, [{ entity: 'user', from: 'u1', to: 'u2' }], unattended)
  await note()
  const [, cleaned] = [...seen.keys()]
  expect(await everything(cleaned)).toEqual(seen.get(cleaned))
  // A new import while the connection stands in the past must not come into sight.
  await project.import(project.write('b.csv', orders(5)), 'orders')
  expect(await everything(cleaned)).toEqual(seen.get(cleaned))
  await note()
  await project.undoStep()
  expect(await everything(cleaned)).toEqual(seen.get(cleaned))
  await project.redoStep()
  expect(new Set([...seen.values()].map((rows) => JSON.stringify(rows))).size).toBe(4)
  for (const state of [...seen.keys(), ...[...seen.keys()].reverse()]) {
    expect(await everything(state)).toEqual(seen.get(state))
    expect(await everything(null)).toEqual(seen.get(currentStateId(project.database)))
  }
  const [first] = [...seen.keys()]
  expect(await rowDetailOperation.run(reader, { table: 'acts', id: 2, asOf: first }, unattended)).not.toBeNull()
})

it('sees the present again after a past state could not be looked at', async () => {
  await project.import(project.write('a.csv', orders(1)), 'orders')
  const [before, state] = [await everything(null), currentStateId(project.database)]
  await project.undoStep()
  const cancelled: Work = { ...unattended, checkpoint: cancel }
  await expect(rowsOf('acts', state, cancelled)).rejects.toMatchObject({ code: 'job.cancelled' })
  expect((await rowsOf('acts', null))?.total).toBe(0)
  expect(await everything(state)).toEqual(before)
  await expect(rowsOf('acts', 99)).rejects.toMatchObject({ code: 'history.unknown' })
  expect((await rowsOf('acts', null))?.total).toBe(0)
  await everything(state)
  await compactOperation.run(project, { forgetSteps: true }, unattended)
  await expect(rowsOf('acts', state)).rejects.toMatchObject({ code: 'history.compacted' })
})
