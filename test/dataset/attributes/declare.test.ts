import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { attributesOperation, declareTypesOperation } from '../../../main/dataset/attributes/declare.ts'
import { readAttributeOperation } from '../../../main/dataset/attributes/preview.ts'
import type { AttributeReading, AttributeType } from '../../../main/dataset/attributes/types.ts'
import { mergeOperation } from '../../../main/dataset/clean/merging.ts'
import { profileOperation } from '../../../main/dataset/profile/profile.ts'
import { fingerprintOf } from '../../../main/features/fingerprint.ts'
import type { TrainSetup } from '../../../main/features/types.ts'
import { currentStateId, stateText } from '../../../main/storage/state.ts'
import { applyRules } from '../clean/acts.ts'
import { createTestProject, type TestProject } from '../projects.ts'

const reading = (as: AttributeType, more: Partial<AttributeReading> = {}): AttributeReading => ({
  ...{ as, decimal: '.', dates: 'iso' },
  ...more,
})

let project: TestProject
beforeEach(async () => {
  project = createTestProject('Asia/Shanghai')
  const users = 'user_id,tier,joined,note\nu1,1,03/04/2024,a\nu2,2,13/04/2024,b\nu3,gold,05/04/2024,\nu4,,,\n'
  await project.import(project.write('users.csv', users), 'users')
})
afterEach(() => project.remove())

const declare = (name: string, to: AttributeReading | null) =>
  declareTypesOperation.run(project, [{ name, reading: to }], unattended)
const attributes = (asOf: number | null = null) => attributesOperation.run(project, { asOf }, unattended)
const columns = async () => (await profileOperation.run(project, null, unattended)).columns[0].columns
const column = async (name: string) => (await columns()).find((each) => each.name === name)
const fingerprint = () => fingerprintOf(project, {} as TrainSetup, 'training')

describe('types of attributes', () => {
  it('count in what pages show and in the fingerprint, and go back and forth with the steps', async () => {
    const [before, stateId, print] = [stateText(project.database), currentStateId(project.database), fingerprint()]
    expect(await attributes()).toEqual([
      { name: 'joined', users: 3, reading: null, unreadable: 0 },
      { name: 'note', users: 2, reading: null, unreadable: 0 },
      { name: 'tier', users: 3, reading: null, unreadable: 0 },
    ])
    expect(await column('tier')).toMatchObject({ type: 'text', missing: 1, distinct: 3 })

    await declare('tier', reading('number'))
    await declare('joined', reading('date', { dates: 'dayFirst' }))
    expect(await column('tier')).toMatchObject({ type: 'number', isAttribute: true, missing: 2, numbers: { max: 2 } })
    // Midnight in Shanghai is 16:00 of the day before.
    expect(await column('joined')).toMatchObject({ type: 'time', numbers: { min: Date.UTC(2024, 3, 2, 16) } })
    expect(await attributes()).toMatchObject([
      { name: 'joined', reading: { as: 'date', dates: 'dayFirst' }, unreadable: 0 },
      { name: 'note', reading: null },
      { name: 'tier', reading: { as: 'number' }, unreadable: 1 },
    ])
    const [after, printAfter] = [stateText(project.database), fingerprint()]
    expect(printAfter).not.toBe(print)

    expect((await attributes(stateId)).map((each) => each.reading)).toEqual([null, null, null])
    expect(await project.undoStep()).toMatchObject({ action: 'dataset.declareTypes', subject: 'joined' })
    await project.undoStep()
    expect([stateText(project.database), fingerprint()]).toEqual([before, print])
    await project.redoStep()
    await project.redoStep()
    expect([stateText(project.database), fingerprint()]).toEqual([after, printAfter])
    await declare('tier', null)
    await declare('joined', null)
    expect([stateText(project.database), fingerprint()]).toEqual([before, print])
  })

  it('leave what rules and merges do as it is, and stay when those change', async () => {
    const acts = 'user_id,time,amount\nu1,2024-05-01,5\nu1,2024-05-01,5\nu2,2024-05-02,1\n'
    await project.import(project.write('orders.csv', acts), 'orders')
    await applyRules(project, { kind: 'exactDuplicates' })
    const [views, steps] = [project.views(), project.value<number>('SELECT COUNT(*) FROM step')]
    await declare('tier', reading('category'))
    expect(project.views()).toEqual(views)
    await declare('tier', reading('category'))
    expect(project.value('SELECT COUNT(*) FROM step')).toBe(steps + 1)
    await mergeOperation.run(project, [{ entity: 'user', from: 'u2', to: 'u1' }], unattended)
    expect(await attributes()).toMatchObject([{}, {}, { name: 'tier', users: 2, reading: { as: 'category' } }])
    await applyRules(project)
    expect(await attributes()).toMatchObject([{}, {}, { reading: { as: 'category' } }])
  })

  it('are refused for what no customer has, and nothing changes', async () => {
    const content = project.content()
    const refused = (async () => declare('tire', reading('number')))()
    await expect(refused).rejects.toMatchObject({ code: 'input.invalid' })
    expect(project.content()).toEqual(content)
  })
})

it('finds the way of writing that reads most values where none is said', async () => {
  const look = (name: string, as: AttributeType) =>
    readAttributeOperation.run(project, { name, as, decimal: null, dates: null }, unattended)
  expect(await look('joined', 'date')).toMatchObject({ users: 3, readable: 3, reading: { dates: 'dayFirst' } })
  expect(await look('tier', 'number')).toMatchObject({ users: 3, readable: 2, reading: { decimal: '.' } })
  expect(await look('note', 'boolean')).toMatchObject({ users: 2, readable: 0 })
})

it('takes the latest word on each customer, and of missing ones none', async () => {
  const later = 'user_id,tier,joined\nu1,9,\nu4,2,01/05/2024\n'
  await project.import(project.write('later.csv', later), 'users')
  const { examples, users } = await readAttributeOperation.run(
    project,
    { name: 'tier', as: 'number', decimal: '.', dates: 'iso' },
    unattended,
  )
  // Of the first file they are texts, since gold is among them, of the later one numbers.
  expect([users, examples.map(({ read }) => read)]).toEqual([4, [2, 9, 2]])
  expect(await column('joined')).toMatchObject({ missing: 0, distinct: 4 })
})
