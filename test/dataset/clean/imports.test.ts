import { afterEach, beforeEach, expect, it } from 'vitest'
import { createCancelFlag, throwIfCancelled, unattended } from '../../../main/base/job.ts'
import { listRules } from '../../../main/dataset/clean/rules.ts'
import { nextMoves } from '../../../main/storage/steps.ts'
import { createTestProject, type TestProject } from '../projects.ts'
import { applyRules } from './acts.ts'

let project: TestProject
beforeEach(() => void (project = createTestProject()))
afterEach(() => project.remove())

const header = 'user_id,time,order_id,amount\n'
const january = `${header}a,2024-01-30,O1,5\na,2024-01-31,O2,5\n`
const february = `${header}a,2024-01-31,O2,5\nb,2024-02-01,O3,7\n`
const write = (name: string, text: string) => project.write(name, text)
const orders = () =>
  project.all<{ order_id: string }>('SELECT order_id FROM act ORDER BY id').map((row) => row.order_id)

it('hold for what is imported after them, and go with it', async () => {
  await project.import(write('january.csv', january), 'orders')
  await applyRules(project, { kind: 'repeatedOrders' })
  await project.import(write('february.csv', february), 'orders')
  expect(orders()).toEqual(['O1', 'O2', 'O3'])
  expect(listRules(project.database)[0].effect).toMatchObject({ rowsExcluded: 1, revenue: -5 })
  expect(nextMoves(project.database)).toMatchObject({
    undo: { action: 'import', subject: 'february.csv' },
    redo: null,
  })
  await project.undo(1)
  expect(orders()).toEqual(['O2', 'O3'])
  expect(listRules(project.database)[0].effect).toMatchObject({ rowsExcluded: 0 })
  await project.undoStep()
  expect(orders()).toEqual(['O1', 'O2', 'O3'])
  expect(nextMoves(project.database).redo).toEqual({ action: 'dataset.takeOut', subject: 'january.csv' })
})

it('leave nothing behind when an import is cancelled while they are applied', async () => {
  await project.import(write('january.csv', january), 'orders')
  await applyRules(project, { kind: 'repeatedOrders' }, { kind: 'winsorise' })
  const before = { content: project.content(), views: project.views() }
  const flag = createCancelFlag()
  const progress = (step: string) => void (step === 'clean' && Atomics.store(flag, 0, 1))
  const work = { ...unattended, checkpoint: () => throwIfCancelled(flag), progress }
  const importing = project.import(write('february.csv', february), 'orders', {}, work)
  await expect(importing).rejects.toMatchObject({ code: 'job.cancelled' })
  expect({ content: project.content(), views: project.views() }).toEqual(before)
  await project.import(write('february.csv', february), 'orders')
  expect(orders()).toEqual(['O1', 'O2', 'O3'])
})

it('convert what a column of the file, or a constant, says is in another currency', async () => {
  const chinese = createTestProject('UTC', 'CNY')
  try {
    const text =
      'user_id,time,quantity,price,币种\na,2024-01-30,2,10,usd\na,2024-01-31,1,10,CNY\na,2024-02-01,1,10,\na,2024-02-01,1,3,XYZ\n'
    await chinese.import(chinese.write('shop.csv', text), 'orders')
    const constant = { mapping: { currency: { constant: 'EUR' } } }
    await chinese.import(chinese.write('europe.csv', 'user_id,time,amount\nb,2024-02-01,100\n'), 'orders', constant)
    expect(
      chinese.all('SELECT currency FROM behaviour ORDER BY id').map((row) => Object.values(row as object)[0]),
    ).toEqual(['usd', 'CNY', null, 'XYZ', 'EUR'])
    const rates = [
      { currency: 'USD', rate: 7 },
      { currency: 'EUR', rate: 8 },
    ]
    const [{ effect }] = await applyRules(chinese, { kind: 'convertedCurrencies', settings: { rates } })
    expect(effect).toEqual({ ruleId: 1, rowsExcluded: 1, rowsChanged: 2, revenue: 120 + 700 - 3, returned: 0 })
    expect(chinese.all<{ money: number }>('SELECT money FROM act ORDER BY id').map(({ money }) => money)).toEqual([
      140, 10, 10, 800,
    ])
  } finally {
    chinese.remove()
  }
})
