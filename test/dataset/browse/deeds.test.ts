import SQLite, { type Database } from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { findRowsOperation, rowDetailOperation, rowsOperation } from '../../../main/dataset/browse/operations.ts'
import type { BrowseTable } from '../../../main/dataset/browse/types.ts'
import { mergeOperation } from '../../../main/dataset/clean/merging.ts'
import { data } from '../../../main/storage/migrations/001-data.ts'
import { models } from '../../../main/storage/migrations/002-models.ts'
import { openForWriting } from '../../../main/storage/open.ts'
import { applyRules } from '../clean/acts.ts'
import { createTestProject, type TestProject } from '../projects.ts'

let project: TestProject
beforeEach(async () => {
  project = createTestProject('UTC', 'USD')
  const acts = [
    'user_id,time,product_id,type,quantity,price,amount,currency,order_id',
    'u1,2024-05-01,p1,buy,1,8,8,EUR,o1',
    'u2,2024-05-02,p1,purchase,1,500,500,,o2',
    'u2,2024-05-02,p1,purchase,1,500,500,,o2',
    'U2,2024-05-03,p1,purchase,4,2,8,,o3',
    'U2,2024-05-04,p1,return,1,2,2,,o3',
  ]
  await project.import(project.write('acts.csv', acts.join('\n')), 'behaviour')
})
afterEach(() => project.remove())

const rules = [
  { kind: 'changedTypes', settings: { changes: [{ from: 'buy', to: 'purchase' }] } },
  { kind: 'exactDuplicates' },
  { kind: 'convertedCurrencies', settings: { rates: [{ currency: 'EUR', rate: 100 }] } },
  { kind: 'winsorise', settings: { quantile: 0.5 } },
  { kind: 'returnsNetted' },
]
const detail = (id: number, table: BrowseTable = 'acts') => rowDetailOperation.run(project, { table, id }, unattended)
const deeds = async (id: number, table?: BrowseTable) => (await detail(id, table))?.deeds

it('names every rule that changed a row, with the figures before and after it', async () => {
  // A name of Assay's own would be read as such.
  project.database
    .exec(`INSERT INTO act_type (name) SELECT 'buy' WHERE NOT EXISTS (SELECT 1 FROM act_type WHERE name = 'buy');
    UPDATE behaviour SET type_id = (SELECT id FROM act_type WHERE name = 'buy') WHERE id = 1`)
  expect(await deeds(1)).toEqual([])
  await applyRules(project, ...rules)
  expect(await deeds(1)).toEqual([
    {
      ...{ by: 'rule', ruleId: 1, kind: 'changedTypes', leftOut: false },
      fields: [{ name: 'kind', type: 'kind', before: 'buy', after: 'purchase' }],
    },
    {
      ...{ by: 'rule', ruleId: 3, kind: 'convertedCurrencies', leftOut: false },
      fields: [
        { name: 'price', type: 'money', before: 8, after: 800 },
        { name: 'amount', type: 'money', before: 8, after: 800 },
      ],
    },
    {
      ...{ by: 'rule', ruleId: 4, kind: 'winsorise', leftOut: false },
      fields: [{ name: 'amount', type: 'money', before: 800, after: 500 }],
    },
  ])
  expect(await deeds(2)).toEqual([])
  expect(await deeds(4)).toEqual([
    {
      ...{ by: 'rule', ruleId: 5, kind: 'returnsNetted', leftOut: false },
      fields: [
        { name: 'units', type: 'number', before: 4, after: 3 },
        { name: 'money', type: 'money', before: 8, after: 6 },
      ],
    },
  ])
})

it('lists what rules leave out, and says by which', async () => {
  await applyRules(project, ...rules)
  const query = { filter: { table: 'leftOut' as const, search: '', conditions: [] }, sort: null }
  await findRowsOperation.run(project, { query, findings: [] }, unattended)
  const page = await rowsOperation.run(project, { query, offset: 0, limit: 10 }, unattended)
  expect(page).toMatchObject({ total: 1, rows: [{ id: 3 }] })
  expect(page?.rows[0].cells.slice(1, 5)).toEqual(['exactDuplicates', 'purchase', 'u2', 'p1'])
  const leftOut = [{ by: 'rule', ruleId: 2, kind: 'exactDuplicates', leftOut: true, fields: [] }]
  expect(await deeds(3, 'leftOut')).toEqual(leftOut)
  // Also where it was opened while it was still in force.
  expect(await deeds(3)).toEqual(leftOut)
  await applyRules(project)
  expect(await deeds(3)).toEqual([])
  expect(await detail(3, 'leftOut')).toBeNull()
})

it('names merges of what a row speaks of', async () => {
  await mergeOperation.run(project, [{ entity: 'user', from: 'U2', to: 'u2' }], unattended)
  const merged = { by: 'merge', entity: 'user', from: 'U2', to: 'u2' }
  expect(await deeds(4)).toEqual([merged])
  const id = project.value<number>(`SELECT id FROM user WHERE external = 'u2'`)
  expect(await deeds(id, 'users')).toEqual([merged])
})

it('keeps the effects of a project from before rules left their names', async () => {
  await applyRules(project, ...rules)
  const before = project.views()
  project.database.exec(`
    CREATE TABLE old AS SELECT behaviour_id, excluded_by, type_id, quantity, price, amount, discount FROM row_effect;
    DROP VIEW left_out; DROP TABLE row_effect;
    CREATE TABLE row_effect (behaviour_id INTEGER PRIMARY KEY, excluded_by INTEGER, type_id INTEGER, quantity REAL, price REAL,
      amount REAL, discount REAL) STRICT;
    INSERT INTO row_effect SELECT * FROM old; DROP TABLE old`)
  takeBack(project.database, `${data}${models}`)
  project.database.pragma('user_version = 2')
  const { database } = openForWriting(project.path)
  database.close()
  expect(project.views()).toEqual(before)
  expect(await deeds(3)).toMatchObject([{ kind: 'exactDuplicates', leftOut: true }])
  expect(await deeds(1)).toMatchObject([{ ruleId: null, kind: null, leftOut: false }])
})

/** Drops the tables and columns that an earlier schema did not have. */
function takeBack(database: Database, schema: string): void {
  const earlier = new SQLite(':memory:')
  earlier.exec(schema)
  const names = (of: Database, sql: string, ...values: string[]) => of.prepare(sql).pluck().all(values) as string[]
  const tables = (of: Database) => names(of, `SELECT name FROM sqlite_schema WHERE type = 'table'`)
  const columns = (of: Database, table: string) => names(of, 'SELECT name FROM pragma_table_info(?)', table)
  const known = tables(earlier)
  database.pragma('foreign_keys = OFF')
  for (const table of tables(database)) {
    if (!known.includes(table)) {
      database.exec(`DROP TABLE ${table}`)
      continue
    }
    const kept = columns(earlier, table)
    for (const name of columns(database, table)) {
      if (!kept.includes(name)) database.exec(`ALTER TABLE ${table} DROP COLUMN ${name}`)
    }
  }
  database.pragma('foreign_keys = ON')
  earlier.close()
}
