import { afterEach, expect, it } from 'vitest'
import { deleteRun, insertRun } from '../../main/model/store.ts'
import { allScores, insertScores, scorePage } from '../../main/model/scoreStore.ts'
import { describeRun } from '../../main/model/summary.ts'
import { createShop, type Shop } from '../features/shop.ts'
import { exampleRun } from '../report/exampleRun.ts'

let shop: Shop
afterEach(() => shop?.close())

function scoredShop() {
  shop = createShop()
  const users = ['ann', 'bob', 'cleo']
  shop.acts(users.map((user, i) => ({ user, product: 'p', amount: 5, time: Date.UTC(2024, 0, 1 + i) })))
  const { database } = shop.project
  const runId = insertRun(database, exampleRun())
  const column = (...values: number[]) => Float64Array.from(values)
  const outputs = {
    'increment:0-30.amount': column(1, 2, 3),
    'count:visit days.count': column(4, 0.5, NaN),
    'ltv.within60': column(20, 10, 5),
    'ltv.within30': column(10, 5, 2),
    'ltv.amount': column(30, 20, 10),
    'yesNo:buys 1.5 l bottles.p': column(0.1, 0.9, 0.5),
    'count:visit days.low': column(1, 0, 0),
  }
  const zeros = () => column(0, 0, 0)
  const baseline = { frequency: zeros(), totalSpend: zeros(), ageDays: zeros(), recencyDays: zeros() }
  database.transaction(() =>
    insertScores(database, runId, {
      users: { ids: Int32Array.of(3, 1, 2), brandIds: new Int32Array(0), baseline, outputs },
      products: null,
      pairs: null,
    }),
  )()
  return { database, runId }
}

const query = (runId: number, sort: string) => ({ runId, search: '', sort, descending: true, offset: 0, limit: 10 })

it('keeps own tasks and nearer horizons in columns of the run, shorter horizons first', () => {
  const { database, runId } = scoredShop()
  const { columns } = describeRun(shop.project, runId)
  expect(columns.map(({ output }) => output)).toEqual([
    'ltv.within30',
    'ltv.within60',
    'count:visit days.count',
    'yesNo:buys 1.5 l bottles.p',
    'count:visit days.low',
  ])
  const [near, , visits, buys] = columns.map(({ key }) => key)
  const { rows, total } = scorePage(database, 'users', query(runId, buys))
  expect(total).toBe(3)
  expect(rows.map((row) => [row.id, row[near], row[visits], row[buys]])).toEqual([
    ['ann', 5, 0.5, 0.9],
    ['bob', 2, null, 0.5],
    ['cleo', 10, 4, 0.1],
  ])
  // What another run had is no order here.
  expect(scorePage(database, 'users', query(runId, 'figure999')).rows[0].id).toBe('cleo')
})

it('heads them in files by what they are called', () => {
  const { database, runId } = scoredShop()
  const { header, rows } = allScores(database, 'users', runId)
  const further = ['ltvWithin30', 'ltvWithin60', 'visit days', 'buys 1.5 l bottles', 'visit days low']
  expect(header.slice(-5)).toEqual(further)
  expect([...rows].map((row) => row.slice(-5))).toEqual([
    [10, 20, 4, 0.1, 1],
    [5, 10, 0.5, 0.9, 0],
    [2, 5, null, 0.5, 0],
  ])
})

it('goes with its run', () => {
  const { database, runId } = scoredShop()
  deleteRun(database, runId)
  expect(database.prepare('SELECT COUNT(*) FROM score_figure').pluck().get()).toBe(0)
})
