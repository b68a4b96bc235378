import { afterEach, beforeEach, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { asOfOperation } from '../../../main/dataset/clean/asOf.ts'
import { compactOperation } from '../../../main/dataset/clean/compact.ts'
import { reachableStates, spareSources } from '../../../main/dataset/clean/compactStore.ts'
import { mergeOperation } from '../../../main/dataset/clean/merging.ts'
import { currentStateId } from '../../../main/storage/state.ts'
import { nextMoves } from '../../../main/storage/steps.ts'
import { createTestProject, type TestProject } from '../projects.ts'

let project: TestProject
beforeEach(() => void (project = createTestProject()))
afterEach(() => project.remove())

const orders = (name: string, users: string[]) =>
  project.import(
    project.write(
      name,
      `user_id,time,product_id,amount\n${users.map((user) => `${user},2024-01-01,p-${user},5\n`).join('')}`,
    ),
    'orders',
  )
const spare = (onlyCurrent: boolean) => spareSources(project.database, reachableStates(project.database, onlyCurrent))
const compact = (forgetSteps: boolean) => compactOperation.run(project, { forgetSteps }, unattended)
const countActs = asOfOperation(
  'test.count',
  ({ database }) => database.prepare('SELECT COUNT(*) FROM act').pluck().get() as number,
)

it('deletes what no step can bring back, and nothing that one can', async () => {
  await orders('a.csv', ['a', 'b'])
  await orders(
    'gone.csv',
    Array.from({ length: 5000 }, (_, i) => `g${i}`),
  )
  const then = currentStateId(project.database)
  await project.undoStep()
  expect(spare(false)).toEqual([])
  expect(spare(true)).toEqual([{ sourceId: 2, name: 'gone.csv', kind: 'behaviour', rows: 5000 }])
  expect(await compact(false)).toMatchObject({ deleted: [] })
  expect(await countActs.run(project, { asOf: then }, unattended)).toBe(5002)

  await orders('c.csv', ['c'])
  const before = project.views()
  const result = await compact(false)
  expect(result.deleted).toEqual([{ sourceId: 2, name: 'gone.csv', kind: 'behaviour', rows: 5000 }])
  // A row of an act takes more than 80 bytes; most of what is left is the empty schema.
  expect(result.bytesBefore - result.bytesAfter).toBeGreaterThan(5000 * 80)
  expect(project.views()).toEqual(before)
  expect(project.value('SELECT COUNT(*) FROM user')).toBe(3)
  expect(project.value('SELECT COUNT(*) FROM product')).toBe(3)
  expect(project.all('PRAGMA foreign_key_check')).toEqual([])
  await expect(async () => countActs.run(project, { asOf: then }, unattended)).rejects.toMatchObject({
    code: 'history.compacted',
  })
  expect((await orders('d.csv', ['d'])).sourceId).toBe(4)
  await project.undoStep()
  await project.undoStep()
  expect(await countActs.run(project, {}, unattended)).toBe(2)
})

it('forgets the steps where that is asked for, and keeps what merges name', async () => {
  await orders('a.csv', ['a'])
  await orders('b.csv', ['b'])
  await mergeOperation.run(project, [{ entity: 'user', from: 'b', to: 'a' }], unattended)
  await project.undo(2)
  expect(await compact(true)).toMatchObject({ deleted: [{ sourceId: 2 }] })
  expect(project.all('SELECT external FROM user')).toEqual([{ external: 'a' }, { external: 'b' }])
  expect(project.value('SELECT COUNT(*) FROM act')).toBe(1)
  expect(nextMoves(project.database)).toEqual({ undo: null, redo: null })
  await expect(project.undoStep()).rejects.toMatchObject({ code: 'history.nothingToUndo' })
  await orders('c.csv', ['c'])
  await project.undoStep()
  await project.redoStep()
  expect(project.value('SELECT COUNT(*) FROM act')).toBe(2)
})
