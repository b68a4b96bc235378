import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { shopFilter } from '../../../main/insight/filter/input.ts'
import { atRiskOperation, exportAtRiskOperation } from '../../../main/insight/loyalty/operations.ts'
import { insertRun } from '../../../main/model/store.ts'
import { createShop, type Shop } from '../../features/shop.ts'
import { exampleRun } from '../../report/exampleRun.ts'

const dayMs = 86_400_000
let shop: Shop
beforeEach(() => {
  shop = createShop()
  shop.products([
    { product: 'tea', brand: '=Aster', category: 'drinks' },
    { product: 'coffee', brand: 'Birch', category: 'drinks' },
  ])
  const buy = (user: string, day: number, product: string) => ({
    user,
    time: day * dayMs,
    product,
    quantity: 1,
    amount: 10,
  })
  shop.acts([
    // Silent since day 10 of 100; all of it on tea, half of it, a fifth of it.
    ...[0, 10].flatMap((day) => ['a', 'b', '+c'].map((user) => buy(user, day, 'tea'))),
    ...[20, 30].map((day) => buy('b', day, 'coffee')),
    ...[20, 30, 40, 50, 60, 70, 80, 90].map((day) => buy('+c', day, 'coffee')),
    buy('d', 99, 'coffee'),
  ])
  shop.users([
    { user: 'a', region: 'north' },
    { user: 'b', region: 'south' },
  ])
  insertRun(shop.project.database, exampleRun({ scoredAtMs: 100 * dayMs, horizonDays: 50 }))
})
afterEach(() => shop.close())

const tea = () => shop.project.database.prepare("SELECT id FROM brand WHERE name = '=Aster'").pluck().get() as number
const ask = (runId: number | null, filter: object = {}, page = { offset: 0, limit: 10 }) =>
  atRiskOperation.run(
    shop.project,
    { categoryId: null, filter: shopFilter.parse(filter), brandId: tea(), runId, ...page },
    unattended,
  )

it('without predictions are those silent on the ladder who gave the brand half or more', async () => {
  const found = await ask(null)
  expect(found).toMatchObject({ basis: 'ladder', total: 2, atStake: 40 })
  expect(found.rows.map(({ id, pastShare, atStake, p }) => [id, pastShare, atStake, p])).toEqual([
    ['a', 1, 20, null],
    ['b', 0.5, 20, null],
  ])
})

it('with predictions are those who are likelier not to buy again, by what goes to the brand within the horizon', async () => {
  const { database } = shop.project
  const pair = database.prepare('INSERT INTO score_pair VALUES (1, ?, ?, ?, NULL, ?, ?)')
  pair.run(1, tea(), 0.2, 0.9, 20)
  pair.run(2, tea(), 0.49, 0.5, 30)
  pair.run(3, tea(), 0.1, 0.49, 99)
  pair.run(4, tea(), 0.5, 0.9, 99)
  database.prepare('INSERT INTO score_user VALUES (1, 1, 70, NULL, NULL, NULL, 1, 0, 0)').run()
  const found = await ask(1)
  expect(found).toMatchObject({ basis: 'run', total: 2, atStake: 25, horizonDays: 50 })
  // 100 days of data and 50 of horizon: half of what was spent on the brand; never the value in the whole shop.
  expect(found.rows.map(({ id, p, value, atStake }) => [id, p, value, atStake])).toEqual([
    ['b', 0.49, null, 15],
    ['a', 0.2, 70, 10],
  ])
  expect((await ask(1, {}, { offset: 1, limit: 5 })).rows).toEqual(found.rows.slice(1))
  expect(await ask(1, { regions: ['south'] })).toMatchObject({ total: 1, rows: [{ id: 'b' }] })
  // A run that does not predict this brand leaves it to the ladder.
  expect(await ask(2)).toMatchObject({ basis: 'ladder', total: 2 })
})

it('go into a file that no spreadsheet takes for formulas', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-risk-'))
  const path = join(folder, 'risk.csv')
  const result = await exportAtRiskOperation.run(
    shop.project,
    { categoryId: null, brandId: tea(), runId: null, path },
    unattended,
  )
  expect(result).toEqual({ path, rows: 2 })
  expect(readFileSync(path, 'utf8').split('\n')[1]).toBe("a,'=Aster,,1,20,,20")
  rmSync(folder, { recursive: true })
})
