import { afterEach, beforeEach, expect, it } from 'vitest'
import { AssayError } from '../../../main/base/errors.ts'
import { unattended } from '../../../main/base/job.ts'
import { applyRulesOperation } from '../../../main/dataset/clean/rules.ts'
import { rowsPerCheck } from '../../../main/storage/viewShape.ts'
import { createTestProject, type TestProject } from '../projects.ts'
import { applyRules } from './acts.ts'

const rows = 4 * rowsPerCheck
let project: TestProject
beforeEach(async () => {
  project = createTestProject()
  const lines = Array.from({ length: rows }, (_, i) => `u${i % 50},${1_700_000_000 + (i >> 1)},p${i % 9},${i % 7}`)
  await project.import(project.write('acts.csv', ['user_id,time,product_id,amount', ...lines].join('\n')), 'orders')
})
afterEach(() => project.remove())

it('asks within a rule whether to go on, and leaves nothing behind where not', async () => {
  await applyRules(project, { kind: 'winsorise', settings: { quantile: 0.9 } })
  const before = project.content()
  let asked = 0
  const work = { ...unattended, checkpoint: () => void asked++ }
  const other = [{ kind: 'exactDuplicates' as const, settings: { between: 'everywhere' as const }, enabled: true }]
  const rules = () => applyRulesOperation.run(project, other, work)
  await rules()
  // One rule: once before it and once before all, the other times are within.
  const times = asked
  expect(times).toBeGreaterThan(rows / rowsPerCheck)
  await project.undoStep()
  for (const stopAt of [3, Math.floor(times / 2), times - 1]) {
    asked = 0
    work.checkpoint = () => {
      if (++asked === stopAt) throw new AssayError('job.cancelled')
    }
    await expect((async () => rules())()).rejects.toMatchObject({ code: 'job.cancelled' })
    expect({ ...project.content(), step: [] }).toEqual({
      ...before,
      step: [],
      data_state: project.content().data_state,
    })
  }
  work.checkpoint = () => void asked++
  await rules()
  expect(project.value('SELECT COUNT(*) FROM act')).toBeGreaterThan(0)
})
