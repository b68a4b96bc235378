import { afterEach, beforeEach, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { settle } from '../../../main/dataset/clean/change.ts'
import { standingState, stateText, textOf } from '../../../main/storage/state.ts'
import { createTestProject, type TestProject } from '../projects.ts'
import { applyRules } from './acts.ts'

let project: TestProject
beforeEach(async () => {
  project = createTestProject()
  await project.import(project.write('a.csv', month(1)), 'orders')
  await applyRules(project, { kind: 'exactDuplicates' }, { kind: 'winsorise', settings: { quantile: 0.5 } })
})
afterEach(() => project.remove())

const month = (number: number) =>
  `user_id,time,product_id,amount\nu1,2024-0${number}-01,p${number},5\nu1,2024-0${number}-01,p${number},5\nv${number},2024-0${number}-02,p1,${number}0\n`
const importLater = (name: string, number: number) =>
  project.import(project.write(name, month(number)), 'orders', { rulesLater: true })

/** What readers see but for the moment of an import and how long it took. */
const seen = () =>
  Object.fromEntries(
    Object.entries(project.views()).map(([view, rows]) => [
      view,
      rows.map((row) => ({ ...(row as object), imported_at: 0, seconds: 0 })),
    ]),
  )

it('keeps the rows of several files out of sight until the rules are applied to all of them', async () => {
  const before = project.views()
  for (const [i, name] of ['b.csv', 'c.csv', 'd.csv'].entries()) await importLater(name, i + 2)
  // Names alone are known already.
  const names = { user_present: [], product_present: [] }
  expect({ ...project.views(), ...names }).toEqual({ ...before, ...names })
  expect(await importLater('d.csv', 4)).toMatchObject({ rowsKept: 0, rowsDuplicate: 3 })
  settle(project.database)
  const settled = seen()

  const other = createTestProject()
  const one = project
  project = other
  await project.import(project.write('a.csv', month(1)), 'orders')
  await applyRules(project, { kind: 'exactDuplicates' }, { kind: 'winsorise', settings: { quantile: 0.5 } })
  for (const [i, name] of ['b.csv', 'c.csv', 'd.csv'].entries()) {
    await project.import(project.write(name, month(i + 2)), 'orders')
  }
  expect(settled).toEqual(seen())
  project = one
  other.remove()
})

it('goes on from where the project stands, whatever comes next', async () => {
  await importLater('b.csv', 2)
  expect(stateText(project.database)).not.toBe(textOf(standingState(project.database)))
  await applyRules(project, { kind: 'exactDuplicates' })
  expect(project.value('SELECT COUNT(*) FROM source_current')).toBe(2)
  expect(project.value('SELECT COUNT(*) FROM act')).toBe(4)
  await importLater('c.csv', 3)
  expect(await project.undoStep()).toMatchObject({ action: 'import', subject: 'c.csv' })
  expect(project.value('SELECT COUNT(*) FROM act')).toBe(4)
  await importLater('c.csv', 3)
  expect(project.value('SELECT COUNT(*) FROM act')).toBe(6)
  settle(project.database, unattended)
  expect(stateText(project.database)).toBe(textOf(standingState(project.database)))
})
